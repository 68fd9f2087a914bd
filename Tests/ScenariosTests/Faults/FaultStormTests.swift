import Foundation
import Protocols
import SimKernel
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Worlds in which anything goes wrong that a plan can say")
struct FaultStormTests {
  /// A few faults that are all over by half time, drawn from the seed; any number of modules at once.
  static func plan(_ seed: UInt64) -> FaultPlan {
    var stream = RandomStreams(seed: seed).stream("storm")
    func modules(_ stream: inout RandomStream) -> [Int] {
      let chosen = (0..<4).filter { _ in stream.below(2) == 0 }
      return chosen.isEmpty ? [Int(stream.below(4))] : chosen
    }
    var busyUntil = [Int64](repeating: 0, count: 4)
    var faults: [Fault] = []
    for _ in 0...stream.below(5) {
      let at = Int64(500 + stream.below(12_000))
      let lasts = TimeSpan.milliseconds(Int64(50 + stream.below(7_000)))
      let share = Double(1 + stream.below(30)) / 100
      let chosen = modules(&stream)
      let upon = stream.below(3) == 0 ? Fault.Milestone.allCases[Int(stream.below(5))] : nil
      let kind: Fault.Kind
      switch stream.below(10) {
      case 0, 1: kind = .outage(.crash(chosen, restartAfter: lasts))
      case 2: kind = .outage(.pause(chosen))
      case 3: kind = .network(.partition([chosen, (0..<4).filter { !chosen.contains($0) }]))
      case 4: kind = .network(.cut(from: chosen, to: (0..<4).filter { !chosen.contains($0) }))
      case 5: kind = .network(.loss(.share(share)))
      case 6: kind = .network(.delay(.exponential(mean: Double(1 + stream.below(200)) * 1e6)))
      case 7: kind = .network(.duplicate(.share(share)))
      case 8: kind = .network(.corrupt(.share(share)))
      default: kind = .disk(.slow(.exponential(mean: Double(1 + stream.below(200)) * 1e6)))
      }
      guard case .outage = kind else {
        faults.append(Fault(kind, at: .milliseconds(at), lasts: lasts))
        continue
      }
      // One outage after another.
      guard chosen.allSatisfy({ busyUntil[$0] < at }) else { continue }
      for module in chosen { busyUntil[module] = at + lasts.nanoseconds / 1_000_000 }
      faults.append(Fault(kind, at: .milliseconds(at), lasts: lasts, upon: upon))
    }
    return FaultPlan(faults)
  }

  static func scenario(_ plan: FaultPlan) -> Scenario {
    CRBFixture.scenario(rate: .poisson(perSecond: 20)).with {
      $0.faults = plan
      $0.workload.to = .any
      $0.duration = DurationSpec(warmUp: .seconds(1), measure: .seconds(59))
      $0.progressWithin = .seconds(30)
    }.crb { $0.viewChangeTimeout = .seconds(1) }
  }

  /// STORM=100..<200 tries other seeds.
  static let seeds: Range<UInt64> = {
    let words = ProcessInfo.processInfo.environment["STORM"]?.split(separator: ".").compactMap {
      UInt64($0.filter(\.isNumber))
    }
    return words.map { $0[0]..<$0[1] } ?? 0..<5
  }()

  @Test("nothing is torn apart, lost or doubled, and decisions go on afterwards", arguments: seeds)
  func storm(seed: UInt64) throws {
    let plan = Self.plan(seed)
    let outcome = try CRBFixture.run(Self.scenario(plan), seed: seed)
    #expect(outcome.violations == [], "\(plan)")
  }

  @Test("the same plan and seed give the same run; another seed another")
  func determinism() throws {
    let scenario = Self.scenario(
      FaultPlan([
        Fault(.network(.loss(.share(0.1))), at: .seconds(2), lasts: .seconds(5)),
        Fault(.network(.corrupt(.share(0.1))), at: .seconds(2), lasts: .seconds(5)),
        Fault(.outage(.crash([0, 1], restartAfter: .seconds(3))), at: .seconds(4), upon: .prepared),
      ])
    ).with { $0.duration = DurationSpec(warmUp: .seconds(1), measure: .seconds(14)) }
    let (first, again) = (try CRBFixture.run(scenario), try CRBFixture.run(scenario))
    #expect(first.fingerprint == again.fingerprint && first.values == again.values && first.events == again.events)
    #expect(first.fingerprint != (try CRBFixture.run(scenario, seed: 2)).fingerprint)
  }

