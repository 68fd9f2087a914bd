/// What one node of the control plane asks of another, as a method on a resource (RFC 8040, 3 and 4). Doing it twice is doing
/// it once.
public enum ControlRequest: Hashable, Sendable {
  // Of an element.
  case putRules(IssuedRules)
  /// All that it has.
  case getRules(ElementID)
  case putAssociation(AssociationGrant, at: ElementID)
  case deleteAssociation(EncryptionPathID, spi: UInt32, at: ElementID)
  case putIntegrityKey(IntegrityGrant, at: ElementID)
  case deleteIntegrityKey(ServicePathID, identifier: UInt32, at: ElementID)
  /// Of the platform that runs it.
  case putFunction(FunctionOrder)
  case deleteFunction(ElementID)
  /// Whether it is there.
  case getFunction(ElementID)
  // Of the authentication centre.
  case putLink(EncryptionLink)
  case deleteLink(EncryptionPathID)
  /// Who shares the keys of a path's headers from now on.
  case putAuthenticatedPath(AuthenticatedPath)
  case deleteAuthenticatedPath(ServicePathID)
  // Of the controller.
  case putDeployment(Deployment)
  // Of the orchestrator.
  /// That an element's neighbour fell silent, or came back.
  case putNeighbour(NeighbourReport, of: ElementID)

  public enum Method: String, Codable, Sendable {
    case get = "GET"
    case put = "PUT"
    case delete = "DELETE"
  }

  public var method: Method {
    switch self {
    case .putRules, .putAssociation, .putIntegrityKey, .putFunction, .putLink, .putAuthenticatedPath, .putDeployment,
      .putNeighbour:
      .put
    case .deleteAssociation, .deleteIntegrityKey, .deleteFunction, .deleteLink, .deleteAuthenticatedPath: .delete
    case .getRules, .getFunction: .get
    }
  }

  public var resource: String {
    switch self {
    case .putRules(let set): "\(Self.root)flow-rules/element=\(set.element.number)/path=\(set.rules.path.number)"
    case .getRules(let element): "\(Self.root)flow-rules/element=\(element.number)"
    case .putAssociation(let grant, let element): Self.association(grant.path, grant.spi, element)
    case .deleteAssociation(let path, let spi, let element): Self.association(path, spi, element)
    case .putFunction(let order): "\(Self.root)service-functions/element=\(order.element.number)"
    case .deleteFunction(let element), .getFunction(let element):
      "\(Self.root)service-functions/element=\(element.number)"
    case .putLink(let link): "\(Self.root)encryption-links/encryption-path=\(link.path.number)"
    case .deleteLink(let path): "\(Self.root)encryption-links/encryption-path=\(path.number)"
    case .putDeployment: "\(Self.root)deployment"
    case .putIntegrityKey(let grant, let element): Self.integrityKey(grant.path, grant.identifier, element)
    case .deleteIntegrityKey(let path, let identifier, let element): Self.integrityKey(path, identifier, element)
    case .putAuthenticatedPath(let path): "\(Self.root)authenticated-paths/path=\(path.path.number)"
    case .deleteAuthenticatedPath(let path): "\(Self.root)authenticated-paths/path=\(path.number)"
    case .putNeighbour(let report, let element):
      "\(Self.root)neighbours/element=\(element.number)/neighbour=\(report.neighbour.number)"
    }
  }

  static let root = "/restconf/data/chainbed-sfc:"

  private static func integrityKey(_ path: ServicePathID, _ identifier: UInt32, _ element: ElementID) -> String {
    "\(root)integrity-keys/element=\(element.number)/key=\(path.number),\(identifier)"
  }

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
