import Vocabulary

/// A transaction (paper 3.5) as its bytes. Immutable, and shared by all that hold it; what one of them finds out about
/// it is kept for the others. Hostile bytes make a transaction too: one with a `defect`.
public final class Transaction {
  public let bytes: [UInt8]
  /// SHA-256 of all its bytes.
  public let id: Digest
  /// Where its fields stand, if it has the form of its type.
  public let layout: TransactionLayout?
  /// Why it has no layout.
  public let defect: DropReason?
  /// Kept by `TransactionRules`.
  var verdict: TransactionRules.Verdict?
  private var knownContentDigest: Digest?

  public convenience init(_ bytes: [UInt8]) { self.init(bytes, contentDigest: nil) }

  /// `contentDigest`: what the bytes of its content are known to hash to.
  init(_ bytes: [UInt8], contentDigest: Digest?) {
    self.bytes = bytes
    knownContentDigest = contentDigest
    id = SHA256Hasher.digest(bytes)
    do throws(BSONError) {
      layout = try TransactionLayout.decode(bytes)
      defect = nil
    } catch {
      layout = nil
      defect = DropReason(error)
    }
  }

  /// What it costs to tell that it is known: its id is the hash of its bytes.
  func chargeIdentity(to meter: inout Meter) {
    meter.charge(.transaction)
    meter.charge(.hashByte, bytes.count)
  }

  /// Whether its timestamp is beyond this instant of the Unix epoch. False of what has none.
  func isDated(after latest: Instant) -> Bool {
    guard let layout else { return false }
    return layout.timestamp > latest.nanoseconds / 1_000_000
  }

  /// SHA-256 of its content, which its signature signs: hashed by the first who asks. Zero without a layout.
  public var contentDigest: Digest {
    if let knownContentDigest { return knownContentDigest }
    let digest = layout.map { SHA256Hasher.digest(bytes[$0.content]) } ?? .zero
    knownContentDigest = digest
    return digest
  }
}
