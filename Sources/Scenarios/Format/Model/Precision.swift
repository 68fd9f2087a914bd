/// How well a mean must be known before replications stop.
public struct Precision: Hashable, Sendable {
  /// Half the width of the confidence interval, as a fraction of the mean.
  public var relativeHalfWidth: Double
  /// Between 0 and 1.
  public var confidence: Double

  public init(relativeHalfWidth: Double, confidence: Double) {
    self.relativeHalfWidth = relativeHalfWidth
    self.confidence = confidence
  }

  /// Reads `5 % half-width at 95 %`.
  init(_ text: String) throws(Quantity.Problem) {
    let expected = "expected for example '5 % half-width at 95 %'"
    let words = text.split(separator: " ")
    guard let middle = words.firstIndex(of: "half-width"), words.dropFirst(middle + 1).first == "at" else {
      throw Quantity.Problem(text: "'\(text)' is not a precision; \(expected)")
    }
    let width = try Quantity.real(words[..<middle].joined(separator: " "), .fraction)
    let confidence = try Quantity.real(words[(middle + 2)...].joined(separator: " "), .fraction)
    guard width > 0 else {
      throw Quantity.Problem(text: "the half-width must be above 0 %; \(expected)")
    }
    guard confidence >= 0.5, confidence <= 0.9999 else {
      throw Quantity.Problem(text: "the confidence must be from 50 to 99.99 %; \(expected)")
    }
    self.init(relativeHalfWidth: width, confidence: confidence)
  }
}
