/// The element at the other end of a link.
public struct Neighbour: Hashable, Codable, Sendable {
  public var element: ElementID
  public var kind: ElementKind

  public init(_ element: ElementID, _ kind: ElementKind) {
    self.element = element
    self.kind = kind
  }
}
