import Protocols
import TestSupport
import Testing

struct LinkHeaderTests {
  @Test("an Ethernet header goes on and off")
  func ethernet() throws {
    let packet = PacketBuffer([1, 2])
    SamplePackets.frame(packet, .nsh)
    #expect(packet.bytes == [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x89, 0x4F, 1, 2])
    let header = try EthernetHeader.pop(from: packet)
    #expect(header == EthernetHeader(destination: 0x0200_0000_0002, source: 0x0200_0000_0001, type: .nsh))
    #expect(packet.bytes == [1, 2])
  }

  @Test("short frames, and lengths in place of a type, are refused")
  func badFrames() {
    let packet = PacketBuffer(count: 14)
    packet.set(0x05FF as UInt16, at: 12)
    #expect(throws: DropReason.badHeader) { try EthernetHeader(in: packet) }
    packet.truncate(to: 13)
    #expect(throws: DropReason.truncated) { try EthernetHeader(in: packet) }
    #expect(packet.count == 13)
  }

  @Test("VXLAN-GPE has the flags I and P, the next protocol and the network identifier")
  func tunnel() throws {
    let packet = PacketBuffer(count: 0)
    let header = VXLANGPEHeader(networkIdentifier: 0x010203, nextProtocol: .nsh)
    header.push(on: packet)
    #expect(packet.bytes == [0x0C, 0, 0, 4, 1, 2, 3, 0])
    #expect(try VXLANGPEHeader(in: packet) == header)
    let nameless = VXLANGPEHeader(networkIdentifier: nil, nextProtocol: .ipv4)
    nameless.write(to: packet)
    #expect(packet.bytes == [0x04, 0, 0, 1, 0, 0, 0, 0])
    #expect(try VXLANGPEHeader(in: packet) == nameless)
  }

  @Test("without P there is Ethernet inside and no next protocol; another version is refused")
  func flags() throws {
    let plain = PacketBuffer([0x08, 0, 0, 0, 0, 0, 5, 0])
    #expect(try VXLANGPEHeader(in: plain) == VXLANGPEHeader(networkIdentifier: 5, nextProtocol: .ethernet))
    #expect(throws: DropReason.badHeader) { try VXLANGPEHeader(in: PacketBuffer([0x08, 0, 0, 4, 0, 0, 5, 0])) }
    #expect(throws: DropReason.badHeader) { try VXLANGPEHeader(in: PacketBuffer([0x1C, 0, 0, 4, 0, 0, 5, 0])) }
    #expect(throws: DropReason.truncated) { try VXLANGPEHeader(in: PacketBuffer(count: 7)) }
    // Reserved bits count for nothing.
    #expect(try VXLANGPEHeader(in: PacketBuffer([0xCF, 9, 9, 4, 0, 0, 5, 9])).nextProtocol == .nsh)
  }
}
