/// What one node of the control plane asks of another, as a method on a resource (RFC 8040, 3 and 4). Doing it twice is doing
/// it once.
public enum ControlRequest: Hashable, Sendable {
  // Of an element.
  case putRules(IssuedRules)
  case putAssociation(AssociationGrant, at: ElementID)
  case deleteAssociation(EncryptionPathID, spi: UInt32, at: ElementID)
  /// Of the platform that runs it.
  case putFunction(FunctionOrder)
  case deleteFunction(ElementID)
  /// Whether it is there.
  case getFunction(ElementID)
  // Of the authentication centre.
  case putLink(EncryptionLink)
  case deleteLink(EncryptionPathID)
  // Of the controller.
  case putDeployment(Deployment)

  public enum Method: String, Codable, Sendable {
    case get = "GET"
    case put = "PUT"
    case delete = "DELETE"
  }

  public var method: Method {
    switch self {
    case .putRules, .putAssociation, .putFunction, .putLink, .putDeployment: .put
    case .deleteAssociation, .deleteFunction, .deleteLink: .delete
    case .getFunction: .get
    }
  }

  public var resource: String {
    switch self {
    case .putRules(let set): "\(Self.root)flow-rules/element=\(set.element.number)/path=\(set.rules.path.number)"
    case .putAssociation(let grant, let element): Self.association(grant.path, grant.spi, element)
    case .deleteAssociation(let path, let spi, let element): Self.association(path, spi, element)
    case .putFunction(let order): "\(Self.root)service-functions/element=\(order.element.number)"
    case .deleteFunction(let element), .getFunction(let element):
      "\(Self.root)service-functions/element=\(element.number)"
    case .putLink(let link): "\(Self.root)encryption-links/encryption-path=\(link.path.number)"
    case .deleteLink(let path): "\(Self.root)encryption-links/encryption-path=\(path.number)"
    case .putDeployment: "\(Self.root)deployment"
    }
  }

  static let root = "/restconf/data/chainbed-sfc:"

  private static func association(_ path: EncryptionPathID, _ spi: UInt32, _ element: ElementID) -> String {
    "\(root)security-associations/element=\(element.number)/association=\(path.number),\(spi)"
  }
}

/// What a platform is to run.
public struct FunctionOrder: Hashable, Sendable {
  public var element: ElementID
  public var kind: ElementKind
  /// What an encryption function shows the authentication centre (paper, 4.7); empty for others.
  public var authenticationKey: [UInt8]

  public init(_ element: ElementID, _ kind: ElementKind, authenticationKey: [UInt8] = []) {
    self.element = element
    self.kind = kind
    self.authenticationKey = authenticationKey
  }
}

extension FunctionOrder: Codable {
  private enum CodingKeys: String, CodingKey {
    case element, kind
    case authenticationKey = "authentication-key"
  }
}
