import Vocabulary

/// What a tenant client is told before it starts (crb-smb 3.3.2).
public struct TenantClientSettings {
  /// The tenant's key pair on the CRB, which VNFs obey.
  public var pair: KeyPair
  /// The CRB's modules. The timers are the tenant client's to choose, from slot 0.
  public var repository: ModuleAccess.Settings
  public var domains: [ManagementDomain]
  public var dataCenters: [DataCenter]
  /// Shows the management services that the tenant may ask.
  public var credential: [UInt8]
  /// CRB modules that its VNFs may ask, and how often they do.
  public var vnfModules: [NodeID]
  public var vnfPollInterval: TimeSpan
  /// How long a step may take that waits for a VNF, before it is tried again.
  public var patience: TimeSpan
  /// How long a migration waits for its new VNF.
  public var creationPatience: TimeSpan
  /// How often such a step is tried.
  public var attempts: Int
  /// How often a migration is begun that fails and is taken back, before it counts as failed.
  public var migrationAttempts: Int
  /// After this time a management service is asked again, where no blockchain is between.
  public var managementTimeout: TimeSpan
  /// How far a transaction may be dated ahead of the tenant's clock.
  public var clockTolerance: TimeSpan
  /// Transactions that it remembers.
  public var memory: Int
  /// A file of its journal is left for the other when it has so many bytes, or twice as many as it began with.
  public var journalTurn: Int

  public init(
    pair: KeyPair, repository: ModuleAccess.Settings, domains: [ManagementDomain], dataCenters: [DataCenter],
    credential: [UInt8], vnfModules: [NodeID], vnfPollInterval: TimeSpan, patience: TimeSpan = .seconds(30),
    creationPatience: TimeSpan = .seconds(600),
    attempts: Int = 3, migrationAttempts: Int = 3, managementTimeout: TimeSpan = .seconds(10),
    clockTolerance: TimeSpan = .seconds(300), memory: Int = 65_536,
    journalTurn: Int = 1 << 20
  ) {
    precondition(dataCenters.allSatisfy { domains.indices.contains($0.domain) }, "a data center of no known domain")
    self.pair = pair
    self.repository = repository
    self.domains = domains
    self.dataCenters = dataCenters
    self.credential = credential
    self.vnfModules = vnfModules
    self.vnfPollInterval = vnfPollInterval
    self.patience = patience
    self.creationPatience = creationPatience
    self.attempts = attempts
    self.migrationAttempts = migrationAttempts
    self.managementTimeout = managementTimeout
    self.clockTolerance = clockTolerance
    self.memory = memory
    self.journalTurn = journalTurn
  }
}
