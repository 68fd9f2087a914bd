import Protocols
import SimKernel
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Packets held back, clogged, slowed down, too large")
struct PacketFaultTests {
  /// Node 0 sends a number every millisecond to node 1, in so many bytes.
  private func world(_ faults: [Fault], bytes: Int = 2, bandwidth: Bandwidth = .unlimited) -> ProbeWorld {
    let machines = (0..<2).map { number in
      var next = 0
      return Probe { input, _, effects in
        switch input {
        case .started: if number == 0 { effects.arm(TimerID(slot: 0), after: .milliseconds(1)) }
        case .timer:
          let head = [UInt8(next / 256), UInt8(next % 256)]
          effects.send(
            Payload(head + [UInt8](repeating: 0, count: bytes - 2)), ProbeWorld.kind, to: NodeID(1))
          next += 1
          effects.arm(TimerID(slot: 0), after: .milliseconds(1))
        case .message(let payload, _): effects.note(Int64(payload.bytes[0]) * 256 + Int64(payload.bytes[1]))
        case .packet, .synced, .read: break
        }
      }
    }
    let world = ProbeWorld(machines, latency: .constant(100_000), bandwidth: bandwidth)
    world.world.faults = FaultDriver(
      FaultPlan(faults), world: world.world, modules: 2, streams: RandomStreams(seed: 1))
    world.run(until: .microseconds(999_500))
    return world
  }

  @Test("a packet that is held back is overtaken, though the link keeps order; none is lost")
  func reorder() {
    let fault = NetworkFault.reorder(.strikes([3, 5]), by: .constant(2_500_000))
    let world = world([Fault(.network(fault), at: .zero)])
    #expect(world.noted.prefix(9).map(\.what) == [0, 1, 3, 2, 5, 6, 4, 7, 8])
    #expect(world.noted.count == 999)
    #expect(world.noted[3].nanoseconds == 3_000_000 + 100_000 + 2_500_000)
  }

  @Test("a delay keeps the order of a link, a share held back does not")
  func share() {
    let by = Distribution.uniform(low: 0, high: 5e6)
    let delayed = world([Fault(.network(.delay(by)), at: .zero)])
    let held = world([Fault(.network(.reorder(.share(0.1), by: by)), at: .zero)])
    #expect(delayed.noted.map(\.what) == delayed.noted.map(\.what).sorted())
    #expect(held.noted.map(\.what) != held.noted.map(\.what).sorted())
  }

  @Test("a clogged link lets through at its end, in order, what it was given")
  func clog() {
    let world = world([
      Fault(.network(.clog([1])), at: .microseconds(100_500), lasts: .milliseconds(50)),
      Fault(.network(.clog([0])), at: .microseconds(120_500), lasts: .milliseconds(10)),
    ])
    #expect(world.noted.map { Int($0.what) } == Array(0..<999))
    let held = world.noted[100..<150]
    #expect(held.allSatisfy { $0.nanoseconds == 150_600_000 })
    #expect(world.noted[99].nanoseconds == 100_100_000 && world.noted[150].nanoseconds == 151_100_000)
  }

  @Test("with less bandwidth packets queue before the port, and are gone some time after the fault")
  func bandwidth() {
    // A packet of 2 bytes takes 114 on the wire, and 9.12 ms at 100 kbit/s.
    let slow = Fault(
      .network(.bandwidth(Bandwidth(bitsPerSecond: 100_000))), at: .microseconds(100_500), lasts: .milliseconds(100))
    let faster = Fault(.network(.bandwidth(Bandwidth(bitsPerSecond: 50_000_000))), at: .zero)
    let world = world([slow, faster], bandwidth: Bandwidth(bitsPerSecond: 1_000_000_000))
    #expect(world.noted.map { Int($0.what) } == Array(0..<world.noted.count))
    let times = world.noted.map(\.nanoseconds)
    #expect(times[100] - times[99] > 9_000_000)
    #expect(abs(times[105] - times[104] - 9_120_000) < 1_000)
    // Through two such ports, nine come in 100 ms; what waits when that is over goes at 50 Mbit/s.
    #expect(times[100...].count { $0 < 200_500_000 } == 9)
    #expect(times[180] > 200_500_000 && times[180] - times[112] < 1_500_000)
    #expect(times[300] == 301_000_000 + 100_000 + (times[50] - 51_100_000))
  }

  @Test("what is larger than the path takes is lost, what is smaller is not")
  func mtu() {
    let fault = Fault(.network(.mtu(ByteCount(576))), at: .zero)
    // Of 576 bytes, IP, TCP and TLS take 74.
    #expect(world([fault], bytes: 502).noted.count == 999)
    let none = world([fault], bytes: 503)
    #expect(none.noted.isEmpty)
    let link = none.world.mesh.link(from: NodeID(0), to: NodeID(1))
    #expect(none.world.network.counters(of: link).drops(because: .tooLarge) == 999)
    let above = Fault(.network(.mtu(ByteCount(1_499))), at: .zero)
    #expect(world([above], bytes: 100_000).noted.isEmpty)
  }

  @Test("listed strikes are those packets, and drawn ones are the same packets again when listed")
  func strikes() {
    #expect(
      world([Fault(.network(.loss(.strikes([1, 4, 2_000]))), at: .zero)]).noted.prefix(3).map(\.what) == [1, 2, 4])
    let plan: [Fault] = [
      Fault(.network(.loss(.share(0.05))), at: .zero), Fault(.network(.corrupt(.share(0.05))), at: .zero),
      Fault(.network(.duplicate(.share(0.05))), at: .zero),
      Fault(.network(.reorder(.share(0.05), by: .exponential(mean: 4e6))), at: .zero),
    ]
    let drawn = world(plan)
    let explicit = drawn.world.faults!.explicitPlan
    for fault in explicit.faults {
      guard case .network(let network) = fault.kind, case .strikes(let ordinals) = network.chance else {
        Issue.record("\(fault) is not explicit")
        continue
      }
      #expect(abs(ordinals.count - 50) < 25)
    }
    #expect(world(explicit.faults).noted == drawn.noted)
    // Without the others, each fault strikes what it struck.
    let alone = world([explicit.faults[1]])
    #expect(alone.world.faults!.explicitPlan.faults == [explicit.faults[1]])
  }
}
