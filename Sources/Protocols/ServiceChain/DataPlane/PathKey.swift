/// The numbers that forwarding tables are looked up with.
enum PathKey {
  /// A place on a service path: SPI and SI.
  @inline(__always) static func service(_ path: ServicePathID, _ index: UInt8) -> UInt64 {
    UInt64(path.number) << 8 | UInt64(index)
  }

  /// A place on a service path, arriving from this neighbour.
  @inline(__always) static func service(_ path: ServicePathID, _ index: UInt8, from neighbour: Int) -> UInt64 {
    UInt64(neighbour) << 32 | service(path, index)
  }

  /// A place on an encryption path, E-SPI and E-SI, arriving from this neighbour.
  @inline(__always) static func encryption(_ path: EncryptionPathID, _ index: UInt8, from neighbour: Int) -> UInt64 {
    1 << 63 | UInt64(neighbour) << 32 | UInt64(path.number) << 8 | UInt64(index)
  }
}
