import Protocols
import SimKernel
import Vocabulary

/// What a compromised function sends beside what it should: it sees in clear what it is given, and has one port, to the forwarder
/// of its compute node.
extension ChainAdversary {
  enum Misdeed: CaseIterable {
    /// What it has given back, once more.
    case duplicate
    /// Past the next function, by counting down twice.
    case skip
    /// As if it had done nothing yet.
    case again
    /// On another path, at a place on it.
    case otherPath
    /// Without any header of the chain, as if the forwarder routed by addresses: past the encryption function.
    case bypass
    /// With the encryption layer's header, which only a forwarder puts on.
    case encryptionHeader
    /// To another element's address.
    case otherElement
    /// Into a tunnel, as only an outer forwarder does.
    case tunnel
    /// In the name of another client, with contents of its own, on its own path.
    case forgedSource
  }

  func misbehave(_ entry: inout Entry) {
    for number in entry.functions.indices {
      actRogue(&entry.functions[number], entry.index)
      let function = entry.functions[number]
      guard !function.frames.frames.isEmpty else { continue }
      let given = function.frames.frames.drawn(&entry.stream).packet
      let what = Misdeed.allCases[entry.turns % Misdeed.allCases.count]
      guard let packet = sent(what, given, by: function, &entry.stream) else { continue }
      send(packet, of: function, isContentForged: what == .forgedSource, entry)
    }
  }

  /// Nil where it was given something without a network service header.
  private func sent(
    _ what: Misdeed, _ given: PacketBuffer, by function: TakenFunction, _ stream: inout RandomStream
  ) -> PacketBuffer? {
    let anatomy = FrameAnatomy(given)
    guard let (found, offset) = anatomy.service, let content = anatomy.content else { return nil }
    var header = found
    let packet = given.copy()
    address(packet, from: function.node, to: layout.node(.inner, layout.site(function.node)))
    header.index &-= 1
    switch what {
    case .duplicate: break
    case .skip: header.index &-= 1
    case .again: header.index &+= 1
    case .otherPath:
      header.path = ServicePathID(UInt32(1 + stream.below(8)))
      header.index = NetworkServiceHeader.initialIndex - UInt8(stream.below(4))
    case .bypass, .encryptionHeader:
      packet.removeFirst(offset)
      if what == .encryptionHeader {
        header.write(to: packet)
        NetworkServiceHeader(encryptionPath: EncryptionPathID(UInt32(1 + stream.below(8))), on: header).push(on: packet)
      } else {
        packet.removeFirst(header.byteCount)
      }
      packet.prepend(offset)
      address(
        packet, from: function.node, to: layout.node(.inner, layout.site(function.node)),
        what == .bypass ? .ipv4 : .nsh)
      return packet
    case .otherElement:
      let elements = layout.nodes(.outer).lowerBound..<layout.nodes(.encryption).upperBound
      address(packet, from: function.node, to: Array(elements).drawn(&stream))
    case .tunnel:
      packet.removeFirst(offset)
      header.write(to: packet)
      let site = layout.site(function.node)
      let outer = SFCLayout.element(layout.node(.outer, site))
      let other = SFCLayout.element(layout.node(.outer, Int(stream.below(UInt64(layout.spec.sites.count)))))
      VXLANGPEHeader(networkIdentifier: 1, nextProtocol: .nsh).push(on: packet)
      UDPHeader.push(on: packet, sourcePort: 0xC000, destinationPort: VXLANGPEHeader.port, checksum: .none)
      IPv4Header(totalLength: 0, transport: .udp, source: outer.networkAddress, destination: other.networkAddress)
        .push(on: packet)
      packet.prepend(EthernetHeader.byteCount)
      address(packet, from: function.node, to: layout.node(.inner, site), .ipv4)
      return packet
    case .forgedSource:
      packet.removeLast(packet.count - content)
      let forged = datagram(&stream)
      let end = packet.count
      packet.append(forged.count)
      for place in 0..<forged.count { packet[end + place] = forged[place] }
    }
    header.write(to: packet, at: offset)
    return packet
  }

  private func address(_ packet: PacketBuffer, from sender: Int, to receiver: Int, _ type: EtherType = .nsh) {
    EthernetHeader(
      destination: SFCLayout.element(receiver).linkAddress, source: SFCLayout.element(sender).linkAddress, type: type
    ).write(to: packet)
  }
}
