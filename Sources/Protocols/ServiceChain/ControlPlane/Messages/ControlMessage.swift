import FoundationEssentials

/// One message inside a secure channel: JSON (RFC 8259) with keys in order. A request that comes again with its id is the same
/// request.
public enum ControlMessage: Hashable, Sendable {
  case request(id: Int64, ControlRequest)
  case answer(id: Int64, ControlAnswer)

  /// Longer ones are refused unread.
  public static let largest = 1 << 24

  public var bytes: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Our values hold no numbers that JSON has not, and nothing else fails.
    guard let data = try? encoder.encode(self) else { preconditionFailure("cannot encode \(self)") }
    return [UInt8](data)
  }

  public static func decode(_ bytes: [UInt8]) throws(DropReason) -> ControlMessage {
    guard bytes.count <= largest else { throw .oversized }
    guard let message = try? JSONDecoder().decode(ControlMessage.self, from: Data(bytes)) else { throw .malformed }
    return message
  }
}

extension ControlMessage: Codable {
  private enum Key: String, CodingKey {
    case id, method, resource, body, status
  }

  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Key.self)
    switch self {
    case .request(let id, let request):
      try fields.encode(id, forKey: .id)
      try fields.encode(request.method, forKey: .method)
      try fields.encode(request.resource, forKey: .resource)
      switch request {
      case .putRules(let set): try fields.encode(set.rules, forKey: .body)
      case .putAssociation(let grant, _): try fields.encode(grant, forKey: .body)
      case .putFunction(let order): try fields.encode(order, forKey: .body)
      case .putLink(let link): try fields.encode(link, forKey: .body)
      case .putDeployment(let deployment): try fields.encode(deployment, forKey: .body)
      case .putIntegrityKey(let grant, _): try fields.encode(grant, forKey: .body)
      case .putAuthenticatedPath(let path): try fields.encode(path, forKey: .body)
      case .putNeighbour(let report, _): try fields.encode(report, forKey: .body)
      case .getRules, .deleteAssociation, .deleteIntegrityKey, .deleteFunction, .getFunction, .deleteLink,
        .deleteAuthenticatedPath:
        break
      }
    case .answer(let id, let answer):
      try fields.encode(id, forKey: .id)
      try fields.encode(answer.status, forKey: .status)
      if answer.isSuccess {
        try fields.encodeIfPresent(answer.ruleSets, forKey: .body)
      } else {
        try fields.encodeIfPresent(answer.errors, forKey: .body)
      }
    }
  }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    let id = try fields.decode(Int64.self, forKey: .id)
    if let status = try fields.decodeIfPresent(ControlAnswer.Status.self, forKey: .status) {
      guard status.isSuccess else {
        let errors = try fields.decodeIfPresent(ControlAnswer.Errors.self, forKey: .body)
        self = .answer(id: id, ControlAnswer(status, errors))
        return
      }
      let ruleSets = try fields.decodeIfPresent([RuleSet].self, forKey: .body)
      self = .answer(id: id, ControlAnswer(status, ruleSets: ruleSets))
      return
    }
    let method = try fields.decode(ControlRequest.Method.self, forKey: .method)
    let text = try fields.decode(String.self, forKey: .resource)
    func body<Body: Decodable>(_ type: Body.Type) throws -> Body { try fields.decode(type, forKey: .body) }
    guard let resource = Resource(text) else { throw DecodingError.outOfRange(decoder, "resource '\(text)'") }
    let request: ControlRequest
    switch (method, resource) {
    case (.put, .rules(let element, _)): request = .putRules(IssuedRules(try body(RuleSet.self), for: element))
    case (.get, .allRules(let element)): request = .getRules(element)
    case (.put, .association(let element, _, _)):
      request = .putAssociation(try body(AssociationGrant.self), at: element)
    case (.delete, .association(let element, let path, let spi)):
      request = .deleteAssociation(path, spi: spi, at: element)
    case (.put, .function): request = .putFunction(try body(FunctionOrder.self))
    case (.delete, .function(let element)): request = .deleteFunction(element)
    case (.get, .function(let element)): request = .getFunction(element)
    case (.put, .link): request = .putLink(try body(EncryptionLink.self))
    case (.delete, .link(let path)): request = .deleteLink(path)
    case (.put, .integrityKey(let element, _, _)):
      request = .putIntegrityKey(try body(IntegrityGrant.self), at: element)
    case (.delete, .integrityKey(let element, let path, let identifier)):
      request = .deleteIntegrityKey(path, identifier: identifier, at: element)
    case (.put, .authenticatedPath): request = .putAuthenticatedPath(try body(AuthenticatedPath.self))
    case (.delete, .authenticatedPath(let path)): request = .deleteAuthenticatedPath(path)
    case (.put, .neighbour(_, let element)):
      request = .putNeighbour(try body(NeighbourReport.self), of: element)
    case (.put, .deployment): request = .putDeployment(try body(Deployment.self))
    case (.get, _), (.delete, _), (.put, .allRules):
      throw DecodingError.outOfRange(decoder, "\(method.rawValue) of '\(text)'")
    }
    // What the body is about is what the resource names.
    guard request.resource == text else { throw DecodingError.outOfRange(decoder, "body of '\(text)'") }
    self = .request(id: id, request)
  }
}
