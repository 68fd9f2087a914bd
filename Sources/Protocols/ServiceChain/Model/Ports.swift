/// An element's ports: who is at the other end of each.
public struct Ports: Hashable, Sendable {
  /// By port number; nil where the link was taken away.
  public private(set) var neighbours: [Neighbour?]

  public init(_ neighbours: [Neighbour] = []) { self.neighbours = neighbours }

  public subscript(port: PortNumber) -> Neighbour? {
    neighbours.indices.contains(port.slot) ? neighbours[port.slot] : nil
  }

  public func port(to element: ElementID) -> PortNumber? {
    neighbours.firstIndex { $0?.element == element }.map { PortNumber($0) }
  }

  /// The first port to a neighbour of this kind.
  public func port(to kind: ElementKind) -> PortNumber? {
    neighbours.firstIndex { $0?.kind == kind }.map { PortNumber($0) }
  }

  /// Joins a link to the neighbour; a known neighbour keeps its port. Ports that were taken away are not used again.
  @discardableResult
  public mutating func attach(_ neighbour: Neighbour) -> PortNumber {
    if let port = port(to: neighbour.element) {
      neighbours[port.slot] = neighbour
      return port
    }
    neighbours.append(neighbour)
    return PortNumber(neighbours.count - 1)
  }

  /// Takes the link to the neighbour away.
  public mutating func detach(_ element: ElementID) {
    guard let port = port(to: element) else { return }
    neighbours[port.slot] = nil
  }
}