  @Test("without faults there is no driver and nobody looks at packets; faults that do nothing change no decision")
  func nothing() throws {
    let plain = CRBFixture.scenario()
    let world = CRBWorld(plain, profile: CRBFixture.profile, seed: 1, options: RunOptions(), trace: .off)
    #expect(world.world.faults == nil && world.world.network.interceptor == nil)
    #expect(world.world.hosts.allSatisfy { $0.disk?.interceptor == nil })
    let without = try CRBFixture.run(plain)
    let idle = try CRBFixture.run(
      plain.with {
        $0.faults = FaultPlan([
          Fault(.network(.loss(.share(0))), at: .zero), Fault(.disk(.bitRot(.share(0))), at: .zero),
        ])
      })
    #expect(idle.values == without.values)
    #expect(idle.events == without.events + 2)
  }

  @Test("a module whose disk lied finds less than it wrote, and fetches the rest")
  func lyingDisk() throws {
    let scenario = Self.scenario(
      FaultPlan([
        Fault(.disk(.lyingSync(.share(1))), at: .seconds(5), on: [3]),
        Fault(.outage(.crash([3], restartAfter: .seconds(1))), at: .seconds(10)),
      ])
    ).with { $0.duration = DurationSpec(warmUp: .seconds(1), measure: .seconds(14)) }
    let crb = CRBWorld(scenario, profile: CRBFixture.profile, seed: 1, options: RunOptions(), trace: .off)
    crb.world.start()
    crb.world.run(until: .start + .milliseconds(9_999))
    let before = crb.chain.oracles.agreement.heights[3]
    crb.world.run(until: .start + .milliseconds(11_002))
    #expect(crb.module(3).replica.ledger.height < before - 20)
    crb.world.run(until: crb.window.upperBound)
    #expect(crb.chain.oracles.agreement.heights[3] > before && crb.chain.lag <= 10)
    #expect(crb.violations() == [])
  }

  @Test("a run leaves nothing behind, whatever failed in it")
  func released() throws {
    weak var world: World?
    let faults: [Fault.Kind] = [
      .disk(.bitRot(.share(0.1))), .network(.loss(.share(0.1))), .clock(.jump(.seconds(1))),
      .outage(.crash([1], restartAfter: .seconds(1))), .byzantine(ByzantineFault([2], .equivocation)),
    ]
    let plan = FaultPlan(faults.map { Fault($0, at: .seconds(1)) })
    do {
      let crb = CRBWorld(
        Self.scenario(plan), profile: CRBFixture.profile, seed: 1, options: RunOptions(), trace: .off)
      crb.world.start()
      crb.world.run(until: .start + .seconds(3))
      world = crb.world
      _ = crb.violations()
    }
    #expect(world == nil)
  }

  @Test("progress is asked for only within the fault budget")
  func budget() throws {
    func outcome(_ faults: [Fault]) throws -> [Violation] {
      let scenario = Self.scenario(FaultPlan(faults)).with {
        $0.duration = DurationSpec(warmUp: .seconds(1), measure: .seconds(19))
        $0.progressWithin = .milliseconds(1)
      }
      return try CRBFixture.run(scenario).violations
    }
    // No block is decided within a millisecond: the oracle speaks wherever it judges.
    #expect(
      try outcome([Fault(.network(.loss(.share(0.01))), at: .seconds(5), lasts: .seconds(1))]).first?.oracle
        == "progress")
    #expect(
      try outcome([Fault(.outage(.crash([3], restartAfter: nil)), at: .seconds(5))]).first?.oracle == "progress")
    #expect(try outcome([Fault(.outage(.crash([2, 3], restartAfter: nil)), at: .seconds(5))]) == [])
    #expect(try outcome([Fault(.network(.loss(.share(0.01))), at: .seconds(5))]) == [])
    #expect(try outcome([]) == [])
  }
}
