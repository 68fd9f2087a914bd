import SimKernel
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Faults in scenario files")
struct FaultFormatTests {
  private func faults(_ lines: String...) throws -> [Fault] {
    try FormatFixture.load(FormatFixture.text(faults: lines)).scenario.faults.faults
  }

  private func errors(_ lines: String...) -> [String] { FormatFixture.errors(faults: lines) }

  @Test("a fault that goes on to the end and leaves progress unjudged is warned of, with its place")
  func unjudged() throws {
    func warnings(_ lines: String...) throws -> [String] {
      try FormatFixture.load(FormatFixture.text(faults: lines)).warnings.map {
        String($0.description.drop { $0 != " " }.dropFirst())
      }
    }
    let advice = "goes on to the end of the run, so progress is not judged; 'for' ends it"
    #expect(
      try warnings("at: 0 s, for: 1 s, loss: 5 %", "at: 1 s, loss: 5 %", "at: 1 s, full-disk: 1 kB, on: 1") == [
        "warning: faults[1]: 'loss' \(advice)", "warning: faults[2]: 'full-disk' \(advice)",
      ])
    #expect(try warnings("at: 1 s, lying-sync: 1 %, on: 1", "at: 1 s, torn-write: 5 %", "at: 1 s, crash: 1") == [])
    #expect(try warnings("at: 1 s, loss: 5 %", "at: 1 s, crash: [1, 2]") == [], "progress is not asked for anyway")
  }

  @Test("what never strikes uses up none of the fault budget")
  func harmless() {
    let harmless: [Fault.Kind] = [
      .disk(.lyingSync(.share(0))), .disk(.bitRot(.strikes([]))), .network(.loss(.share(0))),
      .byzantine(ByzantineFault([1], .mutation(share: 0))),
    ]
    for kind in harmless {
      let plan = FaultPlan([Fault(kind, at: .zero, on: [1])])
      let none = [false, false, false, false]
      #expect(plan.neverReturn(modules: 4) == none, "\(kind)")
      #expect(plan.losesDurable(modules: 4) == none && plan.byzantine(modules: 4) == none, "\(kind)")
      #expect(plan.heals, "\(kind)")
    }
    let lying = FaultPlan([Fault(.disk(.lyingSync(.share(0.01))), at: .zero, on: [1])])
    #expect(lying.losesDurable(modules: 4) == [false, true, false, false])
    #expect(!FaultPlan([Fault(.network(.loss(.share(0.01))), at: .zero)]).heals)
  }

  @Test("every kind is read")
  func kinds() throws {
    let read = try faults(
      "at: 1 s, crash: module 0, restart-after: 500 ms", "at: 1600 ms, crash: [0, module 2], upon: pre-prepared",
      "at: 100 ms, for: 200 ms, pause: 1", "at: 0 s, partition: [[0, 1], [2, 3]]",
      "at: 1 s, for: 1 s, cut: {from: module 0, to: [1, 2]}", "at: 0 s, loss: 5 %",
      "at: 0 s, for: 3 s, delay: {exponential: {mean: 2 ms}}, on: 3", "at: 1 s, duplicate: 2 %, on: [module 1, 2]",
      "at: 1 s, corrupt: 1 %", "at: 1 s, slow-disk: 20 ms", "at: 1 s, lying-sync: 10 %, on: 0",
      "at: 1 s, bit-rot: 1 %", "at: 1 s, clock-jump: -2 s, on: 1")
    #expect(
      read == [
        Fault(.outage(.crash([0], restartAfter: .milliseconds(500))), at: .seconds(1)),
        Fault(.outage(.crash([0, 2], restartAfter: nil)), at: .milliseconds(1_600), upon: .prePrepared),
        Fault(.outage(.pause([1])), at: .milliseconds(100), lasts: .milliseconds(200)),
        Fault(.network(.partition([[0, 1], [2, 3]])), at: .zero),
        Fault(.network(.cut(from: [0], to: [1, 2])), at: .seconds(1), lasts: .seconds(1)),
        Fault(.network(.loss(.share(0.05))), at: .zero),
        Fault(.network(.delay(.exponential(mean: 2e6))), at: .zero, lasts: .seconds(3), on: [3]),
        Fault(.network(.duplicate(.share(0.02))), at: .seconds(1), on: [1, 2]),
        Fault(.network(.corrupt(.share(0.01))), at: .seconds(1)),
        Fault(.disk(.slow(.constant(2e7))), at: .seconds(1)),
        Fault(.disk(.lyingSync(.share(0.1))), at: .seconds(1), on: [0]),
        Fault(.disk(.bitRot(.share(0.01))), at: .seconds(1)),
        Fault(.clock(.jump(.seconds(-2))), at: .seconds(1), on: [1]),
      ])
  }

  @Test("a scenario without faults has an empty plan, and the bound of progress is read")
  func empty() throws {
    #expect(try FormatFixture.load().scenario.faults.isEmpty)
    let loaded = try FormatFixture.load(FormatFixture.scenario, ["oracles.progress-within=7 s"])
    #expect(loaded.scenario.progressWithin == .seconds(7))
  }

  @Test("a stated load is read and written, and refused where it would say nothing")
  func load() throws {
    let scenario = try FormatFixture.load(FormatFixture.scenario, ["oracles.load=62.5 %"]).scenario
    #expect(scenario.load == 0.625 && scenario.progressWithin == nil)
    let text = try FormatFixture.load(FormatFixture.scenario).scenario
    #expect(text.load == nil)
    #expect(!FormatFixture.errors(FormatFixture.scenario, ["oracles.load=100 %"]).isEmpty)
    let raft = FormatFixture.errors(FormatFixture.scenario, ["oracles.load=50 %", "crb.consensus=raft"])
    #expect(raft.contains { $0.contains("has no effect with 'raft'") }, "\(raft)")
  }

  @Test("--set replaces the faults")
  func override() throws {
    let loaded = try FormatFixture.load(
      FormatFixture.text(faults: ["at: 1 s, crash: 0"]), ["faults=[{at: 2 s, loss: 1 %}]"])
    #expect(loaded.scenario.faults.faults == [Fault(.network(.loss(.share(0.01))), at: .seconds(2))])
    let cleared = try FormatFixture.load(FormatFixture.text(faults: ["at: 1 s, crash: 0"]), ["faults=[]"])
    #expect(cleared.scenario.faults.isEmpty)
    let wrong = FormatFixture.errors(
      FormatFixture.text(faults: ["at: 1 s, crash: 0"]), ["faults=[{at: 9 s, loss: 1 %}]"])
    #expect(wrong.count == 1 && wrong[0].hasPrefix("--set faults="))
  }

  @Test("modules that are not there")
  func unknownModules() {
    #expect(
      errors("at: 1 s, crash: module 4", "at: 1 s, partition: [[0], [9]]", "at: 1 s, cut: {from: 0, to: 7}") == [
        "error: faults[0].crash: there is no module 4: the modules are 0 to 3",
        "error: faults[1].partition[1][0]: there is no module 9: the modules are 0 to 3",
        "error: faults[2].cut.to: there is no module 7: the modules are 0 to 3",
      ])
    #expect(errors("at: 1 s, crash: node 1").first?.contains("'node 1' is not a node") == true)
    #expect(errors("at: 1 s, loss: 1 %, on: 4").first?.contains("there is no module 4") == true)
  }

  @Test("a place is given in the file")
  func places() {
    let found = FormatFixture.errors(FormatFixture.text(faults: ["at: 1 s, crash: [0, module 4]"]))
    #expect(found == ["s.yaml:14:26: error: faults[0].crash[1]: there is no module 4: the modules are 0 to 3"])
  }

  @Test("times past the end of the run, and negative ones")
  func times() {
    #expect(
      errors("at: 3 s, crash: 2", "at: 2 s, for: 2 s, pause: 0", "at: 2 s, crash: 1, restart-after: 2 s") == [
        "error: faults[0].at: 3 s is past the end of the run, which lasts 3 s",
        "error: faults[1].for: 2 s and 2 s are past the end of the run, which lasts 3 s; "
          + "leave 'for' out to last to its end",
        "error: faults[2].restart-after: 2 s and 2 s are past the end of the run, which lasts 3 s; "
          + "leave 'restart-after' out to stay down",
      ])
    #expect(errors("at: -1 s, crash: 0").first?.contains("faults[0].at: -1 s is out of range") == true)
    #expect(errors("at: 1 s, for: 0 s, loss: 1 %").first?.contains("out of range") == true)
  }

  @Test("contradictions: a module that is down cannot crash or be paused")
  func contradictions() {
    #expect(
      errors("at: 1 s, crash: 0, restart-after: 1 s", "at: 1500 ms, crash: 0") == [
        "error: faults[1].crash: module 0 is down from 1 s until 2 s by faults[0]"
      ])
    #expect(
      errors("at: 1 s, pause: [1, 2]", "at: 2 s, crash: [0, 2], restart-after: 500 ms") == [
        "error: faults[1].crash[1]: module 2 is paused from 1 s to the end of the run by faults[0]"
      ])
    #expect(errors("at: 1 s, crash: 0, restart-after: 1 s", "at: 2 s, crash: 0") == [])
    #expect(errors("at: 1 s, crash: [1, 1]").contains { $0.contains("module 1 stands twice") })
    #expect(errors("at: 1 s, partition: [[0, 1], [1, 2]]").first?.contains("module 1 stands twice") == true)
    #expect(
      errors("at: 1 s, cut: {from: [0, 1], to: 1}") == [
        "error: faults[0].cut.to: module 1 cannot be cut off from itself"
      ])
  }

  @Test("keys without effect, and faults that are none or two")
  func company() {
    #expect(errors("at: 1 s, for: 1 s, crash: 0").first?.contains("'restart-after' says when") == true)
    #expect(errors("at: 1 s, loss: 1 %, restart-after: 1 s").first?.contains("only with 'crash'") == true)
    #expect(errors("at: 1 s, loss: 1 %, upon: proposed").first?.contains("only with 'crash' and 'pause'") == true)
    #expect(errors("at: 1 s, loss: 1 %, upon: switching").first?.contains("nothing migrates: 'switching'") == true)
    #expect(errors("at: 1 s, crash: 0, on: 1").first?.contains("no effect with 'crash'") == true)
    #expect(errors("at: 1 s, for: 1 s, clock-jump: 1 s").first?.contains("no effect with 'clock-jump'") == true)
    #expect(errors("at: 1 s").first?.contains("needs one of 'crash'") == true)
    #expect(errors("at: 1 s, crash: 0, loss: 1 %").first?.contains("cannot stand beside") == true)
    #expect(errors("at: 1 s, crush: 0").contains { $0.contains("did you mean 'crash'?") })
    #expect(errors("crash: 0").first?.contains("faults[0].at: missing") == true)
    #expect(errors("at: 1 s, partition: [[0, 1]]").first?.contains("needs at least 2 values") == true)
    #expect(errors("at: 1 s, loss: 101 %").first?.contains("out of range") == true)
    #expect(errors("at: 1 s, delay: {uniform: {from: 2 ms, to: 1 ms}}").first?.contains("is after 'to'") == true)
  }

  @Test("at a point of a sweep with fewer modules the module is missing")
  func sweep() {
    let found = FormatFixture.errors(FormatFixture.text(faults: ["at: 1 s, crash: 3"], modules: "[4, 2]"))
    #expect(found.count == 1 && found[0].contains("there is no module 3: the modules are 0 to 1"))
  }

  @Test("a module that reads no membership list cannot read a wrong one")
  func listsOfRaft() {
    let raft = FormatFixture.text(faults: ["at: 1 s, membership-list: torn"])
      .replacingOccurrences(of: "  modules: 4\n", with: "  modules: 4\n  consensus: raft\n")
    let found = FormatFixture.errors(raft)
    #expect(found.count == 1 && found[0].contains("'raft', whose modules read no membership list"), "\(found)")
  }

  @Test("every other kind is read")
  func otherKinds() throws {
    let read = try faults(
      "at: 1 s, for: 1 s, clog: [0, 2]", "at: 1 s, mtu: 576 B, on: 1",
      "at: 1 s, reorder: {share: 5 %, by: 3 ms}", "at: 1 s, reorder: {strikes: [], by: 3 ms}",
      "at: 1 s, bandwidth: 1 Mbit/s", "at: 1 s, misdirected-write: {strikes: 7}, on: 2", "at: 1 s, torn-write: 50 %",
      "at: 1 s, failing-sync: 1 %, restart-after: 1 s", "at: 1 s, full-disk: 1 kB", "at: 1 s, clock-drift: -20 ppm",
      "at: 1 s, for: 1 s, clock-freeze: shown, on: 3", "at: 1 s, timer-drift: 3 ppb, stream: 40",
      "at: 0 s, membership-list: torn, on: 2", "at: 1 s, for: 1 s, membership-list: other-number")
    #expect(
      read == [
        Fault(.network(.clog([0, 2])), at: .seconds(1), lasts: .seconds(1)),
        Fault(.network(.mtu(ByteCount(576))), at: .seconds(1), on: [1]),
        Fault(.network(.reorder(.share(0.05), by: .constant(3e6))), at: .seconds(1)),
        Fault(.network(.reorder(.strikes([]), by: .constant(3e6))), at: .seconds(1)),
        Fault(.network(.bandwidth(Bandwidth(bitsPerSecond: 1_000_000))), at: .seconds(1)),
        Fault(.disk(.misdirectedWrite(.strikes([7]))), at: .seconds(1), on: [2]),
        Fault(.disk(.tornWrite(.share(0.5))), at: .seconds(1)),
        Fault(.disk(.failingSync(.share(0.01), restartAfter: .seconds(1))), at: .seconds(1)),
        Fault(.disk(.full(room: ByteCount(1_000))), at: .seconds(1)),
        Fault(.clock(.drift(-20_000)), at: .seconds(1)),
        Fault(.clock(.freeze), at: .seconds(1), lasts: .seconds(1), on: [3]),
        Fault(.clock(.timerDrift(3)), at: .seconds(1), stream: 40),
        Fault(.disk(.membershipList(.torn)), at: .zero, on: [2]),
        Fault(.disk(.membershipList(.otherNumber)), at: .seconds(1), lasts: .seconds(1)),
      ])
  }

  @Test("rates are read, and any is all modules, one at each strike")
  func rates() throws {
    let read = try faults(
      "at: 1 s, until: 2 s, rate: 30 /min, crash: any, restart-after: 100 ms",
      "at: 1 s, rate: 2 /s, for: 10 ms, loss: 5 %, on: any", "at: 1 s, rate: 2 /s, for: 10 ms, pause: [1, 2]")
    #expect(
      read == [
        Fault(
          .outage(.crash([0, 1, 2, 3], restartAfter: .milliseconds(100))), at: .seconds(1),
          recurrence: Recurrence(rate: 0.5, until: .seconds(2), picksOne: true)),
        Fault(
          .network(.loss(.share(0.05))), at: .seconds(1), lasts: .milliseconds(10), on: [0, 1, 2, 3],
          recurrence: Recurrence(rate: 2, picksOne: true)),
        Fault(
          .outage(.pause([1, 2])), at: .seconds(1), lasts: .milliseconds(10), recurrence: Recurrence(rate: 2)),
      ])
  }

  @Test("contradictions of rates, streams and strikes")
  func recurrence() {
    #expect(errors("at: 1 s, until: 2 s, crash: 0").first?.contains("has an effect only with 'rate'") == true)
    #expect(errors("at: 2 s, until: 1 s, rate: 1 /s, crash: 0").first?.contains("is not after 'at'") == true)
    #expect(errors("at: 1 s, until: 5 s, rate: 1 /s, crash: 0").first?.contains("past the end of the run") == true)
    #expect(errors("at: 1 s, rate: 1 /s, loss: 5 %").first?.contains("needs 'for'") == true)
    #expect(
      errors("at: 1 ms, rate: 1000 /s, until: 3 s, clock-jump: 1 s", "at: 1 s, rate: 2000 /s, crash: 0").contains {
        $0.contains("out of range")
      })
    #expect(errors("at: 1 s, crash: any").first?.contains("drawn at each strike of a 'rate'") == true)
    #expect(errors("at: 1 s, rate: 1 /s, crash: [any, 1]").first?.contains("stands alone") == true)
    #expect(errors("at: 1 s, rate: 1 /s, for: 1 s, loss: 5 %, on: some").first?.contains("is not a node") == true)
    #expect(errors("at: 1 s, partition: [any, [1]]").first?.contains("is not a node") == true)
    #expect(
      errors("at: 1 s, loss: {strikes: [3, 3]}") == [
        "error: faults[0].loss.strikes[1]: 3 does not come after 3: strikes stand in ascending order, once each"
      ])
    #expect(errors("at: 1 s, loss: {strikes: [0]}").first?.contains("out of range") == true)
    #expect(
      errors("at: 1 s, reorder: {share: 1 %, strikes: [1], by: 1 ms}").first?.contains("cannot stand beside") == true)
    #expect(errors("at: 1 s, reorder: {share: 1 %}").first?.contains("by: missing") == true)
    #expect(
      errors("at: 1 s, loss: 1 %", "at: 1 s, loss: 1 %, stream: 0") == [
        "error: faults[1].stream: 0 is the stream of faults[0], by its position or as it says"
      ])
  }

  @Test("faults that change nothing, and links that never go on")
  func idle() {
    #expect(errors("at: 1 s, clog: 0").first?.contains("needs 'for'") == true)
    #expect(errors("at: 1 s, for: 1 s, clog: 0, on: 1").first?.contains("names its modules") == true)
    #expect(errors("at: 1 s, mtu: 1500 B").first?.contains("has no effect: messages go in packets of 1500 B") == true)
    #expect(errors("at: 1 s, bandwidth: 100 Gbit/s").first?.contains("network.bandwidth is") == true)
    #expect(errors("at: 1 s, torn-write: 50 %, restart-after: 1 s").first?.contains("'failing-sync'") == true)
    #expect(errors("at: 1 s, clog: 7, for: 1 s").first?.contains("there is no module 7") == true)
    #expect(errors("at: 1 s, clock-drift: 200000 ppm").first?.contains("out of range") == true)
  }
}
