import Protocols

/// Tries all public keys that a ledger shows on the signatures of its encrypted transactions. A header stands in clear (crb-smb 3.5)
/// and is a signature on what everybody has, so that a sender whose key is known from elsewhere is found out, though it is encrypted.
struct SenderTrials {
  /// Verifications that an audit spends on it: seconds.
  private static let most = 100_000

  private var keys: [PublicKey] = []
  /// Never iterated.
  private var known: Set<[UInt8]> = []
  private var signed: [(signature: [UInt8], digest: Digest)] = []

  mutating func see(_ transaction: Transaction, _ cryptography: Cryptography) {
    guard let layout = transaction.layout else { return }
    let shown = Array(transaction.bytes[layout.isEncrypted ? layout.recipient : layout.sender])
    if known.insert(shown).inserted, let key = cryptography.publicKey(encoded: shown) { keys.append(key) }
    guard layout.isEncrypted, signed.count < Self.most else { return }
    signed.append((Array(transaction.bytes[layout.signature]), transaction.contentDigest))
  }

  /// The key that each encrypted transaction was signed with, as far as one is found: of as many, from the first, as there is time for.
  func senders(_ cryptography: Cryptography) -> [PublicKey?] {
    var meter = Meter()
    let tried = keys.isEmpty ? signed.count : min(signed.count, Self.most / keys.count)
    return signed.prefix(tried).map { transaction in
      keys.first { cryptography.verify(transaction.signature, of: transaction.digest, by: $0, &meter) }
    }
  }
}
