/// An Ethernet frame on a wire (IEEE 802.3, 3.1 and 4.4).
enum Frame {
  /// Preamble 8, frame check sequence 4, gap 12.
  static let overhead = 24
  /// Addresses and EtherType.
  static let header = 14
  /// Of a frame with the check sequence.
  static let shortest = 64

  /// Bytes of wire time that a frame without its check sequence takes.
  static func wireBytes(of count: Int) -> Int { max(count + overhead, shortest + 20) }
}
