import Vocabulary

/// What the controller is told before it starts.
public struct ControllerSettings: Hashable, Sendable {
  /// An element that takes rules.
  public struct Element: Hashable, Sendable {
    public var element: ElementID
    public var node: NodeID
    public var key: PreSharedKey

    public init(_ element: ElementID, at node: NodeID, key: PreSharedKey) {
      self.element = element
      self.node = node
      self.key = key
    }
  }

  public var elements: [Element]
  /// Who may ask for a deployment.
  public var clients: [ControlEndpoint.Peer]
  /// How long packets may still be under way on a path that nothing enters any more.
  public var drain: TimeSpan
  /// Whether it refuses what the policy forbids; a compromised one does not.
  public var enforcesPolicy: Bool
  public var patience: ControlEndpoint.Patience

  public init(
    elements: [Element], clients: [ControlEndpoint.Peer], drain: TimeSpan = .seconds(1), enforcesPolicy: Bool = true,
    patience: ControlEndpoint.Patience = ControlEndpoint.Patience()
  ) {
    self.enforcesPolicy = enforcesPolicy
    self.elements = elements
    self.clients = clients
    self.drain = drain
    self.patience = patience
  }
}
