import Vocabulary

/// What a service client is told before it starts (crb-smb 3.3.2).
public struct ServiceClientSettings {
  /// Issued by the federation of the SMB, which keeps a copy to audit with (crb-smb 3.5).
  public var pair: KeyPair
  /// The management service that it speaks for.
  public var management: NodeID
  public var access: ModuleAccess.Settings
  /// After this time without a result the management service is asked again.
  public var managementTimeout: TimeSpan
  /// Of result and error together; what is longer becomes an error of its own.
  public var maximumResultBytes: Int
  /// How far a service transaction may be dated ahead of the client's clock.
  public var clockTolerance: TimeSpan
  /// Service transactions that it remembers.
  public var memory: Int
  /// A file of its journal is left for the other when it has so many bytes.
  public var journalTurn: Int

  public init(
    pair: KeyPair, management: NodeID, access: ModuleAccess.Settings, managementTimeout: TimeSpan = .seconds(10),
    maximumResultBytes: Int = 65_536, clockTolerance: TimeSpan = .seconds(300), memory: Int = 65_536,
    journalTurn: Int = 1 << 20
  ) {
    self.pair = pair
    self.management = management
    self.access = access
    self.managementTimeout = managementTimeout
    self.maximumResultBytes = maximumResultBytes
    self.clockTolerance = clockTolerance
    self.memory = memory
    self.journalTurn = journalTurn
  }
}
