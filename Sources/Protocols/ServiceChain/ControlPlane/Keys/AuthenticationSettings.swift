import Vocabulary

/// What the authentication centre is told before it starts.
public struct AuthenticationSettings: Hashable, Sendable {
  /// Encryption functions, and elements that authenticate headers.
  public var functions: [KeyedElement]
  /// Who may ask for links.
  public var clients: [ControlEndpoint.Peer]
  /// Set up from the start.
  public var links: [EncryptionLink]
  /// How often every link gets new keys; nil: never.
  public var keyChange: TimeSpan?
  /// How long an association lives without a newer one.
  public var lifetime: TimeSpan
  public var method: AssociationGrant.Method
  /// How long after a change packets under the old keys may still be under way.
  public var overlap: TimeSpan
  /// Whether both ends prove themselves anew for every link that is set up, as in the paper (Table 1, 1.b-1).
  public var authenticatesEachLink: Bool
  /// Links that are set up at the same time.
  public var linksAtOnce: Int
  public var patience: ControlEndpoint.Patience

  public init(
    functions: [KeyedElement], clients: [ControlEndpoint.Peer] = [], links: [EncryptionLink] = [], keyChange: TimeSpan?,
    lifetime: TimeSpan, method: AssociationGrant.Method = .replace, overlap: TimeSpan = .seconds(1),
    authenticatesEachLink: Bool = true, linksAtOnce: Int = .max,
    patience: ControlEndpoint.Patience = ControlEndpoint.Patience()
  ) {
    self.functions = functions
    self.clients = clients
    self.links = links
    self.keyChange = keyChange
    self.lifetime = lifetime
    self.method = method
    self.overlap = overlap
    self.authenticatesEachLink = authenticatesEachLink
    self.linksAtOnce = linksAtOnce
    self.patience = patience
  }
}
