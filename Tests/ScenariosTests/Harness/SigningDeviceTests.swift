import Protocols
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Signing devices and shared verification (docs/models/processor.md)")
struct SigningDeviceTests {
  private let device = PriceList.Signer(signature: .nanoseconds(100), latency: .nanoseconds(30))

  /// At the start, and at each timer: so many signatures, and a note.
  private func signer(_ signatures: Int, times: Int = 1) -> Probe {
    var left = times
    return Probe { _, _, effects in
      guard left > 0 else { return }
      left -= 1
      effects.meter.charge(.sign, signatures)
      effects.meter.charge(.index)
      effects.note(Int64(left))
      effects.arm(TimerID(slot: 0), after: .nanoseconds(1))
    }
  }

  @Test("a step's effects wait for its signatures: the processor's work, then the device's, then the way back")
  func alone() {
    for (signatures, end) in [(0, 7), (1, 137), (3, 337)] as [(Int, Int64)] {
      let world = ProbeWorld([signer(signatures)], prices: [.sign: 50_000, .index: 7_000], signer: device)
      world.run()
      #expect(world.noted.map(\.nanoseconds) == [end])
      // The processor does nothing for a signature.
      #expect(world.world.processors.busyTime(of: NodeID(0)) == .nanoseconds(7))
    }
  }

  @Test("without a device the processor signs")
  func without() {
    let world = ProbeWorld([signer(3)], prices: [.sign: 50_000, .index: 7_000])
    world.run()
    #expect(world.noted.map(\.nanoseconds) == [157])
    #expect(world.world.processors.busyTime(of: NodeID(0)) == .nanoseconds(157))
  }

  @Test("the device makes one signature after the other, while the processor goes on")
  func queue() {
    let asker = Probe { input, _, effects in
      guard case .started = input else { return }
      for _ in 0..<3 { effects.send(Payload([1]), ProbeWorld.kind, to: NodeID(0)) }
    }
    let server = Probe { input, _, effects in
      guard case .message = input else { return }
      effects.meter.charge(.sign)
      effects.note(1)
    }
    let world = ProbeWorld([server, asker], signer: device)
    world.run()
    #expect(world.noted.map(\.nanoseconds) == [130, 230, 330])
  }

  @Test("verifications of one step are shared by the free cores where the scenario says so", arguments: [1, 2, 4])
  func verification(cores: Int) {
    let machine = Probe { _, _, effects in
      effects.meter.charge(.verify, 8)
      effects.meter.charge(.index)
      effects.note(1)
    }
    for (isShared, end) in [(false, 85), (true, 5 + 80 / cores)] {
      let world = ProbeWorld(
        [machine], prices: [.verify: 10_000, .index: 5_000], cores: cores, verifiesOnFreeCores: isShared)
      world.run()
      #expect(world.noted.map(\.nanoseconds) == [Int64(end)])
    }
  }

  @Test("in a run, shared verification shortens the consensus, and does the same work")
  func consensusWithCores() throws {
    func run(_ verification: HostsSpec.Verification, cores: Int) throws -> [String: Double] {
      let scenario = CRBFixture.scenario(rate: .batch(transactions: 40, every: .milliseconds(500))).with {
        $0.hosts.verification = verification
        $0.hosts.cores = cores
      }
      let outcome = try CRBFixture.run(scenario)
      #expect(outcome.violations == [])
      return outcome.values
    }
    let one = try run(.oneCore, cores: 4)
    let shared = try run(.freeCores, cores: 4)
    #expect(shared["consensus-delay"]! < one["consensus-delay"]! * 0.8)
    #expect(shared["blocks"] == one["blocks"])
    // With one core there is nothing to share.
    #expect(try run(.freeCores, cores: 1) == run(.oneCore, cores: 1))
  }

  @Test("in a run, a signing device takes work off the processor and adds its latency")
  func consensusWithDevice() throws {
    let scenario = CRBFixture.scenario(rate: .batch(transactions: 1, every: .milliseconds(500)))
    func run(_ latency: TimeSpan?) throws -> [String: Double] {
      var profile = CRBFixture.profile
      profile.signer = latency.map { SignerCosts(latency: $0, signatures: [.ed25519: .microseconds(10)]) }
      let outcome = try SystemRun.run(scenario, profile: profile, seed: 1, options: RunOptions())
      #expect(outcome.violations == [])
      return outcome.values
    }
    let without = try run(nil)
    let fast = try run(.zero)
    let slow = try run(.milliseconds(10))
    let busy = "processor-utilisation-primary"
    #expect(fast[busy]! < without[busy]!)
    // Signing took 1 ms of the processor.
    #expect(fast["consensus-delay"]! < without["consensus-delay"]!)
    // The pre-prepare, a prepare and a commit are signed one after the other.
    #expect(slow["consensus-delay"]! > fast["consensus-delay"]! + 0.029)
    #expect(slow["blocks"] == without["blocks"])
  }

  @Test("a node that loses power loses what its device was signing, and nothing of it appears in its next life")
  func powerLoss() throws {
    var profile = CRBFixture.profile
    profile.signer = SignerCosts(latency: .milliseconds(20), signatures: [.ed25519: .milliseconds(2)])
    var scenario = CRBFixture.scenario(rate: .poisson(perSecond: 40))
    for at in stride(from: Int64(900), to: 960, by: 7) {
      scenario.faults = FaultPlan([
        Fault(.outage(.crash([2], restartAfter: .milliseconds(300))), at: .milliseconds(at)),
        Fault(.outage(.pause([1])), at: .milliseconds(at + 500), lasts: .milliseconds(50)),
      ])
      let outcome = try SystemRun.run(scenario, profile: profile, seed: 1, options: RunOptions())
      #expect(outcome.violations == [])
      #expect(outcome.values["blocks"]! > 5)
    }
  }
}
