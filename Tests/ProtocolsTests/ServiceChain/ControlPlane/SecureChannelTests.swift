import Testing
import Vocabulary

@testable import Protocols

@Suite("The secure channel of the control plane")
struct SecureChannelTests {
  /// Two ends, and what each has sent.
  struct Pair {
    var initiator: SecureChannel
    var responder: SecureChannel
    var stream = RandomStream(seed: 3)
    var meter = Meter()

    init(key: PreSharedKey = pairKey, other: PreSharedKey = pairKey, identity: UInt32 = 51) {
      initiator = SecureChannel(
        .initiator, with: NodeID(1), identity: 51, key: key, cipher: FieldCipher())
      responder = SecureChannel(
        .responder, with: NodeID(0), identity: identity, key: other, cipher: FieldCipher())
    }

    /// What the body made an end send.
    mutating func sent(_ body: (inout Pair, inout Effects) throws -> Void) rethrows -> [[UInt8]] {
      var effects = Effects()
      try body(&self, &effects)
      for operation in Meter.Operation.allCases { meter.charge(operation, Int(effects.meter.count(operation))) }
      return effects.list.compactMap { if case .send(let payload, _, _) = $0 { payload.bytes } else { nil } }
    }

    mutating func hello() -> [UInt8] { sent { $0.initiator.connect(&$0.stream, into: &$1) }[0] }

    @discardableResult
    mutating func toResponder(_ bytes: [UInt8]) throws -> [[UInt8]] {
      let message = try #require(ChannelMessage(bytes))
      return try sent { _ = try $0.responder.receive(message, &$0.stream, into: &$1) }
    }

    @discardableResult
    mutating func toInitiator(_ bytes: [UInt8]) throws -> [[UInt8]] {
      let message = try #require(ChannelMessage(bytes))
      return try sent { _ = try $0.initiator.receive(message, &$0.stream, into: &$1) }
    }

    /// A whole handshake; its messages.
    @discardableResult
    mutating func establish() throws -> [[UInt8]] {
      let hello = hello()
      let challenge = try toResponder(hello)[0]
      let confirm = try toInitiator(challenge)[0]
      let record = try toResponder(confirm)[0]
      try toInitiator(record)
      return [hello, challenge, confirm, record]
    }

    /// What the responder says of the initiator after a handshake.
    mutating func isAnotherLife() throws -> Bool? {
      let challenge = try toResponder(hello())[0]
      let message = try #require(ChannelMessage(try toInitiator(challenge)[0]))
      var effects = Effects()
      return try responder.receive(message, &stream, into: &effects).isAnotherLife
    }

    mutating func record(_ content: [UInt8]) -> [UInt8] { sent { _ = $0.initiator.send(content, into: &$1) }[0] }

    mutating func open(_ bytes: [UInt8]) throws -> [UInt8] {
      let message = try #require(ChannelMessage(bytes))
      var effects = Effects()
      return try responder.receive(message, &stream, into: &effects).content
    }
  }

  static let pairKey = PreSharedKey(bytes: [UInt8](0..<32))!

  @Test("both ends prove that they know the key, and each is charged for it once")
  func handshake() throws {
    var pair = Pair()
    try pair.establish()
    #expect(pair.initiator.isEstablished)
    #expect(pair.responder.isEstablished)
    #expect(pair.meter.count(.authenticate) == 2)
    #expect(pair.meter.count(.hashByte) > 1_000)
  }

  @Test("the responder can tell another handshake from another life of the initiator")
  func lives() throws {
    var pair = Pair()
    #expect(try pair.isAnotherLife() == nil)
    #expect(try pair.isAnotherLife() == false)
    pair.initiator = Pair().initiator
    #expect(try pair.isAnotherLife() == true)
    #expect(try pair.isAnotherLife() == false)
  }

