/// Exact encoded sizes, in bytes, without encoding.
public enum BSONSize {
  /// A document or array around `elements` bytes: its length and its terminating zero.
  public static func document(_ elements: Int) -> Int { 4 + elements + 1 }
  public static func binary(_ count: Int) -> Int { 4 + 1 + count }
  public static func string(_ utf8Count: Int) -> Int { 4 + utf8Count + 1 }
  public static let int64 = 8
  public static let int32 = 4
  public static let datetime = 8
  public static let bool = 1

  /// An element: its type, its key with the terminating zero, its value of `value` bytes.
  public static func element(_ key: BSONKey, _ value: Int) -> Int { 1 + key.count + 1 + value }
}
