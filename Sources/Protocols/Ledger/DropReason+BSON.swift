extension DropReason {
  /// Why bytes that are not the document that was expected are refused.
  public init(_ error: BSONError) {
    switch error.reason {
    case .missingField: self = .missingField
    case .unexpectedField: self = .unexpectedField
    case .wrongType, .badValue: self = .wrongType
    case .truncated, .badLength, .badString, .notCanonical, .trailingBytes, .tooDeep: self = .malformed
    }
  }
}
