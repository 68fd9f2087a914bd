import Protocols
import Vocabulary

/// What one tenant of data centers does, and with whom.
struct TenantPlan {
  /// A data center as a tenant knows it.
  struct Site {
    /// Its management service.
    var platform: NodeID
    var domain: Int
    /// Of its service client.
    var service: PublicKey
  }

  var task: NFVSpec.Task
  var access: NFVSpec.Access
  var pause: TimeSpan
  /// Asked again, and asked of another, after this.
  var patience: TimeSpan
  var sites: [Site]
  /// The data center that it begins with.
  var home: Int
  var credential: [UInt8]
  /// What its VNFs are.
  var order: VNFOrder
}
