/// A number of bytes. 1 kB is 1,000 bytes; 1 KiB is 1,024.
public struct ByteCount: Hashable, Comparable, Sendable {
  public var bytes: Int64

  @inlinable public init(_ bytes: Int64) { self.bytes = bytes }
  @inlinable public static func < (a: ByteCount, b: ByteCount) -> Bool { a.bytes < b.bytes }
}
