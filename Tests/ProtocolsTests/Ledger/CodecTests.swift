import TestSupport
import Testing
import Vocabulary

@testable import Protocols

@Suite("Codecs of blocks and client messages")
struct CodecTests {
  /// A format: gives what a decoder makes of the bytes, encoded again; nil if it refuses them.
  typealias Recode = ([UInt8]) -> [UInt8]?

  static func samples() -> [(name: String, bytes: [UInt8], recode: Recode)] {
    var sample = SampleLedger(suite: .ed25519)
    sample.append([sample.publicConfiguration(1)])
    let block = sample.block([sample.publicConfiguration(2, bytes: 3), sample.publicConfiguration(3, bytes: 0)])
    let id = block.content.contentHash
    func message(_ bytes: [UInt8]) -> [UInt8]? { (try? ClientMessage.decode(bytes))?.bytes }
    func content(_ bytes: [UInt8]) -> [UInt8]? {
      var meter = Meter()
      return (try? BlockContent.decode(bytes)).map { read in
        BlockContent(
          timestamp: read.timestamp, signer: read.signer, previous: read.previous, transactions: read.transactions,
          &meter
        ).bytes
      }
    }
    return [
      ("content", block.content.bytes, content),
      ("header", block.header.bytes, { try? BlockHeader.decode($0, in: 0..<$0.count).bytes }),
      ("submit", ClientMessage.submit(block.content.transactions).bytes, message),
      ("receipt", ClientMessage.receipt(id, refused: .badSignature).bytes, message),
      ("lookup", ClientMessage.lookup(id).bytes, message),
      ("found", ClientMessage.found(id, height: 7).bytes, message),
      ("attest", ClientMessage.attest(.refused(id, .badKey)).bytes, message),
      (
        "attestation",
        ClientMessage.attestation(
          .history(recipient: [1, 2], height: 3, RecipientHistory(digest: id)), signature: [4, 5]
        ).bytes, message
      ),
    ]
  }

  @Test("each format comes back as it was")
  func roundTrips() {
    for (name, bytes, recode) in Self.samples() { #expect(recode(bytes) == bytes, "\(name)") }
  }

  @Test("no format is accepted when cut short or with a byte more")
  func truncation() {
    for (name, bytes, recode) in Self.samples() {
      for count in 0..<bytes.count where recode(Array(bytes[..<count])) != nil {
        Issue.record("\(name) cut to \(count) bytes is accepted")
      }
      #expect(recode(bytes + [0]) == nil, "\(name)")
    }
  }

  @Test("with any one byte changed, a format is refused, or read as what encodes to the changed bytes")
  func mutation() {
    var stream = RandomStream(seed: 9)
    for (name, bytes, recode) in Self.samples() {
      for index in bytes.indices {
        var changed = bytes
        changed[index] ^= UInt8(1 + stream.below(255))
        if let again = recode(changed), again != changed {
          Issue.record("\(name) with byte \(index) changed has two encodings")
        }
      }
    }
  }

  @Test("a receipt without a reason is an acceptance, and an unknown reason is refused")
  func receipts() throws {
    let id = SHA256Hasher.digest([1])
    guard case .receipt(id, refused: nil) = try ClientMessage.decode(ClientMessage.receipt(id, refused: nil).bytes)
    else {
      Issue.record("not an acceptance")
      return
    }
    for reason in DropReason.allCases {
      let message = try ClientMessage.decode(ClientMessage.receipt(id, refused: reason).bytes)
      guard case .receipt(id, refused: reason) = message else {
        Issue.record("\(reason) does not come back")
        return
      }
    }
    let unknown = BSONWriter.encode { w in
      w.int32("kind", 2)
      w.binary("id", id)
      w.string("refused", "no such reason")
    }
    #expect(throws: BSONError.self) { try ClientMessage.decode(unknown) }
  }

  @Test("a block in one document comes back whole")
  func wholeBlock() throws {
    var sample = SampleLedger()
    let block = sample.block([sample.publicConfiguration(1)])
    let read = try Block.decode(block.bytes)
    #expect(read.header == block.header)
    #expect(read.content.bytes == block.content.bytes)
    #expect(read.content.contentHash == block.content.contentHash)
  }
}
