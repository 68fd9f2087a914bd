import SimKernel
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Faults that come at a rate")
struct RecurrenceTests {
  private func expanded(_ faults: [Fault], seed: UInt64 = 1, modules: Int = 4) -> [Fault] {
    FaultPlan(faults).expanded(streams: RandomStreams(seed: seed), modules: modules, end: .seconds(1_000)).faults
  }

  private let crashes = Fault(
    .outage(.crash([0, 1, 2, 3], restartAfter: .seconds(2))), at: .seconds(100),
    recurrence: Recurrence(rate: 0.5, until: .seconds(900), picksOne: true))

  @Test("there are about as many as the rate says, within their time, each once and on a module of its own")
  func rate() {
    let strikes = expanded([crashes])
    #expect(abs(strikes.count - 400) < 60)
    #expect(strikes.allSatisfy { $0.at > .seconds(100) && $0.at < .seconds(900) && $0.recurrence == nil })
    #expect(strikes.allSatisfy { $0.modules?.count == 1 })
    #expect((0..<4).allSatisfy { module in strikes.count { $0.modules == [module] } > 60 })
    #expect(Set(strikes.map { $0.stream! }).count == strikes.count)
  }

  @Test("no module is struck that is down, be it by another fault")
  func overlap() {
    let down = Fault(.outage(.crash([2], restartAfter: .seconds(500))), at: .seconds(200))
    let pauses = Fault(
      .outage(.pause([2, 3])), at: .zero, lasts: .seconds(5), recurrence: Recurrence(rate: 0.1))
    let plan = expanded([pauses, down, crashes])
    var until = [TimeSpan](repeating: .zero, count: 4)
    for fault in plan.sorted(by: { $0.at < $1.at }) {
      for module in fault.modules! {
        #expect(fault.at >= until[module])
        guard case .outage(let outage) = fault.kind else { continue }
        until[module] = outage.end(of: fault)
      }
    }
    #expect(plan.contains { $0.modules == [2, 3] } && plan.contains { $0.modules == [1] })
  }

  @Test("the same seed draws the same; what else is in the plan, in another stream, changes nothing")
  func determinism() {
    var fault = crashes
    fault.stream = 7
    let loss = Fault(
      .network(.loss(.share(0.1))), at: .zero, lasts: .seconds(1), recurrence: Recurrence(rate: 0.2))
    #expect(expanded([fault]) == expanded([fault]))
    #expect(expanded([fault]) != expanded([fault], seed: 2))
    #expect(expanded([loss, fault]).filter { $0.stream! >= 8_000_000 } == expanded([fault]))
  }

  @Test("a plan without rates stays what it is; a strike that would outlast the run is left out")
  func ends() {
    let once = Fault(.network(.loss(.share(0.1))), at: .zero)
    #expect(expanded([once]) == [once])
    let long = Fault(
      .network(.loss(.share(0.1))), at: .zero, lasts: .seconds(300), recurrence: Recurrence(rate: 1))
    let strikes = expanded([long])
    #expect(strikes.count > 500 && strikes.allSatisfy { $0.at <= .seconds(700) })
  }
}
