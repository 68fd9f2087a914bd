import Vocabulary

/// What a VNF client is told before it starts (crb-smb 3.3.2).
public struct VNFClientSettings {
  /// The platform's name for the VNF: the CID of its first transaction.
  public var instance: String
  /// Names the key pair that it makes: another name in each life of each VNF.
  public var keyName: String
  /// Public keys that it obeys. The first gets its key pair.
  public var tenants: [PublicKey]
  public var access: ModuleAccess.Settings
  /// How far a transaction may be dated ahead of the VNF's clock.
  public var clockTolerance: TimeSpan
  /// Transactions that it remembers.
  public var memory: Int

  public init(
    instance: String, keyName: String, tenants: [PublicKey], access: ModuleAccess.Settings,
    clockTolerance: TimeSpan = .seconds(300), memory: Int = 1_024
  ) {
    precondition(!tenants.isEmpty, "a VNF without a tenant")
    self.instance = instance
    self.keyName = keyName
    self.tenants = tenants
    self.access = access
    self.clockTolerance = clockTolerance
    self.memory = memory
  }

  /// As ordered; nil if a tenant's key is none of the suite, or it is to ask who is no module. `modules`: what the platform's
  /// images know of the CRB.
  public init?(
    _ order: VNFOrder, instance: String, keyName: String, modules: ModuleKeys, timeout: TimeSpan = .seconds(1),
    _ cryptography: Cryptography
  ) {
    let tenants = order.tenants.compactMap { cryptography.publicKey(encoded: $0) }
    guard tenants.count == order.tenants.count, !tenants.isEmpty, !order.modules.isEmpty else { return nil }
    guard order.modules.allSatisfy(modules.knows) else { return nil }
    let access = ModuleAccess.Settings(
      modules: order.modules, keys: modules, pollInterval: order.pollInterval, timeout: timeout)
    self.init(instance: instance, keyName: keyName, tenants: tenants, access: access)
  }
}
