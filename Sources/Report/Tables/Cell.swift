/// A value in a table.
public enum Cell: Hashable, Sendable {
  case text(String)
  case integer(Int64)
  case real(Double)
  /// No value: an empty field, NULL in a database.
  case absent

  /// As files for programs have it: a real in the fewest digits that give the same `Double` back (`0.1`, `5.0`,
  /// `1e-07`, `inf`, `nan`), independent of locale; nothing for an absent value.
  public var text: String {
    switch self {
    case .text(let text): text
    case .integer(let number): String(number)
    case .real(let number): number.description
    case .absent: ""
    }
  }

  /// The number, as `Double`; nil for text and for an absent value.
  public var number: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .real(let number): number
    case .text, .absent: nil
    }
  }

  /// A real value or, for nil, an absent one.
  public init(_ number: Double?) { self = number.map { .real($0) } ?? .absent }
}
