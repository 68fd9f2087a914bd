/// What an element of the topology is (paper, figures 3 to 7).
public enum ElementKind: String, CaseIterable, Codable, Sendable {
  case classifier
  case innerForwarder = "inner-forwarder"
  case outerForwarder = "outer-forwarder"
  case serviceFunction = "service-function"
  case encryptionFunction = "encryption-function"
  case gateway
  /// A client or a server.
  case endpoint
}

/// The element at the other end of a link.
public struct Neighbour: Hashable, Codable, Sendable {
  public var element: ElementID
  public var kind: ElementKind

  public init(_ element: ElementID, _ kind: ElementKind) {
    self.element = element
    self.kind = kind
  }
}
