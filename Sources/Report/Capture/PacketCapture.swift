/// Writes packets to a pcapng file (IETF draft-ietf-opsawg-pcapng) as they come, to be opened with Wireshark.
///
/// The file appears whole with `commit`, or not at all; what is written lies in a file beside it until then. See
/// docs/formats/capture.md.
public final class PacketCapture {
  /// Bytes that are collected before they are written.
  private static let flushCount = 1 << 16

  /// The names of the interfaces, by number.
  public let interfaces: [String]
  /// Packets so far.
  public private(set) var count = 0

  private var file: AtomicFile?
  private var blocks: CaptureBlocks

  /// Opens the file. Every interface is of Ethernet.
  /// - Parameter application: what made the file.
  public init(_ path: String, interfaces: [String], application: String) throws(FileError) {
    self.interfaces = interfaces
    file = try AtomicFile(path)
    blocks = CaptureBlocks()
    blocks.addSection(application: application)
    for name in interfaces { blocks.addInterface(name: name) }
  }

  /// Appends a packet that passed the interface of this number.
  /// - Parameters:
  ///   - nanoseconds: since the start of the run; not negative.
  ///   - comment: what else there is to say, such as why it was dropped.
  public func write(
    _ bytes: UnsafeRawBufferPointer, on interface: Int, nanoseconds: Int64, comment: String? = nil
  ) throws(FileError) {
    precondition(interfaces.indices.contains(interface), "interface \(interface) of \(interfaces.count)")
    precondition(nanoseconds >= 0, "a packet at \(nanoseconds) ns")
    blocks.addPacket(bytes, interface: interface, nanoseconds: nanoseconds, comment: comment)
    count += 1
    if blocks.bytes.count >= PacketCapture.flushCount { try flush() }
  }

  /// Makes the file durable and gives it its name. Nothing can be written after it.
  public func commit() throws(FileError) {
    try flush()
    try file.take()?.commit()
  }

  /// When that fails, nothing is left of the file.
  private func flush() throws(FileError) {
    guard file != nil else { preconditionFailure("the capture is closed") }
    do {
      try file!.write(blocks.bytes)
    } catch {
      file = nil
      throw error
    }
    blocks.clear()
  }
}
