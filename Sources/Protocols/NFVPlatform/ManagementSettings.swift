import Vocabulary

/// What a management service is told before it starts.
public struct ManagementSettings: Sendable {
  /// Hosts for VNFs of its data center.
  public var hosts: [NodeID]
  /// Hosts for VNFs of all data centers, its own among them: chains may lead through instances there.
  public var reach: [NodeID]
  /// Who may ask for anything.
  public var credentials: [[UInt8]]
  public var durations: Durations
  /// How long a VNF's host may be silent before it is told again.
  public var retry: TimeSpan
  /// How long it may be silent in all before the request fails.
  public var patience: TimeSpan
  /// Requests whose results it remembers.
  public var memory: Int
  /// How far a request may be dated ahead of its clock.
  public var clockTolerance: TimeSpan
  /// A file of its journal is left for the other when it has so many bytes.
  public var journalTurn: Int

  /// How long the platform works on each kind of request.
  public struct Durations: Hashable, Sendable {
    public var createVNF: TimeSpan
    public var createChain: TimeSpan
    public var switchPath: TimeSpan
    public var deleteVNF: TimeSpan

    public init(createVNF: TimeSpan, createChain: TimeSpan, switchPath: TimeSpan, deleteVNF: TimeSpan) {
      self.createVNF = createVNF
      self.createChain = createChain
      self.switchPath = switchPath
      self.deleteVNF = deleteVNF
    }

    func of(_ action: ManagementOperation.Action) -> TimeSpan {
      switch action {
      case .createVNF: createVNF
      case .createChain, .deleteChain: createChain
      case .switchPath: switchPath
      case .deleteVNF: deleteVNF
      }
    }
  }

  public init(
    hosts: [NodeID], reach: [NodeID], credentials: [[UInt8]], durations: Durations, retry: TimeSpan = .seconds(1),
    patience: TimeSpan = .seconds(30), memory: Int = 65_536, clockTolerance: TimeSpan = .seconds(300),
    journalTurn: Int = 1 << 20
  ) {
    self.hosts = hosts
    self.reach = reach
    self.credentials = credentials
    self.durations = durations
    self.retry = retry
    self.patience = patience
    self.memory = memory
    self.clockTolerance = clockTolerance
    self.journalTurn = journalTurn
  }
}