  @Test("content crosses sealed, and comes out as it was")
  func content() throws {
    var pair = Pair()
    try pair.establish()
    let secret = Array("the key of the association".utf8)
    let record = pair.record(secret)
    #expect(record.count == 1 + 8 + 4 + secret.count + 16)
    #expect(!record.contains(secret))
    #expect(try pair.open(record) == secret)
    #expect(pair.meter.count(.cipherByte) == Int64(secret.count))
  }

  @Test("a record that comes again is refused, and one that was overtaken is not")
  func replay() throws {
    var pair = Pair()
    try pair.establish()
    let records = (0..<70).map { pair.record([UInt8($0)]) }
    #expect(try pair.open(records[69]) == [69])
    #expect(try pair.open(records[10]) == [10])
    #expect(throws: DropReason.replayed) { try pair.open(records[10]) }
    #expect(throws: DropReason.replayed) { try pair.open(records[69]) }
    #expect(throws: DropReason.replayed, "it is before the window") { try pair.open(records[0]) }
  }

  @Test("any changed bit of a record is noticed, and does not use up its number")
  func tampering() throws {
    var pair = Pair()
    try pair.establish()
    let record = pair.record([1, 2, 3])
    for place in record.indices {
      for bit in 0..<8 {
        var changed = record
        changed[place] ^= 1 << bit
        guard ChannelMessage(changed) != nil else { continue }
        do {
          let content = try pair.open(changed)
          Issue.record("bit \(bit) of byte \(place): \(content)")
        } catch {}
      }
    }
    #expect(try pair.open(record) == [1, 2, 3])
  }

  @Test("a record cannot be sent back to its sender")
  func reflection() throws {
    var pair = Pair()
    try pair.establish()
    let records = (0..<3).map { pair.record([UInt8($0)]) }
    #expect(throws: DropReason.badRecord) { try pair.toInitiator(records[2]) }
  }

  @Test("a key that is not the element's is refused at the first message")
  func wrongKey() throws {
    var other = Self.pairKey.bytes
    other[31] ^= 1
    var pair = Pair(other: PreSharedKey(bytes: other)!)
    let hello = pair.hello()
    #expect(throws: DropReason.badProof) { try pair.toResponder(hello) }
  }

  @Test("one element's key does not speak for another element")
  func wrongIdentity() throws {
    var pair = Pair(identity: 52)
    let hello = pair.hello()
    #expect(throws: DropReason.unknownSender) { try pair.toResponder(hello) }
  }

  @Test("a hello without an answer goes out again after 1, 2, 4, 8, and from then on 16 calls; an invite speeds it up")
  func patience() throws {
    var pair = Pair()
    let hello = pair.hello()
    func hellos(_ calls: Int) -> [Int] {
      (1...calls).flatMap { call in
        pair.sent { $0.initiator.retry(&$0.stream, into: &$1) }.map {
          #expect($0 == hello)
          return call
        }
      }
    }
    #expect(hellos(70) == [1, 3, 7, 15, 31, 47, 63])
    #expect(try pair.toInitiator(ChannelMessage.invite.bytes).isEmpty)
    #expect(hellos(20) == [1, 3, 7, 15])
  }

  @Test("who replays a greeting cannot finish the handshake")
  func replayedHello() throws {
    var pair = Pair()
    let recorded = try pair.establish()
    let session = pair.record([1])
    #expect(try pair.open(session) == [1])
    // A recorded greeting is answered, with another nonce.
    let challenge = try pair.toResponder(recorded[0])[0]
    #expect(challenge != recorded[1])
    // Neither the recorded proof nor a made-up one closes it.
    try pair.toResponder(recorded[2])
    let zeros = [UInt8](repeating: 0, count: 32)
    for (number, nonce) in sessions(of: challenge) {
      let forged = ChannelMessage.confirm(session: number, initiatorNonce: nonce, proof: zeros)
      #expect(throws: DropReason.badProof) { try pair.toResponder(forged.bytes) }
      let other = ChannelMessage.confirm(session: number, initiatorNonce: zeros, proof: zeros)
      #expect(throws: DropReason.badRecord) { try pair.toResponder(other.bytes) }
    }
    // The session that holds goes on.
    let record = pair.record([2])
    #expect(try pair.open(record) == [2])
  }

