import Testing
import Vocabulary

@testable import Protocols

@Suite("A journal in two files that take turns (docs/formats/messages.md)")
struct TurningJournalTests {
  /// Counts: its state is the sum of its entries.
  private struct Counter {
    var log = TurningJournal(FileID(slot: 0), FileID(slot: 1), turnSize: 300)
    var sum: Int64 = 0
    /// Sums that a ticket makes durable.
    var promised: [(ticket: DiskTicket, sum: Int64)] = []
    var durable: Int64 = 0
    var files: [[UInt8]] = [[], []]
    var kept: [[UInt8]] = [[], []]
    var effectsLeft: Int?
    var turns = 0

    static func document(_ number: Int64) -> [UInt8] { BSONWriter.encode { $0.int64("number", number) } }
    static func number(_ document: [UInt8]) -> Int64? {
      try? BSONReader.decode(document) { r throws(BSONError) in try r.int64("number") }
    }

    mutating func add(_ number: Int64) {
      var effects = Effects()
      sum += number
      log.append([Self.document(number)], into: &effects)
      promised.append((log.sync(into: &effects), sum))
      if log.isFull {
        turns += 1
        log.turn(Self.document(sum), into: &effects)
      }
      carryOut(effects)
    }

    mutating func carryOut(_ effects: Effects) {
      for effect in effects.list where effectsLeft != 0 {
        effectsLeft = effectsLeft.map { $0 - 1 }
        switch effect {
        case .append(let file, let chunks): files[file.slot] += chunks.joined()
        case .truncate(let file, let count): files[file.slot] = Array(files[file.slot].prefix(Int(count)))
        case .sync(let file, let ticket):
          kept[file.slot] = files[file.slot]
          durable = promised.last { $0.ticket.number <= ticket.number }?.sum ?? durable
          var more = Effects()
          log.durable(upTo: ticket, into: &more)
          carryOut(more)
        default: Issue.record("a journal does no such thing")
        }
      }
    }

    /// Another life.
    mutating func recover(_ contents: [[UInt8]]) {
      let (durable, turns) = (durable, turns)
      self = Counter()
      (self.turns, self.durable) = (turns, durable)
      (files, kept) = (contents, contents)
      var effects = Effects()
      var intact = 0
      for (piece, end) in log.recover(contents, into: &effects) {
        switch piece {
        case .snapshot(let state, _): sum = Self.number(state) ?? -1
        case .entry(let document): sum += Self.number(document) ?? -1
        }
        intact = end
      }
      _ = log.cut(to: intact, of: contents, into: &effects)
      carryOut(effects)
    }
  }

  @Test("what is durable is there after a crash between any two effects, and nothing twice", arguments: [false, true])
  func crashes(keepsWrites: Bool) {
    for crash in 0... {
      var counter = Counter()
      counter.effectsLeft = crash
      for number in 1...30 { counter.add(Int64(number)) }
      let isOver = counter.effectsLeft != 0
      let (durable, sum) = (counter.durable, counter.sum)
      counter.recover(keepsWrites ? counter.files : counter.kept)
      #expect(counter.sum >= durable && counter.sum <= sum, "crash after \(crash) effects")
      let before = counter.sum
      for number in 1...30 { counter.add(Int64(number)) }
      counter.recover(counter.kept)
      #expect(counter.sum == before + 465, "crash after \(crash) effects")
      guard !isOver else { break }
      #expect(crash < 1_000)
    }
  }

  @Test("it is bounded, and one file is empty as soon as the other is durable")
  func bounded() {
    var counter = Counter()
    for number in 1...200 {
      counter.add(Int64(number))
      #expect(counter.files.map(\.count).reduce(0, +) < 600)
    }
    #expect(counter.turns > 20)
    #expect(counter.files.contains([]))
    counter.recover(counter.kept)
    #expect(counter.sum == 20_100)
  }

  @Test(
    "the file that was left is emptied only once the other's snapshot is durable: what is not synced may still reach the disk"
  )
  func emptied() throws {
    var log = TurningJournal(FileID(slot: 0), FileID(slot: 1), turnSize: 300)
    func isEmptying(_ effects: Effects) -> Bool {
      effects.list.contains { if case .truncate(FileID(slot: 0), to: 0) = $0 { true } else { false } }
    }
    var effects = Effects()
    while !log.isFull { log.append([Counter.document(1)], into: &effects) }
    let entries = log.sync(into: &effects)
    log.turn(Counter.document(1), into: &effects)
    let syncs = effects.list.compactMap { if case .sync(FileID(slot: 1), let ticket) = $0 { ticket } else { nil } }
    log.durable(upTo: entries, into: &effects)
    #expect(!isEmptying(effects))
    log.durable(upTo: try #require(syncs.last), into: &effects)
    #expect(isEmptying(effects))
  }

  @Test("a torn snapshot leaves the file before it in force; a torn entry is cut off")
  func torn() {
    var counter = Counter()
    while counter.turns == 0 { counter.add(1) }
    let entries = counter.sum
    // The last turn again, without the emptying.
    var old: [UInt8] = []
    for _ in 0..<entries { old += CheckedDocument.bytes(Counter.document(1)) }
    let new = counter.files[1]
    for lost in [1, 20, new.count - 1, new.count] {
      counter.recover([old, Array(new.dropLast(lost))])
      #expect(counter.sum == entries)
      #expect(counter.files[1].isEmpty)
    }
    counter.recover([old, new])
    #expect(counter.sum == entries && counter.files[0].isEmpty, "both say the same; the newer counts")
    counter.add(5)
    counter.recover([counter.files[0], Array(counter.files[1].dropLast(3))])
    #expect(counter.sum == entries && counter.files[1] == new)
  }
}
