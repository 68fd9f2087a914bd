import Protocols
import SimKernel

/// Hellos that are answered in the names of those who are asked, be they dead or alive.
extension ChainAdversary {
  /// A question is answered over the other direction of its cable, in turn: by an answer that is made from it, and by the last
  /// real answer of whoever is asked, once more.
  func answerHello(_ frame: PacketBuffer, _ link: LinkID, _ entry: inout Entry) {
    guard AdversaryMark(rawValue: frame.mark) == nil, let hello = FrameAnatomy.hello(in: frame) else { return }
    guard hello.isQuestion else {
      entry.answers[link] = frame.copy()
      return
    }
    guard let back = reverse(of: link) else { return }
    entry.turns += 1
    if entry.turns.isMultiple(of: 2), let old = entry.answers[back] {
      return send(old.copy(), over: back, isContentForged: false, entry)
    }
    guard let forged = Self.answer(to: frame, contentAt: hello.content) else { return }
    send(forged, over: back, isContentForged: true, entry)
  }

  /// All as in the question, its code too, if it has one, but with the two ends in each other's place (RFC 7880, 7.3).
  private static func answer(to question: PacketBuffer, contentAt offset: Int) -> PacketBuffer? {
    guard let ethernet = try? EthernetHeader(in: question) else { return nil }
    guard let network = try? IPv4Header(in: question, at: EthernetHeader.byteCount) else { return nil }
    let packet = question.copy()
    packet.removeFirst(offset)
    packet[1] &= ~(1 << 1)
    let asker = packet.uint32(at: 4)
    packet.set(packet.uint32(at: 8), at: 4)
    packet.set(asker, at: 8)
    UDPHeader.push(
      on: packet, sourcePort: Hello.reflectorPort, destinationPort: Hello.initiatorPort,
      checksum: .between(source: network.destination, destination: network.source))
    IPv4Header(
      totalLength: 0, timeToLive: 255, transport: .udp, source: network.destination, destination: network.source
    ).push(on: packet)
    packet.prepend(EthernetHeader.byteCount)
    EthernetHeader(destination: ethernet.source, source: ethernet.destination, type: .ipv4).write(to: packet)
    return packet
  }

  private func reverse(of link: LinkID) -> LinkID? {
    let cable = world.cable(of: link)
    return (0..<world.network.linkCount).lazy.map { LinkID($0) }.first {
      $0 != link && self.world.receivingPort(of: $0) != nil && self.world.cable(of: $0) == cable
    }
  }
}
