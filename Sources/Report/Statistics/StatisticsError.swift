/// Why a statistic does not exist for the numbers given.
public enum StatisticsError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Fewer numbers than the statistic needs.
  case tooFew(needed: Int, got: Int)
  /// The number at this position is infinite or not a number.
  case notFinite(position: Int)
  /// x and y are not equally many.
  case unequalLengths(x: Int, y: Int)
  /// All x (or all y, for a correlation) are the same.
  case constant
  /// GSL's own words.
  case numerical(String)

  public var description: String {
    switch self {
    case .tooFew(let needed, let got): "needs at least \(needed) values, has \(got)"
    case .notFinite(let position): "value \(position + 1) is not a finite number"
    case .unequalLengths(let x, let y): "\(x) values of x but \(y) of y"
    case .constant: "all values are the same"
    case .numerical(let message): message
    }
  }
}
