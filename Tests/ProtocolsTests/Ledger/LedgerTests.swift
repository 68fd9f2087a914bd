import TestSupport
import Testing
import Vocabulary

@testable import Protocols

@Suite("Ledger")
struct LedgerTests {
  func grown(_ blocks: Int) -> SampleLedger {
    var sample = SampleLedger()
    for height in 1...blocks {
      let number = height * 10
      sample.append([sample.publicConfiguration(number), sample.publicConfiguration(number + 1, bytes: height * 100)])
    }
    return sample
  }

  @Test("appending writes frame and header, then the shared content, then syncs; and charges")
  func append() throws {
    var sample = grown(2)
    let block = sample.block([sample.publicConfiguration(99)])
    let size = Int64(sample.file.count)
    sample.append(block)
    #expect(sample.effects.list.count == 2)
    guard case .append(FileID(slot: 0), let chunks) = sample.effects.list[0] else {
      Issue.record("the first effect is no append")
      return
    }
    #expect(chunks.count == 2)
    #expect(chunks[1] == block.content.bytes)
    #expect(
      chunks[1].withUnsafeBufferPointer(\.baseAddress) == block.content.bytes.withUnsafeBufferPointer(\.baseAddress),
      "the content is shared, not copied")
    guard case .sync(FileID(slot: 0), DiskTicket(3)) = sample.effects.list[1] else {
      Issue.record("the second effect is no sync")
      return
    }
    #expect(sample.effects.meter.count(.index) == 1)
    #expect(sample.effects.meter.count(.codecByte) == Int64(block.header.bytes.count))
    #expect(sample.ledger.height == 3)
    #expect(sample.ledger.lastIdentifier == block.header.identifier)
    #expect(sample.ledger.fileSize == Int64(sample.file.count))
    #expect(sample.ledger.place(at: 3) == Ledger.Place(offset: size, size: sample.file.count - Int(size)))
    #expect(sample.ledger.place(at: 0) == nil)
    #expect(sample.ledger.place(at: 4) == nil)
  }

  @Test("the index knows each transaction's block")
  func index() {
    var sample = grown(3)
    for (place, block) in sample.blocks.enumerated() {
      for transaction in block.content.transactions {
        #expect(sample.ledger.contains(transaction.id))
        #expect(sample.ledger.height(of: transaction.id) == Int64(place + 1))
      }
    }
    #expect(!sample.ledger.contains(sample.publicConfiguration(500).id))
  }

  @Test("recovery rebuilds head, places and index from the file alone")
  func recovery() {
    let sample = grown(4)
    var meter = Meter()
    let recovery = Ledger.recover(from: ByteRope(sample.file), file: FileID(slot: 0), &meter)
    #expect(recovery.damage == nil)
    #expect(recovery.intactBytes == Int64(sample.file.count))
    #expect(recovery.ledger.height == 4)
    #expect(recovery.ledger.lastIdentifier == sample.ledger.lastIdentifier)
    for height: Int64 in 1...4 { #expect(recovery.ledger.place(at: height) == sample.ledger.place(at: height)) }
    for block in sample.blocks {
      for transaction in block.content.transactions {
        #expect(recovery.ledger.height(of: transaction.id) == sample.ledger.height(of: transaction.id))
      }
    }
    #expect(meter.count(.index) == 8)
    #expect(meter.count(.codecByte) == Int64(sample.file.count))
  }

  @Test("an empty file is an empty ledger")
  func emptyFile() {
    var meter = Meter()
    let recovery = Ledger.recover(from: [], file: FileID(slot: 0), &meter)
    #expect(recovery.ledger.height == 0)
    #expect(recovery.damage == nil)
  }

  @Test("a file cut anywhere gives the blocks before the cut and a torn tail")
  func tornTail() {
    let sample = grown(3)
    let boundaries = (1...3).map { Int(sample.ledger.place(at: $0)!.offset) } + [sample.file.count]
    for cut in stride(from: 0, to: sample.file.count, by: 7) {
      var meter = Meter()
      let recovery = Ledger.recover(from: ByteRope(Array(sample.file[..<cut])), file: FileID(slot: 0), &meter)
      let height = boundaries.lastIndex { $0 <= cut }!
      #expect(recovery.ledger.height == Int64(height), "cut at \(cut)")
      #expect(recovery.intactBytes == Int64(boundaries[height]))
      #expect((recovery.damage == nil) == boundaries.contains(cut))
      #expect(recovery.damage?.isTornTail != false)
    }
  }

  @Test("a byte changed in the middle is reported with its record and the next intact one")
  func corruptMiddle() {
    let sample = grown(3)
    let second = sample.ledger.place(at: 2)!
    var stream = RandomStream(seed: 4)
    for index in 0..<second.size where index < 40 || index % 11 == 0 {
      var bytes = sample.file
      bytes[Int(second.offset) + index] ^= UInt8(1 + stream.below(255))
      var meter = Meter()
      let recovery = Ledger.recover(from: ByteRope(bytes), file: FileID(slot: 0), &meter)
      #expect(recovery.ledger.height == 1)
      #expect(recovery.intactBytes == second.offset)
      #expect(recovery.damage?.offset == second.offset)
      #expect(recovery.damage?.nextRecord == second.offset + Int64(second.size))
    }
  }

  @Test("records that are intact but out of their order are damage")
  func order() {
    let sample = grown(3)
    let places = (1...3).map { sample.ledger.place(at: $0)! }
    func record(_ place: Ledger.Place) -> ArraySlice<UInt8> {
      sample.file[Int(place.offset)..<Int(place.offset) + place.size]
    }
    func damage(_ records: [Int]) -> LedgerDamage.Reason? {
      var meter = Meter()
      let bytes = Array(records.map { record(places[$0]) }.joined())
      return Ledger.recover(from: ByteRope(bytes), file: FileID(slot: 0), &meter).damage?.reason
    }
    #expect(damage([0, 1, 2]) == nil)
    #expect(damage([0, 2]) == .wrongHeight)
    #expect(damage([0, 1, 1]) == .wrongHeight)
    #expect(damage([1]) == .wrongHeight)

    var other = SampleLedger()
    other.append([other.publicConfiguration(1)])
    var meter = Meter()
    let spliced = other.file + record(places[1])
    #expect(Ledger.recover(from: ByteRope(spliced), file: FileID(slot: 0), &meter).damage?.reason == .wrongPrevious)
  }

  @Test("a recovered ledger grows on as the first would have")
  func growsOn() {
    var sample = grown(2)
    var meter = Meter()
    var recovered = Ledger.recover(from: ByteRope(sample.file), file: FileID(slot: 0), &meter).ledger
    let block = sample.block([sample.publicConfiguration(77)])
    sample.append(block)
    var effects = Effects()
    recovered.append(block, ticket: DiskTicket(9), into: &effects)
    #expect(recovered.place(at: 3) == sample.ledger.place(at: 3))
    #expect(recovered.height(of: block.content.transactions[0].id) == 3)
  }
}
