import Testing
import Vocabulary

@testable import Protocols

@Suite("Consensus messages on the wire (docs/formats/messages.md)")
struct ConsensusMessageTests {
  /// One real message of every kind that modules, their peers and clients send.
  static func samples() -> [(name: String, bytes: [UInt8])] {
    let cluster = Cluster(4)
    let transactions = [cluster.transaction(), cluster.transaction(bytes: 0)]
    let proposal = cluster.proposal(transactions)
    let certificate = (0..<3).map {
      cluster.vote($0 == 0 ? .prePrepare : .prepare, by: $0, on: proposal.digest).endorsement(in: cluster.membership)
    }
    let commit = cluster.vote(.commit, by: 3, on: proposal.digest, certificate: certificate)
    let prepared = PreparedCertificate(view: 0, sequence: 1, digest: proposal.digest, votes: certificate)
    let empty = cluster.viewChange(to: 1, by: 3)
    let full = cluster.viewChange(
      to: 1, by: 2, decided: cluster.decidedCertificate(proposal, at: 1), prepared: prepared)
    return [
      ("view-change of nothing", ConsensusMessage.viewChange(empty).bytes),
      ("view-change", ConsensusMessage.viewChange(full).bytes),
      ("new-view", ConsensusMessage.newView(cluster.newView(1, [empty, full])).bytes),
      ("fetch", ConsensusMessage.fetch(Fetch(height: 3, view: 2, digest: nil, replica: 1)).bytes),
      ("fetch of a block", ConsensusMessage.fetch(Fetch(height: 3, view: 2, digest: .zero, replica: 1)).bytes),
      ("blocks", ConsensusMessage.blocks(cluster.record(proposal, at: 1)).bytes),
      ("held", ConsensusMessage.held(identifier: proposal.identifier, proposal.content).bytes),
      ("submit", ClientMessage.submit(transactions).bytes),
      ("receipt", ClientMessage.receipt(transactions[0].id, refused: .pendingListFull).bytes),
      ("receipt without refusal", ClientMessage.receipt(transactions[0].id, refused: nil).bytes),
      ("lookup", ClientMessage.lookup(transactions[0].id).bytes),
      ("found", ClientMessage.found(transactions[0].id, height: 9).bytes),
      ("read", ClientMessage.read(ReadRequest(number: 7, query: .transaction(transactions[0].id))).bytes),
      (
        "read of the latest",
        ClientMessage.read(ReadRequest(number: 8, query: .latest(recipient: [1, 2, 3], after: 4))).bytes
      ),
      ("answer", ClientMessage.answer(ReadAnswer(number: 7, height: 2, transactions: transactions)).bytes),
      ("attest", ClientMessage.attest(.included(transactions[0].id)).bytes),
      ("attestation", ClientMessage.attestation(.included(transactions[0].id), signature: [1]).bytes),
      ("answer without transactions", ClientMessage.answer(ReadAnswer(number: 7, refused: .damagedBlock)).bytes),
      ("pre-prepare", ConsensusMessage.prePrepare(proposal).bytes),
      ("prepare", ConsensusMessage.vote(cluster.vote(.prepare, by: 1, on: proposal.digest)).bytes),
      ("rejection", ConsensusMessage.vote(cluster.vote(.prepare, by: 2, on: proposal.digest, accepted: false)).bytes),
      ("commit", ConsensusMessage.vote(commit).bytes),
      ("empty commit", ConsensusMessage.vote(cluster.vote(.commit, by: 1, on: proposal.digest)).bytes),
    ]
  }

  /// What a module makes of the bytes, encoded again; nil if it refuses them.
  static func recode(_ bytes: [UInt8]) -> [UInt8]? {
    switch ModuleMessage(decoding: bytes).content {
    case .client(let message): message.bytes
    case .consensus(let message): message.bytes
    case .raft(let message): message.bytes
    case .refused: nil
    }
  }

