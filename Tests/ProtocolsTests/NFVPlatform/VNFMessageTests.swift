import Protocols
import Testing
import Vocabulary

@Suite("Messages of a platform")
struct VNFMessageTests {
  private static let order = VNFOrder(
    image: "forwarder", tenants: [[1, 2, 3]], modules: [NodeID(4), NodeID(5)], pollInterval: .seconds(1))

  @Test("every message is read as it was written")
  func roundTrip() throws {
    let messages: [VNFMessage] = [
      .boot(instance: "a", Self.order), .ready(instance: "b"), .terminate(instance: "c"), .absent(instance: ""),
      .probe(instance: "d"),
    ]
    for message in messages { #expect(try VNFMessage.decode(message.bytes) == message) }
    #expect(Set(messages.map(\.kind)) == Set(VNFMessage.Kind.allCases))
  }

  @Test("a message that is cut short, or of an unknown kind, is refused")
  func malformed() {
    let bytes = VNFMessage.boot(instance: "a", Self.order).bytes
    for count in 0..<bytes.count {
      #expect(throws: BSONError.self) { try VNFMessage.decode(Array(bytes[..<count])) }
    }
    #expect(throws: BSONError.self) {
      try VNFMessage.decode(ManagementMessage.request(.zero, issued: 1, operation: []).bytes)
    }
  }

  @Test("a message with any bit changed is refused, whoever it is for")
  func changedBits() {
    func isRefused(_ bytes: [UInt8]) -> Bool {
      (try? VNFMessage.decode(bytes)) == nil && (try? ManagementMessage.decode(bytes)) == nil
    }
    let messages = [
      VNFMessage.boot(instance: "a", Self.order).bytes, VNFMessage.ready(instance: "b").bytes,
      ManagementMessage.request(.zero, issued: 1, operation: [1, 2]).bytes,
      ManagementMessage.result(.zero, result: "vnf", error: "", completed: 5).bytes,
    ]
    for bytes in messages {
      for bit in 0..<8 * bytes.count {
        var changed = bytes
        changed[bit / 8] ^= 1 << UInt8(bit % 8)
        #expect(isRefused(changed), "bit \(bit)")
      }
    }
  }

  @Test("an instance's name tells its host, and nothing else is a name")
  func names() {
    let name = "vnf-17-" + String(repeating: "0a", count: 16)
    #expect(InstanceName(name)?.host == NodeID(17))
    for wrong in ["", "vnf", "vnf-17", "vnf--1-" + String(repeating: "0a", count: 16), "vnf-17-0a", "x-1-" + name] {
      #expect(InstanceName(wrong) == nil)
    }
  }
}
