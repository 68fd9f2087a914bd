import Protocols
import Vocabulary

/// A VNF does what the keys say that it obeys, and no others; and none that its tenant has replaced (crb-smb 3.3.2, 3.4).
final class NFVAuthorityOracle {
  private var found = ViolationList(.authority)
  var violations: [Violation] { found.all }

  /// By instance: what it has applied last. Never iterated.
  private var headers: [String: Digest] = [:]
  /// Keys that a tenant has replaced, when, and how the tenant dated what it last told its VNFs; in ms since 1970. Never
  /// iterated.
  private var replaced: [Digest: (since: Instant, dated: Int64)] = [:]

  /// A VNF has applied a configuration, or several at once, of which this is the last.
  func applied(_ last: AppliedConfiguration, by instance: String, at now: Instant) {
    guard headers.updateValue(last.header, forKey: instance) != last.header else { return }
    guard !last.obeyed.contains(last.sender) else { return }
    found.report("\(instance) has applied what a key sent that it does not obey", at: now)
  }

  /// A tenant has replaced a key of its own.
  func replaced(_ key: PublicKey, dated: Int64, at now: Instant) { replaced[key.fingerprint] = (now, dated) }

  /// At the end, of a VNF that its tenant believes to obey the present key. `latest`: up to which date it must have obeyed.
  func finish(_ instance: String, obeying tenants: [PublicKey], replacedBefore deadline: Instant, upTo latest: Int64) {
    for key in tenants {
      guard let (since, dated) = replaced[key.fingerprint] else { continue }
      guard since < deadline else { continue }
      guard dated <= latest else { continue }
      found.report("\(instance) obeys a key that its tenant has replaced")
    }
  }
}
