extension Meter {
  /// Charges one packet through a forwarding element.
  @inline(__always) mutating func chargeVisit(of packet: PacketBuffer) {
    charge(.packet)
    charge(.packetByte, packet.count)
  }
}