  @Test("every message comes back as it was")
  func roundTrips() {
    for (name, bytes) in Self.samples() { #expect(Self.recode(bytes) == bytes, "\(name)") }
  }

  @Test("every field of a vote survives")
  func fields() throws {
    let cluster = Cluster(4)
    let digest = SHA256Hasher.digest([1])
    let entry = cluster.vote(.prepare, by: 2, on: digest, view: 5, accepted: false).endorsement(in: cluster.membership)
    let sent = cluster.vote(.commit, by: 3, on: digest, view: 5, sequence: 1 << 40, certificate: [entry])
    guard case .vote(let read) = try ConsensusMessage.decode(ConsensusMessage.vote(sent).bytes) else {
      Issue.record("not a vote")
      return
    }
    #expect(read.phase == .commit && read.view == 5 && read.sequence == 1 << 40 && read.replica == 3)
    #expect(read.digest == digest && read.accepted && read.signature == sent.signature)
    #expect(read.certificate == [entry])
    #expect(read.statement(in: cluster.membership.federation) == sent.statement(in: cluster.membership.federation))
  }

  @Test("no message is accepted when cut short, anywhere, or with a byte more")
  func truncation() {
    for (name, bytes) in Self.samples() {
      for count in 0..<bytes.count where Self.recode(Array(bytes[..<count])) != nil {
        Issue.record("\(name) cut to \(count) bytes is accepted")
      }
      #expect(Self.recode(bytes + [0]) == nil, "\(name)")
    }
  }

  @Test("with any one byte changed, a message is refused, or read as what encodes to the changed bytes")
  func mutation() {
    var stream = RandomStream(seed: 21)
    for (name, bytes) in Self.samples() {
      for index in bytes.indices {
        var changed = bytes
        changed[index] ^= UInt8(1 + stream.below(255))
        if let again = Self.recode(changed), again != changed {
          Issue.record("\(name) with byte \(index) changed has two encodings")
        }
      }
    }
  }

  @Test("no damaged message, however often and in whatever order, makes a module trap or vote")
  func hostileBytes() {
    let cluster = Cluster(4)
    cluster.settle()
    let samples = Self.samples()
    var stream = RandomStream(seed: 22)
    for _ in 0..<4_000 {
      var bytes = samples[Int(stream.below(UInt64(samples.count)))].bytes
      for _ in 0...stream.below(3) {
        switch stream.below(4) {
        case 0: bytes[Int(stream.below(UInt64(bytes.count)))] = UInt8(stream.below(256))
        case 1: bytes.removeLast(Int(stream.below(UInt64(bytes.count))))
        case 2: bytes.insert(UInt8(stream.below(256)), at: Int(stream.below(UInt64(bytes.count))))
        default:
          let place = Int(stream.below(UInt64(bytes.count)))
          bytes.replaceSubrange(place..<min(bytes.count, place + 4), with: [0xFF, 0xFF, 0xFF, 0x7F])
        }
        if bytes.isEmpty { bytes = [0] }
      }
      guard Self.recode(bytes).map({ again in samples.contains { $0.bytes == again } }) != true else { continue }
      cluster.hand(bytes, to: 1, from: NodeID(Int(stream.below(6))))
    }
    cluster.settle()
    cluster.expectHeight(0)
  }

  @Test("bytes that are no message are refused with the reason")
  func reasons() {
    func reason(_ bytes: [UInt8]) -> DropReason? {
      guard case .refused(let reason) = ModuleMessage(decoding: bytes).content else { return nil }
      return reason
    }
    func message(_ kind: Int32, _ body: (inout BSONWriter) -> Void = { _ in }) -> [UInt8] {
      BSONWriter.encode(reserving: 64) { w in
        w.int32("kind", kind)
        body(&w)
      }
    }
    #expect(reason([]) == .malformed)
    #expect(reason([5, 0, 0, 0, 0]) == .malformed)
    for kind: Int32 in [.min, -1, 0, 12, 15, 24, .max] { #expect(reason(message(kind)) == .unknownKind, "\(kind)") }
    for kind: Int32 in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 16, 17, 18, 19, 20, 21, 22, 23] {
      #expect(reason(message(kind)) == .missingField, "\(kind)")
    }
    #expect(reason(message(17) { $0.int64("sequence", 1) }) == .unexpectedField)
    #expect(reason(message(17) { $0.int32("view", 1) }) == .wrongType)
  }
}
