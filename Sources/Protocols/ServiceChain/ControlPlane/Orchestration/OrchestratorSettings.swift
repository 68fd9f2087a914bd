import Vocabulary

/// What the orchestrator is told before it starts.
public struct OrchestratorSettings: Hashable, Sendable {
  /// When an element counts as lost.
  public struct Detection: Hashable, Sendable {
    /// How often each is asked.
    public var interval: TimeSpan
    /// How long it may take to answer, at most the interval.
    public var timeout: TimeSpan
    /// So many in a row unanswered.
    public var misses: Int

    public init(interval: TimeSpan, timeout: TimeSpan, misses: Int = 1) {
      self.interval = interval
      self.timeout = timeout
      self.misses = misses
    }
  }

  /// An element that is watched.
  public struct Watched: Hashable, Sendable {
    public var element: ElementID
    public var peer: ControlEndpoint.Peer

    public init(_ element: ElementID, _ peer: ControlEndpoint.Peer) {
      self.element = element
      self.peer = peer
    }
  }

  /// An operation and its time, from the start of the run.
  public struct Planned: Hashable, Sendable {
    public var at: TimeSpan
    public var operation: Operation

    public init(at time: TimeSpan, _ operation: Operation) {
      at = time
      self.operation = operation
    }
  }

  public var provisioner: ControlEndpoint.Peer
  public var authenticationCentre: ControlEndpoint.Peer
  public var controller: ControlEndpoint.Peer
  /// Run from the start.
  public var instantiated: [ElementID]
  /// Carried out one after another, each not before its time.
  public var operations: [Planned]
  public var failOvers: [FailOver]
  public var watched: [Watched]
  /// Nil: nothing is asked whether it is there.
  public var detection: Detection?
  /// Forwarders that watch their neighbours and report them.
  public var watchers: [Watched]
  /// Whether the headers of paths are authenticated, and need keys.
  public var authenticatesHeaders: Bool
  /// How long instantiations may take.
  public var platformPatience: TimeSpan
  /// How long packets may still be under way over what is not needed any more.
  public var drain: TimeSpan
  /// Whether it refuses what the policy forbids; a compromised one does not.
  public var enforcesPolicy: Bool
  public var patience: ControlEndpoint.Patience

  public init(
    provisioner: ControlEndpoint.Peer, authenticationCentre: ControlEndpoint.Peer, controller: ControlEndpoint.Peer,
    instantiated: [ElementID], operations: [Planned] = [], failOvers: [FailOver] = [],
    watched: [Watched] = [], detection: Detection? = nil, watchers: [Watched] = [], authenticatesHeaders: Bool = false,
    platformPatience: TimeSpan = .seconds(3_600), drain: TimeSpan = .seconds(1), enforcesPolicy: Bool = true,
    patience: ControlEndpoint.Patience = ControlEndpoint.Patience(limit: .seconds(60))
  ) {
    self.provisioner = provisioner
    self.authenticationCentre = authenticationCentre
    self.controller = controller
    self.instantiated = instantiated
    self.failOvers = failOvers
    self.watched = watched
    self.detection = detection
    self.watchers = watchers
    self.authenticatesHeaders = authenticatesHeaders
    self.platformPatience = platformPatience
    self.drain = drain
    self.enforcesPolicy = enforcesPolicy
    self.patience = patience
    self.operations = operations
  }
}
