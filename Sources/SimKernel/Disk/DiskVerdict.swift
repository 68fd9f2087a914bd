import Vocabulary

/// What is to become of a request to a disk.
public struct DiskVerdict: Hashable, Sendable {
  /// How it ends.
  public enum Fate: Hashable, Sendable {
    case good
    /// The request takes its time and then fails: nothing becomes durable, nothing is read.
    case fail
    /// Only the first so many bytes become durable, though success is reported: a torn or a lost write. A read returns
    /// no more than these.
    case truncate(to: Int64)
    /// The byte at this offset of the request comes out changed by the mask: for a sync on the medium, for a read once.
    case corrupt(at: Int64, mask: UInt8)
    /// The bytes of a sync land at this offset of the file, over what stands there, and not where they belong, though
    /// success is reported. No effect on a read.
    case misdirect(to: Int64)
  }

  public var fate: Fate
  /// The device takes this much longer.
  public var delay: TimeSpan

  public init(_ fate: Fate, delay: TimeSpan = .zero) {
    self.fate = fate
    self.delay = delay
  }

  public static let pass = DiskVerdict(.good)
  public static let fail = DiskVerdict(.fail)
  public static func delay(_ span: TimeSpan) -> DiskVerdict { DiskVerdict(.good, delay: span) }
  public static func truncate(to count: Int64) -> DiskVerdict { DiskVerdict(.truncate(to: count)) }
  public static func corrupt(at offset: Int64, mask: UInt8) -> DiskVerdict {
    DiskVerdict(.corrupt(at: offset, mask: mask))
  }
  public static func misdirect(to offset: Int64) -> DiskVerdict { DiskVerdict(.misdirect(to: offset)) }
}
