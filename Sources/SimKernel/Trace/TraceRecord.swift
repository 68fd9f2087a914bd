import Vocabulary

/// One line of a trace: what happened when, where, and a digest of its content. 24 bytes, little-endian.
public struct TraceRecord: Hashable, Sendable {
  var littleTime: Int64
  var littleDigest: UInt64
  var littleNode: Int32
  var littleKind: UInt16
  var zero: UInt16 = 0

  public init(time: Instant, node: NodeID, kind: EventKind, digest: UInt64) {
    littleTime = time.nanoseconds.littleEndian
    littleDigest = digest.littleEndian
    littleNode = node.index.littleEndian
    littleKind = kind.rawValue.littleEndian
  }

  public var time: Instant { Instant(nanoseconds: Int64(littleEndian: littleTime)) }
  public var digest: UInt64 { UInt64(littleEndian: littleDigest) }
  public var node: NodeID { NodeID(Int(Int32(littleEndian: littleNode))) }
  public var kind: EventKind { EventKind(UInt16(littleEndian: littleKind)) }
}
