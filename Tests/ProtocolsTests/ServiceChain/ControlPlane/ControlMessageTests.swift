import Testing
import Vocabulary

@testable import Protocols

@Suite("Messages of the control plane")
struct ControlMessageTests {
  static let examples: [ControlRequest] = [
    .putRules(
      IssuedRules(
        RuleSet(
          path: ServicePathID(3), version: 7,
          rules: [.encrypt(index: 254, from: ElementID(41), over: EncryptionPathID(2), by: ElementID(51))]),
        for: ElementID(12))),
    .putAssociation(
      AssociationGrant(
        path: EncryptionPathID(2), spi: 4_711, role: .decrypt, peer: ElementID(51), key: [UInt8](0..<36),
        lifetime: .seconds(10), method: .makeBeforeBreak), at: ElementID(52)),
    .deleteAssociation(EncryptionPathID(2), spi: 4_711, at: ElementID(52)),
    .putFunction(FunctionOrder(ElementID(51), .encryptionFunction, authenticationKey: [1, 2, 3])),
    .deleteFunction(ElementID(51)),
    .getFunction(ElementID(51)),
    .putLink(PaperNetwork.link(2, 0, 1)),
    .deleteLink(EncryptionPathID(2)),
    .putDeployment(PaperNetwork.threeFunctions),
    .getRules(ElementID(12)),
  ]

  @Test("every request comes out as it was", arguments: examples)
  func requests(_ request: ControlRequest) throws {
    let message = ControlMessage.request(id: .max, request)
    #expect(try ControlMessage.decode(message.bytes) == message)
  }

  @Test("every answer comes out as it was")
  func answers() throws {
    for answer in [
      ControlAnswer(.created),
      ControlAnswer(.ok, ruleSets: [RuleSet(path: ServicePathID(3), version: 2, rules: [.deny(PaperNetwork.mail)])]),
      ControlAnswer(.conflict, defect: "outdated", version: 4),
      ControlAnswer(.forbidden, defect: "policy", message: "e51 is not on the compute node of e41"),
    ] {
      let message = ControlMessage.answer(id: 3, answer)
      #expect(try ControlMessage.decode(message.bytes) == message)
    }
  }

  @Test("a request is JSON with a resource of RFC 8040")
  func text() {
    let request = ControlMessage.request(id: 5, .deleteAssociation(EncryptionPathID(2), spi: 300, at: ElementID(52)))
    #expect(
      String(decoding: request.bytes, as: UTF8.self)
        == #"{"id":5,"method":"DELETE","resource":"/restconf/data/chainbed-sfc:security-associations/element=52/association=2,300"}"#
    )
    let answer = ControlMessage.answer(id: 5, ControlAnswer(.conflict, defect: "outdated", version: 4))
    #expect(
      String(decoding: answer.bytes, as: UTF8.self)
        == #"{"body":{"ietf-restconf:errors":{"error":[{"error-app-tag":"outdated","error-info":{"version":4},"#
        + #""error-tag":"operation-failed","error-type":"application"}]}},"id":5,"status":409}"#)
    #expect(Self.examples[0].resource == "/restconf/data/chainbed-sfc:flow-rules/element=12/path=3")
  }

  @Test(
    "what is no message is refused",
    arguments: [
      "", "{", "[]", "null", "{}", #"{"id":1}"#, #"{"id":1.5,"status":200}"#, #"{"id":1,"status":999}"#,
      #"{"id":99999999999999999999,"status":200}"#,
      #"{"id":1,"method":"PUT","resource":"/restconf/data/chainbed-sfc:deployment"}"#,
      #"{"id":1,"method":"PATCH","resource":"/restconf/data/chainbed-sfc:deployment"}"#,
      #"{"id":1,"method":"GET","resource":"/restconf/data/chainbed-sfc:deployment"}"#,
      #"{"id":1,"method":"GET","resource":"/restconf/data/chainbed-sfc:service-functions/element=16777216"}"#,
      #"{"id":1,"method":"GET","resource":"/restconf/data/chainbed-sfc:service-functions/element=-1"}"#,
      #"{"id":1,"method":"GET","resource":"/restconf/data/chainbed-sfc:service-functions/element=007"}"#,
      #"{"id":1,"method":"GET","resource":"/restconf/data/chainbed-sfc:service-functions/element="}"#,
      #"{"id":1,"method":"GET","resource":"/restconf/data/chainbed-sfc:service-functions"}"#,
      #"{"id":1,"method":"DELETE","resource":"/restconf/data/chainbed-sfc:encryption-links/encryption-path=1,2"}"#,
      #"{"body":{"version":1,"path":4,"rules":[]},"id":1,"method":"PUT","resource":"/restconf/data/chainbed-sfc:flow-rules/element=12/path=3"}"#,
      #"{"body":{"version":1,"path":3,"rules":[{"action":"forward","index":300,"from":1,"to":2}]},"id":1,"method":"PUT","resource":"/restconf/data/chainbed-sfc:flow-rules/element=12/path=3"}"#,
    ])
  func malformed(_ text: String) {
    #expect(throws: DropReason.malformed) { try ControlMessage.decode(Array(text.utf8)) }
  }

  @Test("deep nesting and wrong bytes are refused")
  func hostile() throws {
    let deep = #"{"id":1,"status":200,"body":"# + String(repeating: "[", count: 100_000)
    #expect(throws: DropReason.malformed) { try ControlMessage.decode(Array(deep.utf8)) }
    var random = RandomStream(seed: 9)
    for request in Self.examples {
      let bytes = ControlMessage.request(id: 1, request).bytes
      for _ in 0..<40 {
        var changed = bytes
        changed[Int(random.below(UInt64(changed.count)))] = UInt8(random.below(256))
        _ = try? ControlMessage.decode(changed)
      }
    }
  }

  @Test("what is too long is refused unread")
  func oversized() {
    let long = [UInt8](repeating: 0x20, count: ControlMessage.largest + 1)
    #expect(throws: DropReason.oversized) { try ControlMessage.decode(long) }
  }
}
