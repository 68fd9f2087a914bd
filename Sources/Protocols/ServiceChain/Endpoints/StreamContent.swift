/// The bytes that a bulk transfer sends: 64-byte blocks of the flow's number and the block's place in the stream (8 bytes, as in a
/// `PacketMark`), then the flow's secret. Whoever receives any part of it can tell whether it is right.
enum StreamContent {
  static let blockSize = 64
  /// The first so many bytes of a block differ from block to block.
  private static let headSize = 8

  /// Writes the bytes that stand at `position` of the flow's stream.
  static func fill(_ bytes: UnsafeMutableRawBufferPointer, of flow: Int, from position: Int64) {
    each(bytes.count, from: position) { range, place, block in
      if place < headSize {
        let shift = UInt64(8 * (headSize - 1 - place))
        bytes[range.lowerBound] = UInt8(truncatingIfNeeded: head(flow, block) >> shift)
      } else {
        FlowSecret.fill(UnsafeMutableRawBufferPointer(rebasing: bytes[range]), of: flow, phase: place)
      }
    }
  }

  /// Whether these are the bytes that stand at `position` of the flow's stream.
  static func matches(_ bytes: UnsafeRawBufferPointer, of flow: Int, from position: Int64) -> Bool {
    let word = FlowSecret.word(of: flow)
    var isRight = true
    each(bytes.count, from: position) { range, place, block in
      if place < headSize {
        let shift = UInt64(8 * (headSize - 1 - place))
        isRight = isRight && bytes[range.lowerBound] == UInt8(truncatingIfNeeded: head(flow, block) >> shift)
        return
      }
      var offset = range.lowerBound
      var place = place
      while offset < range.upperBound, isRight {
        if place & 7 == 0, offset + 8 <= range.upperBound {
          isRight = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) == word
          offset += 8
          place += 8
        } else {
          isRight = bytes[offset] == UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * (place & 7)))
          offset += 1
          place += 1
        }
      }
    }
    return isRight
  }

  /// The flow that the first eight bytes of a stream name.
  static func flow(of head: UInt64) -> Int { Int(head >> 40) }

  private static func head(_ flow: Int, _ block: Int64) -> UInt64 {
    UInt64(bitPattern: PacketMark(source: flow, sequence: block).rawValue)
  }

  /// Cuts `count` bytes from `position` on into single bytes of block heads and runs of the rest: the range of the bytes, the first
  /// one's place in its block, and where the block starts.
  private static func each(_ count: Int, from position: Int64, _ body: (Range<Int>, Int, Int64) -> Void) {
    var offset = 0
    while offset < count {
      let at = position + Int64(offset)
      let place = Int(at % Int64(blockSize))
      let length = place < headSize ? 1 : min(blockSize - place, count - offset)
      body(offset..<offset + length, place, at - Int64(place))
      offset += length
    }
  }
}
