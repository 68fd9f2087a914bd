import Synchronization

/// Signatures made by this process, for all its threads: what a key signs a digest with never changes.
final class SignatureStore: Sendable {
  static let shared = SignatureStore()

  private struct Signed: Hashable {
    var key: Digest
    var digest: Digest
  }

  /// Some 30 MB of RSA signatures. Beyond it the store starts over.
  private let limit = 65_536
  private let known = Mutex<[Signed: [UInt8]]>([:])

  /// The signature, made by `sign` if nobody has asked before. Two threads may both make it, with the same bytes.
  func signature(of digest: Digest, by key: PublicKey, sign: () -> [UInt8]) -> [UInt8] {
    let signed = Signed(key: key.fingerprint, digest: digest)
    if let signature = known.withLock({ $0[signed] }) { return signature }
    let signature = sign()
    known.withLock { known in
      if known.count >= limit { known.removeAll() }
      known[signed] = signature
    }
    return signature
  }
}
