import Protocols
import SimKernel
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Faults of links and disks")
struct LinkFaultTests {
  /// Three nodes that tell each other their number every millisecond for a second; what arrived, as (receiver, sender).
  private func world(_ faults: [Fault], seed: UInt64 = 1) -> ProbeWorld {
    let machines = (0..<3).map { number in
      Probe { input, _, effects in
        switch input {
        case .started, .timer:
          effects.broadcast(Payload([UInt8](repeating: UInt8(number), count: 10)), ProbeWorld.kind)
          effects.arm(TimerID(slot: 0), after: .milliseconds(1))
        case .message(let payload, let sender):
          let isWhole = payload.bytes.allSatisfy { $0 == UInt8(sender.index) }
          let bits = payload.bytes.reduce(0) { $0 + ($1 ^ UInt8(sender.index)).nonzeroBitCount }
          effects.append(
            .note(Note(kind: ProbeWorld.note, subject: Int64(sender.index), value: isWhole ? 0 : Int64(bits))))
        case .packet, .synced, .read: break
        }
      }
    }
    let world = ProbeWorld(machines, latency: .constant(100_000))
    let plan = FaultPlan(faults)
    if !plan.isEmpty {
      world.world.faults = FaultDriver(plan, world: world.world, modules: 3, streams: RandomStreams(seed: seed))
    }
    world.run(until: .microseconds(999_500))
    return world
  }

  private func arrivals(_ world: ProbeWorld, from sender: Int, to receiver: Int) -> Int {
    world.noted.count { $0.node == receiver && $0.subject == sender }
  }

  @Test("a partition cuts both ways between its groups for its time, and nothing else")
  func partition() {
    let world = world([Fault(.network(.partition([[0], [1]])), at: .microseconds(200_500), lasts: .milliseconds(500))])
    #expect(arrivals(world, from: 0, to: 1) == 500 && arrivals(world, from: 1, to: 0) == 500)
    for (sender, receiver) in [(0, 2), (2, 0), (1, 2), (2, 1)] {
      #expect(arrivals(world, from: sender, to: receiver) == 1_000)
    }
  }

  @Test("a one-way cut leaves the way back open")
  func cut() {
    let world = world([Fault(.network(.cut(from: [0], to: [1, 2])), at: .microseconds(500_500))])
    #expect(arrivals(world, from: 0, to: 1) == 501 && arrivals(world, from: 0, to: 2) == 501)
    #expect(arrivals(world, from: 1, to: 0) == 1_000)
  }

  @Test("the share that is lost, doubled and changed is what the scenario says")
  func shares() {
    let lost = world([Fault(.network(.loss(.share(0.2))), at: .zero)])
    #expect(abs(lost.noted.count - 4_800) < 150)
    let doubled = world([Fault(.network(.duplicate(.share(0.1))), at: .zero)])
    #expect(abs(doubled.noted.count - 6_600) < 120)
    let changed = world([Fault(.network(.corrupt(.share(0.1))), at: .zero, on: [0])])
    let bad = changed.noted.filter { $0.what != 0 }
    #expect(changed.noted.count == 6_000 && abs(bad.count - 400) < 80)
    #expect(bad.allSatisfy { $0.what == 1 }, "one bit is changed")
    #expect(bad.allSatisfy { $0.node == 0 || $0.subject == 0 }, "on the links of node 0 only")
  }

  @Test("delays add up")
  func delay() {
    let world = world([
      Fault(.network(.delay(.constant(1e6))), at: .zero, on: [0]),
      Fault(.network(.delay(.constant(2e6))), at: .zero, on: [1]),
    ])
    let base = Int64(100_000)
    #expect(world.noted.first { $0.node == 1 && $0.subject == 0 }?.nanoseconds == base + 3_000_000)
    #expect(world.noted.first { $0.node == 0 && $0.subject == 2 }?.nanoseconds == base + 1_000_000)
    #expect(world.noted.first { $0.node == 1 && $0.subject == 2 }?.nanoseconds == base + 2_000_000)
  }

  @Test("a fault draws the same whatever others do, and never shifts a draw of another stream")
  func streams() {
    let alone = world([Fault(.network(.loss(.share(0.2))), at: .zero)])
    let beside = world([
      Fault(.network(.loss(.share(0.2))), at: .zero), Fault(.network(.duplicate(.share(0))), at: .zero),
    ])
    #expect(alone.noted == beside.noted)
    #expect(alone.noted == world([Fault(.network(.loss(.share(0.2))), at: .zero)]).noted)
    #expect(alone.noted != world([Fault(.network(.loss(.share(0.2))), at: .zero)], seed: 2).noted)
    #expect(world([]).noted == world([Fault(.network(.loss(.share(0))), at: .zero)]).noted)
  }

  private func request(_ operation: DiskRequest.Operation, of node: Int) -> DiskRequest {
    DiskRequest(operation: operation, node: NodeID(node), file: 0, offset: 0, count: 100)
  }

  @Test(
    "disk faults strike their modules while they are on: failure, then lies, then rot; what is slow is so in any case")
  func disks() throws {
    let plan = FaultPlan([
      Fault(.disk(.slow(.constant(5e6))), at: .zero), Fault(.disk(.bitRot(.share(1))), at: .zero, on: [1, 2]),
      Fault(.disk(.lyingSync(.share(1))), at: .zero, on: [2]),
      Fault(.disk(.failingSync(.strikes([2]), restartAfter: nil)), at: .zero, on: [2]),
    ])
    let world = ProbeWorld([Int](0..<3).map { _ in Probe { _, _, _ in } })
    let faults = try #require(DiskFaults(plan, hosts: world.world.hosts[...], streams: RandomStreams(seed: 1)))
    #expect(faults.verdict(on: request(.sync, of: 2), at: .start) == .pass)
    for index in 0..<4 { faults.set(index, isOn: true) }
    let slow = TimeSpan.milliseconds(5)
    #expect(faults.verdict(on: request(.sync, of: 0), at: .start) == .delay(slow))
    #expect(faults.verdict(on: request(.read, of: 2), at: .start) == .delay(slow))
    #expect(faults.verdict(on: request(.sync, of: 2), at: .start) == DiskVerdict(.truncate(to: 0), delay: slow))
    #expect(faults.verdict(on: request(.sync, of: 2), at: .start) == DiskVerdict(.fail, delay: slow))
    #expect(faults.failing == [nil, nil, 3])
    guard case .corrupt(let offset, let mask) = faults.verdict(on: request(.sync, of: 1), at: .start).fate else {
      Issue.record("the sync of module 1 is not rotten")
      return
    }
    #expect((0..<100).contains(offset) && mask.nonzeroBitCount == 1)
    faults.set(2, isOn: false)
    faults.set(1, isOn: false)
    #expect(faults.verdict(on: request(.sync, of: 2), at: .start) == .delay(slow))
  }
}
