import Testing

@testable import Scenarios

@Suite("Raft in scenario files")
struct RaftFormatTests {
  private func text(_ crb: String, fault: String) -> String {
    """
    title: Raft
    question: What is refused?
    crb: {consensus: raft, crypto: modelled, \(crb)}
    hosts: {profile: test-machine}
    network: {latency: {normal: {mean: 200 us, deviation: 30 us}}, bandwidth: 1 Gbit/s}
    workload: {rate: {poisson: 20 /s}, to: any}
    duration: {warm-up: 1 s, measure: 5 s}
    faults:
      - {at: 2 s, \(fault)}
    measure: [rates]
    """
  }

  @Test("lies, and what its modules do not read, are refused with their place; half of the others may crash")
  func refused() {
    let crash = "crash: module 1"
    #expect(FormatFixture.errors(text("modules: 5, tolerates: 2", fault: crash)) == [])
    #expect(
      FormatFixture.errors(text("modules: 5, tolerates: 3", fault: crash)).first?.contains(
        "5 modules tolerate at most 2")
        == true)
    let lie = FormatFixture.errors(text("modules: 5", fault: "byzantine: {modules: [1], behaviour: silence}"))
    #expect(lie.count == 1)
    #expect(lie.first?.contains(":9:26: error: faults[0].byzantine: crb.consensus is 'raft'") == true, "\(lie)")
    let list = FormatFixture.errors(text("modules: 5", fault: "membership-list: torn, on: 2"))
    #expect(list.first?.contains("whose modules read no membership list") == true, "\(list)")
  }
}
