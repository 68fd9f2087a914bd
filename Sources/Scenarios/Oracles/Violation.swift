import Vocabulary

/// Something that a run did and must not do.
public struct Violation: Hashable, Sendable {
  /// The oracle that found it: `agreement`, `validity`, `durability`, `progress`...
  public var oracle: String
  /// When; nil for what is found at the end of a run.
  public var at: Instant?
  public var text: String

  public init(oracle: String, at: Instant?, text: String) {
    self.oracle = oracle
    self.at = at
    self.text = text
  }
}

extension Violation: CustomStringConvertible {
  /// One line.
  public var description: String {
    guard let at else { return "\(oracle): \(text)" }
    return "\(oracle): at \(at.seconds) s: \(text)"
  }
}

extension Violation: Codable {
  private enum CodingKeys: String, CodingKey {
    case oracle, nanoseconds, text
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    oracle = try values.decode(String.self, forKey: .oracle)
    at = try values.decodeIfPresent(Int64.self, forKey: .nanoseconds).map(Instant.init(nanoseconds:))
    text = try values.decode(String.self, forKey: .text)
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(oracle, forKey: .oracle)
    try values.encodeIfPresent(at?.nanoseconds, forKey: .nanoseconds)
    try values.encode(text, forKey: .text)
  }
}
