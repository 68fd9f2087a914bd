/// A single value, read and checked.
public enum ScalarValue: Hashable, Sendable {
  /// A count, or a quantity in whole base units: nanoseconds, bytes, bits a second, parts per billion, picoseconds.
  case whole(Int64)
  /// A rate in events a second, a fraction of 1, or a plain number.
  case real(Double)
  case word(String)
}
