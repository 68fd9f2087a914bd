import Vocabulary

/// What the control side of an element is told before it starts.
public struct ElementSettings: Hashable, Sendable {
  /// For its own use, beside those of the element.
  public static let timer = TimerID(slot: 8)
  static let admissionTimer = TimerID(slot: 9)
  /// The first of those of a source of rules.
  public static let sourceTimer = TimerID(slot: 10)

  /// A node that may ask something of the element.
  public struct Manager: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
      /// Instantiates and watches it: the provisioner, the orchestrator.
      case platform
      case controller
      case authenticationCentre
    }

    public var kind: Kind
    public var node: NodeID
    /// Nil: comes when the element is instantiated.
    public var key: PreSharedKey?

    public init(_ kind: Kind, _ node: NodeID, key: PreSharedKey?) {
      self.kind = kind
      self.node = node
      self.key = key
    }

    func peer(of element: ElementID) -> ControlEndpoint.Peer? {
      key.map { ControlEndpoint.Peer(node, role: .initiator, identity: element.number, key: $0) }
    }
  }

  public var element: ElementID
  /// Each at a node of its own.
  public var managers: [Manager]
  /// Whether it runs from the start.
  public var isInstantiated: Bool
  /// Whom it reports the neighbours to that fall silent; nil: it watches nobody.
  public var observer: NodeID?
  public var patience: ControlEndpoint.Patience
  /// How long a rule set may wait until it is admitted.
  public var admission: TimeSpan

  public init(
    _ element: ElementID, managers: [Manager], isInstantiated: Bool = true, observer: NodeID? = nil,
    patience: ControlEndpoint.Patience = ControlEndpoint.Patience(), admission: TimeSpan = .seconds(5)
  ) {
    self.element = element
    self.managers = managers
    self.isInstantiated = isInstantiated
    self.observer = observer
    self.patience = patience
    self.admission = admission
  }
}
