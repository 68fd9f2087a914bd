import Vocabulary

/// An NFV data center as a tenant knows it.
public struct DataCenter {
  /// Index of its management domain in the tenant's settings.
  public var domain: Int
  /// Public key of its service client, from the list that the domain's federation keeps (crb-smb 3.5).
  public var service: PublicKey
  /// Its management service, for requests without the blockchain; nil where there is no way to it.
  public var management: NodeID?

  public init(domain: Int, service: PublicKey, management: NodeID? = nil) {
    self.domain = domain
    self.service = service
    self.management = management
  }
}
