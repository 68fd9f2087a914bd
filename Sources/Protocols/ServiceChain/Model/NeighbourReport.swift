import Vocabulary

/// That a watched neighbour fell silent, or came back.
public struct NeighbourReport: Hashable, Sendable {
  public var neighbour: ElementID
  public var isAlive: Bool
  /// On the clock of the element that watches.
  public var at: Instant

  public init(_ neighbour: ElementID, isAlive: Bool, at: Instant) {
    self.neighbour = neighbour
    self.isAlive = isAlive
    self.at = at
  }
}

extension NeighbourReport: Codable {
  private enum Key: String, CodingKey {
    case neighbour
    case isAlive = "alive"
    case at = "at-nanoseconds"
  }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    self.init(
      try fields.decode(ElementID.self, forKey: .neighbour), isAlive: try fields.decode(Bool.self, forKey: .isAlive),
      at: Instant(nanoseconds: try fields.decode(Int64.self, forKey: .at)))
  }

  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Key.self)
    try fields.encode(neighbour, forKey: .neighbour)
    try fields.encode(isAlive, forKey: .isAlive)
    try fields.encode(at.nanoseconds, forKey: .at)
  }
}
