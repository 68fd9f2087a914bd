import Protocols
import Vocabulary

/// A VNF does what the keys say that it obeys, and no others; and none that its tenant has replaced (crb-smb 3.3.2, 3.4).
final class NFVAuthorityOracle {
  private var found = ViolationList("authority")
  var violations: [Violation] { found.all }

  /// By instance: the keys that it has been told to obey. Never iterated.
  private var obeyed: [String: [PublicKey]] = [:]
  /// By instance: what it has applied last. Never iterated.
  private var headers: [String: Digest] = [:]
  /// Keys that a tenant has replaced, and when. Never iterated.
  private var replaced: [Digest: Instant] = [:]

  func booted(_ instance: String, obeying tenants: [PublicKey]) { obeyed[instance] = tenants }

  /// A VNF has applied a configuration, or several at once, of which this is the last: the one before it may have told it to
  /// obey the sender. `tenants`: whom it obeys from now on.
  func applied(_ last: AppliedConfiguration, by instance: String, obeying tenants: [PublicKey], at now: Instant) {
    guard headers.updateValue(last.header, forKey: instance) != last.header else { return }
    if let before = obeyed[instance], !(before + tenants).contains(last.sender) {
      found.report("\(instance) has applied what a key sent that it does not obey", at: now)
    }
    obeyed[instance] = tenants
  }

  /// A tenant has replaced a key of its own.
  func replaced(_ key: PublicKey, at now: Instant) { replaced[key.fingerprint] = now }

  /// At the end, of a VNF that its tenant believes to obey the present key.
  func finish(_ instance: String, obeying tenants: [PublicKey], replacedBefore deadline: Instant) {
    for key in tenants {
      guard let since = replaced[key.fingerprint], since < deadline else { continue }
      found.report("\(instance) obeys a key that its tenant has replaced")
    }
  }
}
