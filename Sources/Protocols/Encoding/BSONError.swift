/// Why bytes are not the BSON that was expected, and where.
public struct BSONError: Error, Hashable, Sendable {
  public enum Reason: String, Sendable {
    /// A length or a value reaches past the end of what encloses it.
    case truncated
    /// A length is negative, or is not that of what it measures.
    case badLength = "bad length"
    /// The document ends where a field is due.
    case missingField = "missing field"
    /// Another field stands where one is due, or one follows the last.
    case unexpectedField = "unexpected field"
    /// The field has another type.
    case wrongType = "wrong type"
    /// A string that is not UTF-8 or lacks its terminating zero.
    case badString = "bad string"
    /// A value that has another, canonical, encoding: a bool that is neither 0 nor 1, a binary of another subtype.
    case notCanonical = "not canonical"
    /// Bytes after the end of the document.
    case trailingBytes = "trailing bytes"
    /// Documents nested deeper than `BSONReader.maximumDepth`.
    case tooDeep = "too deep"
    /// A value outside the set that the format allows.
    case badValue = "bad value"
  }

  public var reason: Reason
  /// Offset of the first offending byte in the buffer that is being read.
  public var offset: Int

  public init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}

extension BSONError: CustomStringConvertible {
  public var description: String { "\(reason.rawValue) at byte \(offset)" }
}
