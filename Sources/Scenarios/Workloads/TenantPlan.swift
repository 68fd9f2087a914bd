import Protocols
import SimKernel
import Vocabulary

/// What one tenant of data centers does.
struct TenantPlan {
  var tenant: Int
  var task: NFVSpec.Activity
  /// Without a blockchain where it can.
  var isDirect: Bool
  /// From the end of one operation to the start of the next, drawn anew each time.
  var pause: Distribution
  var sites: Int
  /// How often it replaces its own key pairs; nil: never.
  var keyRotation: TimeSpan?
  /// By its monotonic clock: from when it works; from the end on it begins nothing more, and ends what it has begun.
  var hours: Range<Instant>
  /// The data center that it begins with.
  var home: Int
  /// What its VNFs' software is configured with: bytes in all.
  var configuration: Int
  /// Begins every configuration: what nobody else must ever see.
  var secret: [UInt8]

  /// For an instance, a group or everybody.
  func configuration(of name: String, version: Int) -> Configuration {
    Configuration(
      cid: name, vid: "\(version)", description: "of tenant \(tenant)", configuration: configuration(version))
  }

  /// The configuration of a version: no two are the same.
  private func configuration(_ version: Int) -> [UInt8] {
    var bytes = secret + Array("version \(version) ".utf8)
    while bytes.count < configuration { bytes.append(UInt8(truncatingIfNeeded: bytes.count &* 31 &+ version)) }
    return bytes
  }
}
