import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Protocols

@Suite("Message formats")
struct MessageFormatTests {
  @Test("the example in docs/formats/messages.md is what is sent; RECORD_GOLDEN=1 rewrites it and fails")
  func example() throws {
    let cluster = Cluster(4)
    let digest = try #require(Digest(bytes: (0..<32).map { UInt8($0) }))
    let bytes = ConsensusMessage.vote(cluster.vote(.commit, by: 1, on: digest, sequence: 3)).bytes
    let rows = stride(from: 0, to: bytes.count, by: 16).map { start in
      bytes[start..<min(start + 16, bytes.count)].map(hex).joined(separator: " ")
    }
    let example = "```\n\(rows.joined(separator: "\n"))\n```\n"
    let page = try Repository.read("docs/formats/messages.md")
    let start = try #require(page.range(of: "<!-- example -->\n")).upperBound
    let end = try #require(page.range(of: "<!-- /example -->")).lowerBound
    guard page[start..<end] != example else { return }
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      let path = Repository.path("docs/formats/messages.md")
      try page.replacingCharacters(in: start..<end, with: example).write(
        toFile: path, atomically: true, encoding: .utf8)
    }
    Issue.record("docs/formats/messages.md does not show what is sent:\n\(example)")
  }

  private func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

  @Test("the page names every kind that is sent, by its number")
  func kinds() throws {
    let page = try Repository.read("docs/formats/messages.md")
    let numbers: [Int32] = ClientMessage.Kind.allCases.map(\.rawValue) + ConsensusMessage.WireKind.all
    for number in numbers { #expect(page.contains("\n| \(number) | "), "kind \(number)") }
  }

  @Test("a record of the vote log is the phase and the fields of the vote")
  func voteLog() throws {
    let cluster = Cluster(4)
    cluster.settle()
    let proposal = cluster.proposal([cluster.transaction()])
    cluster.hand(proposal, to: 2)
    let vote = cluster.vote(.prepare, by: 2, on: proposal.digest)
    let expected = BSONWriter.encode(reserving: 256) { w in
      w.string("phase", "prepare")
      w.int64("view", 0)
      w.int64("sequence", 1)
      w.int32("replica", 2)
      w.binary("digest", proposal.digest)
      w.bool("accepted", true)
      w.binary("signature", vote.signature)
    }
    #expect(cluster.files[2][FileID.votes.slot].written == expected)
  }

  @Test("so is that of a view that is asked for, and that of a commit holds what is prepared")
  func otherRecords() {
    let cluster = Cluster(4)
    cluster.settle()
    let proposal = cluster.proposal([cluster.transaction()])
    cluster.hand(proposal, to: 2)
    for member in [1, 3] { cluster.hand(cluster.vote(.prepare, by: member, on: proposal.digest), to: 2) }
    let start = cluster.files[2][FileID.votes.slot].written.count
    cluster.settle()
    let commit = cluster.vote(
      .commit, by: 2, on: proposal.digest,
      certificate: cluster.endorsements(.prepare, proposal.digest, by: [0, 1, 2, 3]))
    var expected = BSONWriter.encode(reserving: 256) { w in
      w.string("phase", "commit")
      w.encoded("message", document: ConsensusMessage.vote(commit).bytes)
      w.binary("identifier", proposal.identifier)
      w.encoded("block", document: proposal.content.bytes)
    }
    #expect(cluster.files[2][FileID.votes.slot].written[start...].elementsEqual(expected))
    cluster.fire(.viewChange, on: 2)
    expected += BSONWriter.encode { w in
      w.string("phase", "view-change")
      w.int64("view", 1)
      w.int64("checksum", Int64(bitPattern: 0xA63F_41D4_36A1_9F7C))
    }
    #expect(cluster.files[2][FileID.votes.slot].written[start...].elementsEqual(expected))
  }
}
