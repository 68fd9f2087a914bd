import Protocols
import SimKernel
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Hosts whose disks tear, misdirect, fail and fill up")
struct DiskFaultTests {
  private static let model = DiskModel(
    sector: ByteCount(4), seek: .zero, transferRate: .unlimited, syncLatency: .milliseconds(10), pageCache: ByteCount(0)
  )

  /// Appends four bytes, and syncs them, every 100 ms; notes 0 at each start and the ticket of each answer.
  private static func writer() -> Probe {
    var count: UInt8 = 0
    return Probe { input, _, effects in
      switch input {
      case .started:
        effects.note(0)
        effects.arm(TimerID(slot: 0), after: .milliseconds(100))
      case .timer:
        count += 1
        effects.append(.append(FileID(slot: 0), [[count, count, count, count]]))
        effects.append(.sync(FileID(slot: 0), DiskTicket(Int64(count))))
        effects.arm(TimerID(slot: 0), after: .milliseconds(100))
      case .synced(_, let ticket): effects.note(ticket.number)
      case .message, .packet, .read: break
      }
    }
  }

  private func world(_ faults: [Fault]) -> ProbeWorld {
    let world = ProbeWorld([Self.writer(), Self.writer()], disk: Self.model, makeMachines: Self.writer)
    world.world.faults = FaultDriver(
      FaultPlan(faults), world: world.world, modules: 2, streams: RandomStreams(seed: 1))
    world.run(until: .milliseconds(1_050))
    return world
  }

  private func noted(_ world: ProbeWorld, _ node: Int = 1) -> [Int64] {
    world.noted.filter { $0.node == node }.map(\.what)
  }

  @Test("a sync that fails ends the module, which starts again on what is durable")
  func failing() {
    let fault = DiskFault.failingSync(.strikes([2]), restartAfter: .milliseconds(235))
    let world = world([Fault(.disk(fault), at: .milliseconds(250), on: [1])])
    // The sync of 400 ms fails at 410 ms; the next life begins at 645 ms.
    #expect(noted(world) == [0, 1, 2, 3, 0, 1, 2, 3])
    #expect(world.world.halts == 1)
    #expect(
      world.world.hosts[1].disk!.durableContents(of: 0).joined.prefix(20) == [
        1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 1, 1, 1, 1, 2, 2, 2, 2,
      ])
    #expect(noted(world, 0) == Array(0...10))
  }

  @Test("without a time to start again the module stays down")
  func failingForGood() {
    let fault = Fault(.disk(.failingSync(.share(1), restartAfter: nil)), at: .milliseconds(250), on: [1])
    let world = world([fault])
    #expect(noted(world) == [0, 1, 2])
    #expect(world.world.hosts[1].condition == .down)
    #expect(FaultPlan([fault]).neverReturn(modules: 2) == [false, true])
    #expect(FaultPlan([fault]).losesDurable(modules: 2) == [false, false])
  }

  @Test("a module that is down for two reasons comes back when both are over")
  func twoReasons() {
    let world = world([
      Fault(.disk(.failingSync(.strikes([1]), restartAfter: .milliseconds(500))), at: .milliseconds(150), on: [1]),
      Fault(.outage(.crash([1], restartAfter: .milliseconds(100))), at: .milliseconds(300)),
    ])
    // It stopped at 210 ms; the crash at 300 ms would be over at 400 ms.
    let starts = world.noted.filter { $0.node == 1 && $0.what == 0 }
    #expect(starts.map(\.nanoseconds) == [0, 710_000_000])
  }

  @Test("on a full disk syncs wait, and go on in order when there is room")
  func full() {
    let world = world([
      Fault(.disk(.full(room: ByteCount(8))), at: .milliseconds(250), lasts: .milliseconds(500), on: [1])
    ])
    let seen = world.noted.filter { $0.node == 1 }
    #expect(seen.map(\.what) == Array(0...10))
    #expect(seen[4].nanoseconds == 410_000_000)
    #expect((5...7).allSatisfy { seen[$0].nanoseconds >= 760_000_000 && seen[$0].nanoseconds <= 790_000_000 })
    #expect(world.world.hosts[1].disk!.counters.heldSyncs == 3)
  }

  @Test("a loss of power leaves those sectors that the torn write struck, and zeros before them")
  func torn() {
    let world = world([
      Fault(.disk(.slow(.constant(1e9))), at: .milliseconds(250), lasts: .milliseconds(250), on: [1]),
      Fault(.disk(.tornWrite(.strikes([2]))), at: .zero, on: [1]),
      Fault(.outage(.crash([1], restartAfter: nil)), at: .milliseconds(550)),
    ])
    // Two are durable, three under way: the second of them survives.
    #expect(noted(world) == [0, 1, 2])
    #expect(
      world.world.hosts[1].disk!.durableContents(of: 0) == [1, 1, 1, 1, 2, 2, 2, 2, 0, 0, 0, 0, 4, 4, 4, 4])
  }

  @Test("a misdirected write lands over an earlier sector, and is missing where it belongs")
  func misdirected() {
    let world = world([Fault(.disk(.misdirectedWrite(.strikes([1]))), at: .milliseconds(350), on: [1])])
    let bytes = world.world.hosts[1].disk!.durableContents(of: 0).joined
    let sectors = (0..<10).map { Int(bytes[$0 * 4]) }
    #expect(sectors[3] == 0 && Array(sectors[4...]) == [5, 6, 7, 8, 9, 10])
    let struck = (0..<3).filter { sectors[$0] == 4 }
    #expect(struck.count == 1 && (0..<3).allSatisfy { struck.contains($0) || sectors[$0] == $0 + 1 })
    #expect(noted(world) == Array(0...10))
    // The first write of a file has nothing before it: it is lost.
    let lost = self.world([Fault(.disk(.misdirectedWrite(.strikes([1]))), at: .zero, on: [1])])
    #expect(lost.world.hosts[1].disk!.durableContents(of: 0).joined.prefix(8) == [0, 0, 0, 0, 2, 2, 2, 2])
  }
}
