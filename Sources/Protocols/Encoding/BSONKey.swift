/// Names an element: a field of a document by a literal, an element of an array by its index.
public enum BSONKey: ExpressibleByStringLiteral {
  case name(StaticString)
  /// Not negative; written in decimal, as BSON arrays do.
  case index(Int)

  public init(stringLiteral value: StaticString) { self = .name(value) }

  /// Bytes of the key without its terminating zero.
  var count: Int {
    switch self {
    case .name(let name): name.utf8CodeUnitCount
    case .index(let index): Self.decimalDigits(index)
    }
  }

  static func decimalDigits(_ index: Int) -> Int {
    var digits = 1
    var rest = index
    while rest >= 10 {
      rest /= 10
      digits += 1
    }
    return digits
  }

  /// Calls `body` with the bytes of the key, on the stack.
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    switch self {
    case .name(let name):
      return body(UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    case .index(let index):
      // An Int has at most 19 digits; they are written from the back.
      var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
      return withUnsafeMutableBytes(of: &digits) { buffer in
        var start = buffer.count
        var rest = UInt(bitPattern: index)
        repeat {
          start -= 1
          buffer[start] = UInt8(truncatingIfNeeded: 0x30 + rest % 10)
          rest /= 10
        } while rest > 0
        return body(UnsafeRawBufferPointer(rebasing: buffer[start...]))
      }
    }
  }
}

extension BSONKey: CustomStringConvertible {
  public var description: String { withBytes { String(decoding: $0, as: UTF8.self) } }
}
