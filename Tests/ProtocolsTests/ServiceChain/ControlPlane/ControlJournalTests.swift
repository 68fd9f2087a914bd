import Testing
import Vocabulary

@testable import Protocols

@Suite("What the control plane writes down")
struct ControlJournalTests {
  /// Remembers the last numbers.
  private struct Numbers: JournaledState {
    var list: [Int] = []
    mutating func apply(_ entry: Int) { list = (list + [entry]).suffix(3) }
  }

  private var journal = ControlJournal<Numbers>(turnSize: 400)
  private var files: [Int: [UInt8]] = [:]
  private var syncs: [DiskTicket] = []
  private var sent: [UInt8] = []

  /// Ends a step in which this was written and sent.
  private mutating func step(write: [Int] = [], send: UInt8? = nil, durable: DiskTicket? = nil) {
    var effects = Effects()
    if let durable { journal.synced(durable, into: &effects) }
    for number in write { journal.write(number) }
    if let send { effects.send(Payload([send]), .controlRecord, to: NodeID(1)) }
    effects.arm(TimerID(slot: 0), after: .seconds(1))
    journal.finishStep(into: &effects)
    carryOut(effects)
  }

  private mutating func carryOut(_ effects: Effects) {
    for effect in effects.list {
      switch effect {
      case .append(let file, let chunks): files[file.slot, default: []] += chunks.flatMap { $0 }
      case .sync(_, let ticket): syncs.append(ticket)
      case .truncate(let file, let size): files[file.slot] = Array((files[file.slot] ?? []).prefix(Int(size)))
      case .send(let payload, _, _): sent += payload.bytes
      default: break
      }
    }
  }

  private func recovered(_ files: [Int: [UInt8]]) -> [Int] {
    var journal = ControlJournal<Numbers>(turnSize: 400)
    var effects = Effects()
    journal.begin(into: &effects)
    #expect(!journal.take(files[0] ?? [], into: &effects))
    #expect(journal.take(files[1] ?? [], into: &effects))
    return journal.state.list
  }

  @Test("what is sent waits for what was written, in its order, and nothing waits without need")
  mutating func order() {
    step(send: 1)
    #expect(sent == [1])
    step(write: [7], send: 2)
    step(send: 3)
    step(write: [8], send: 4)
    #expect(sent == [1])
    step(durable: syncs[0])
    #expect(sent == [1, 2, 3])
    step(send: 5, durable: syncs[1])
    #expect(sent == [1, 2, 3, 4, 5])
  }

  @Test("another life finds the state of the last entry that is whole, wherever the end was torn")
  mutating func torn() {
    step(write: [1, 2])
    step(write: [3])
    let whole = files[0] ?? []
    #expect(recovered(files) == [1, 2, 3])
    for count in whole.indices {
      let found = recovered([0: Array(whole.prefix(count))])
      #expect([[], [1], [1, 2]].contains(found))
    }
  }

  @Test("files take turns, so that the journal stays small, and both lead to the same state")
  mutating func turns() {
    for number in 1...200 {
      step(write: [number])
      if let last = syncs.last { step(durable: last) }
      #expect(recovered(files) == Array(max(1, number - 2)...number))
    }
    #expect((files[0] ?? []).count + (files[1] ?? []).count < 3_000)
  }
}
