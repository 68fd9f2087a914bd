/// What every element does with the Ethernet frame around a packet.
extension EthernetHeader {
  /// Reads the header of a frame that arrived at this element. Refuses one for somebody else.
  @inline(__always) init(in packet: borrowing PacketBuffer, for element: ElementID) throws(DropReason) {
    try self.init(in: packet)
    guard destination == element.linkAddress else { throw .wrongRecipient }
  }

  /// Writes a header from one element to another.
  @inline(__always)
  static func write(to packet: PacketBuffer, from: ElementID, to: ElementID, type: EtherType) {
    EthernetHeader(destination: to.linkAddress, source: from.linkAddress, type: type).write(to: packet)
  }
}
