/// A management domain as a tenant knows it (crb-smb 3.3.1): one SMB.
public struct ManagementDomain {
  /// The tenant's key pair on this SMB. A pair for each ledger keeps the tenant's doings on one apart from those on another.
  public var pair: KeyPair
  /// The SMB's modules. The timers are the tenant client's to choose.
  public var access: ModuleAccess.Settings

  public init(pair: KeyPair, access: ModuleAccess.Settings) {
    self.pair = pair
    self.access = access
  }
}
