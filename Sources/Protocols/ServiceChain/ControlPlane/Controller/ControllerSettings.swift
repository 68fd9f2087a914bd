import Vocabulary

/// What the controller is told before it starts.
public struct ControllerSettings: Hashable, Sendable {
  /// Take rules.
  public var elements: [KeyedElement]
  /// Who may ask for a deployment.
  public var clients: [ControlEndpoint.Peer]
  /// How long packets may still be under way on a path that nothing enters any more.
  public var drain: TimeSpan
  /// Whether it refuses what the policy forbids; a compromised one does not.
  public var enforcesPolicy: Bool
  public var patience: ControlEndpoint.Patience

  public init(
    elements: [KeyedElement], clients: [ControlEndpoint.Peer], drain: TimeSpan = .seconds(1),
    enforcesPolicy: Bool = true,
    patience: ControlEndpoint.Patience = ControlEndpoint.Patience()
  ) {
    self.enforcesPolicy = enforcesPolicy
    self.elements = elements
    self.clients = clients
    self.drain = drain
    self.patience = patience
  }
}
