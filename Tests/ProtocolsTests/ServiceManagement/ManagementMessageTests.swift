import Testing
import Vocabulary

@testable import Protocols

@Suite("What a management service is asked (crb-smb 3.5)")
struct ManagementMessageTests {
  static let operations: [ManagementOperation] = [
    ManagementOperation(
      credential: [1, 2, 3],
      action: .createVNF(
        VNFOrder(
          image: "firewall", tenants: [[4, 5], [6]], modules: [NodeID(0), NodeID(7)], pollInterval: .seconds(2)))),
    ManagementOperation(credential: [], action: .createChain(["a", "b"])),
    ManagementOperation(credential: [9], action: .switchPath(chain: "c", from: "a", to: "b")),
    ManagementOperation(credential: [9], action: .deleteVNF("a")),
  ]

  @Test("operations are read back as they were written", arguments: operations)
  func operation(operation: ManagementOperation) throws {
    #expect(try ManagementOperation.decode(operation.bytes) == operation)
  }

  @Test("messages are read back as they were written")
  func messages() throws {
    let id = SHA256Hasher.digest([1])
    for message in [
      ManagementMessage.request(id, issued: 5, operation: [1, 2]), ManagementMessage.forgotten(id),
      .result(id, result: "vnf", error: "none", completed: 5),
    ] {
      #expect(try ManagementMessage.decode(message.bytes) == message)
    }
  }

  @Test("an order without tenants, modules or interval is none")
  func orders() {
    func isRefused(_ change: (inout VNFOrder) -> Void) -> Bool {
      var order = VNFOrder(image: "", tenants: [[1]], modules: [NodeID(1)], pollInterval: .seconds(1))
      change(&order)
      let bytes = ManagementOperation(credential: [], action: .createVNF(order)).bytes
      return (try? ManagementOperation.decode(bytes)) == nil
    }
    #expect(!isRefused { _ in })
    #expect(isRefused { $0.tenants = [] })
    #expect(isRefused { $0.modules = [] })
    #expect(isRefused { $0.modules = [NodeID(-1)] })
    #expect(isRefused { $0.pollInterval = .zero })
    #expect(isRefused { $0.pollInterval = TimeSpan(nanoseconds: 1) })
    #expect(isRefused { $0.pollInterval = TimeSpan(nanoseconds: .max) })
  }

  @Test("hostile bytes are refused, and never trap")
  func hostile() {
    var stream = RandomStream(seed: 4)
    for operation in Self.operations {
      let bytes = operation.bytes
      for count in 0..<bytes.count {
        #expect(throws: BSONError.self) { try ManagementOperation.decode(Array(bytes.prefix(count))) }
      }
      for index in bytes.indices {
        var changed = bytes
        changed[index] ^= UInt8(1 + stream.below(255))
        guard let other = try? ManagementOperation.decode(changed) else { continue }
        #expect(other.bytes == changed)
      }
    }
  }
}
