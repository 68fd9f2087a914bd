/// The blocks of a pcapng file, in little-endian byte order.
struct CaptureBlocks {
  private(set) var bytes: [UInt8] = []

  private enum Block {
    static let section: UInt32 = 0x0A0D_0D0A
    static let interface: UInt32 = 1
    static let enhancedPacket: UInt32 = 6
  }

  private enum Option {
    static let end: UInt16 = 0
    static let comment: UInt16 = 1
    static let interfaceName: UInt16 = 2
    static let application: UInt16 = 4
    static let timestampResolution: UInt16 = 9
    /// An option's length has 16 bits.
    static let largestCount = 0xFFFF
  }

  private static let ethernet: UInt16 = 1

  mutating func clear() { bytes.removeAll(keepingCapacity: true) }

  mutating func addSection(application: String) {
    add(Block.section) { blocks in
      blocks.put(0x1A2B_3C4D as UInt32)
      blocks.put(1 as UInt16)
      blocks.put(0 as UInt16)
      // The section's length is not given: it goes on to the end of the file.
      blocks.put(UInt64.max)
      blocks.put(Option.application, Array(application.utf8))
      blocks.endOptions()
    }
  }

  mutating func addInterface(name: String) {
    add(Block.interface) { blocks in
      blocks.put(CaptureBlocks.ethernet)
      blocks.put(0 as UInt16)
      // Packets are never cut.
      blocks.put(0 as UInt32)
      blocks.put(Option.interfaceName, Array(name.utf8))
      // Powers of ten of a second.
      blocks.put(Option.timestampResolution, [9])
      blocks.endOptions()
    }
  }

  mutating func addPacket(_ packet: UnsafeRawBufferPointer, interface: Int, nanoseconds: Int64, comment: String?) {
    add(Block.enhancedPacket) { blocks in
      blocks.put(UInt32(interface))
      blocks.put(UInt32(truncatingIfNeeded: nanoseconds >> 32))
      blocks.put(UInt32(truncatingIfNeeded: nanoseconds))
      blocks.put(UInt32(packet.count))
      blocks.put(UInt32(packet.count))
      blocks.bytes.append(contentsOf: packet)
      blocks.align()
      guard let comment else { return }
      blocks.put(Option.comment, Array(comment.utf8))
      blocks.endOptions()
    }
  }

  /// A block: its type, its length, what it holds, its length again.
  private mutating func add(_ type: UInt32, _ body: (inout CaptureBlocks) -> Void) {
    let start = bytes.count
    put(type)
    put(0 as UInt32)
    body(&self)
    let length = UInt32(bytes.count + 4 - start)
    put(length)
    for index in 0..<4 { bytes[start + 4 + index] = UInt8(truncatingIfNeeded: length >> (8 * UInt32(index))) }
  }

  private mutating func put(_ option: UInt16, _ value: [UInt8]) {
    let value = value.prefix(Option.largestCount)
    put(option)
    put(UInt16(value.count))
    bytes.append(contentsOf: value)
    align()
  }

  private mutating func endOptions() {
    put(Option.end)
    put(0 as UInt16)
  }

  private mutating func align() {
    while bytes.count % 4 != 0 { bytes.append(0) }
  }

  private mutating func put(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }
}
