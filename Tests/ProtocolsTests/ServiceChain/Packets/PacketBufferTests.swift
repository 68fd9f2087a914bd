import Protocols
import Testing
import Vocabulary

struct PacketBufferTests {
  @Test("bytes come and go in front, behind and in the middle as they do in an array")
  func editing() {
    var stream = RandomStream(seed: 3)
    let packet = PacketBuffer(stream.bytes(40))
    packet.mark = 77
    var model = packet.bytes
    for _ in 0..<20_000 {
      let length = Int(stream.below(stream.below(20) == 0 ? 300 : 24))
      let byte = UInt8(stream.below(256))
      switch stream.below(6) {
      case 0:
        packet.prepend(length)
        for offset in 0..<length { packet[offset] = byte }
        model.insert(contentsOf: [UInt8](repeating: byte, count: length), at: 0)
      case 1:
        packet.append(length)
        for offset in packet.count - length..<packet.count { packet[offset] = byte }
        model += [UInt8](repeating: byte, count: length)
      case 2:
        let place = Int(stream.below(UInt64(model.count + 1)))
        packet.insert(length, at: place)
        for offset in place..<place + length { packet[offset] = byte }
        model.insert(contentsOf: [UInt8](repeating: byte, count: length), at: place)
      case 3:
        let length = min(length, model.count)
        packet.removeFirst(length)
        model.removeFirst(length)
      case 4:
        let length = min(length, model.count)
        packet.truncate(to: model.count - length)
        model.removeLast(length)
      default:
        let place = Int(stream.below(UInt64(model.count + 1)))
        let length = min(length, model.count - place)
        packet.remove(length, at: place)
        model.removeSubrange(place..<place + length)
      }
      #expect(packet.count == model.count)
    }
    #expect(packet.bytes == model)
    #expect(packet.mark == 77)
    #expect(packet.copy().bytes == model)
  }
}