  /// The number of the session that a challenge would begin, as its responder computes it, and the initiator's nonce.
  private func sessions(of challenge: [UInt8]) -> [(UInt64, nonce: [UInt8])] {
    guard case .challenge(let theirs, let own, _)? = ChannelMessage(challenge) else { return [] }
    var meter = Meter()
    let keys = ChannelKeys(Self.pairKey, identity: 51, initiatorNonce: theirs, responderNonce: own, &meter)
    return [(keys.session, theirs)]
  }

  @Test("old greetings that come again, at any time, hold up no handshake, and no session comes twice")
  func replayedHelloMeanwhile() throws {
    var pair = Pair()
    let old = try (0..<3).map { _ in try pair.establish() }
    func replay(_ pair: inout Pair) throws {
      for handshake in old { #expect(try pair.toResponder(handshake[0]).count == 1) }
    }
    try replay(&pair)
    let hello = pair.hello()
    let challenge = try pair.toResponder(hello)[0]
    try replay(&pair)
    let confirm = try pair.toInitiator(challenge)[0]
    try replay(&pair)
    // The last one's session still holds.
    for handshake in old.dropLast() { #expect(throws: DropReason.badRecord) { try pair.toResponder(handshake[2]) } }
    let answer = try pair.toResponder(confirm)[0]
    try pair.toInitiator(answer)
    #expect(pair.initiator.isEstablished)
    let record = pair.record([1])
    #expect(try pair.open(record) == [1])
    // Even with this greeting open again, its proof is answered and begins nothing.
    try pair.toResponder(hello)
    #expect(try pair.toResponder(confirm).count == 1)
    #expect(throws: DropReason.replayed) { try pair.open(record) }
    // A greeting after it gets another nonce than the one before.
    try pair.establish()
    #expect(throws: DropReason.badRecord) { try pair.toResponder(confirm) }
    let next = pair.record([2])
    #expect(try pair.open(next) == [2])
  }

  @Test("a challenge without the key is refused, and one to another greeting too")
  func forgedChallenge() throws {
    var pair = Pair()
    let recorded = try pair.establish()
    #expect(throws: DropReason.unasked) { try pair.toInitiator(recorded[1]) }
    let hello = pair.hello()
    #expect(throws: DropReason.unasked) { try pair.toInitiator(recorded[1]) }
    guard case .hello(_, let nonce, _)? = ChannelMessage(hello) else { return }
    let zeros = [UInt8](repeating: 0, count: 32)
    let forged = ChannelMessage.challenge(initiatorNonce: nonce, nonce: zeros, proof: zeros)
    #expect(throws: DropReason.badProof) { try pair.toInitiator(forged.bytes) }
  }

  @Test("two sessions under one key never share keys")
  func freshKeys() throws {
    var pair = Pair()
    try pair.establish()
    let first = pair.record([1, 2, 3])
    try pair.establish()
    let second = pair.record([1, 2, 3])
    #expect(first.suffix(19) != second.suffix(19))
    #expect(throws: DropReason.badRecord) { try pair.open(first) }
    #expect(try pair.open(second) == [1, 2, 3])
  }

  @Test("messages of any length and content are refused without harm")
  func hostile() throws {
    var random = RandomStream(seed: 5)
    var pair = Pair()
    let handshake = try pair.establish() + [pair.record([1, 2, 3])]
    for message in handshake {
      for length in message.indices where message[0] != 4 || length < 29 {
        #expect(ChannelMessage(Array(message[..<length])) == nil)
      }
    }
    for _ in 0..<2_000 {
      var bytes = random.bytes(Int(random.below(120)))
      if !bytes.isEmpty { bytes[0] = UInt8(random.below(7)) }
      guard let message = ChannelMessage(bytes) else { continue }
      #expect(message.bytes == bytes)
      do {
        _ = try pair.sent { _ = try $0.responder.receive(message, &$0.stream, into: &$1) }
      } catch {}
    }
  }
}
