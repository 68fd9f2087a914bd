import Testing
import Vocabulary

@testable import Scenarios

@Suite("Byzantine faults in scenario files")
struct ByzantineFormatTests {
  private func errors(_ lines: String...) -> [String] { FormatFixture.errors(faults: lines) }

  @Test("every behaviour is read, with its parameters")
  func kinds() throws {
    for behaviour in ByzantineFixture.behaviours {
      let fault = ByzantineFixture.fault([0, 3], behaviour, at: .milliseconds(500), lasts: .seconds(1))
      var line = "at: 500 ms, for: 1 s, byzantine: {modules: [0, 3], behaviour: \(behaviour.name)"
      switch behaviour {
      case .silence(let receivers?): line += ", to: \(receivers)"
      case .wrongViews(let span), .viewChangeStorm(let span), .replay(let span), .flood(let span):
        line += ", every: \(span.nanoseconds / 1_000_000) ms"
      case .mutation: line += ", share: 30 %"
      default: break
      }
      let loaded = try FormatFixture.load(FormatFixture.text(faults: [line + "}"])).scenario.faults.faults
      #expect(loaded == [fault])
    }
  }

  @Test("more byzantine modules than there are, and modules and writers that are not there")
  func unknown() {
    #expect(
      errors("at: 1 s, byzantine: {modules: [0, 1, 2, 3, 4], behaviour: silence}") == [
        "error: faults[0].byzantine.modules: names 5 byzantine modules; there are 4",
        "error: faults[0].byzantine.modules[4]: there is no module 4: the modules are 0 to 3",
      ])
    #expect(
      errors("at: 1 s, byzantine: {modules: 1, behaviour: silence, to: 9}") == [
        "error: faults[0].byzantine.to: there is no module 9: the modules are 0 to 3"
      ])
    #expect(
      errors("at: 1 s, byzantine: {modules: 1, behaviour: censorship, writer: 1}").first?.contains(
        "there is no writer 1: there is only writer 0") == true)
  }

  @Test("two behaviours of one module at a time")
  func overlap() {
    #expect(
      errors(
        "at: 1 s, for: 1 s, byzantine: {modules: [0, 1], behaviour: silence}",
        "at: 1500 ms, byzantine: {modules: 1, behaviour: equivocation}") == [
          "error: faults[1].byzantine.modules: module 1 is byzantine from 1 s until 2 s by faults[0]: one behaviour at a time"
        ])
    #expect(
      errors(
        "at: 1 s, for: 1 s, byzantine: {modules: 0, behaviour: silence}",
        "at: 2 s, byzantine: {modules: 0, behaviour: equivocation}") == [])
  }

  @Test("parameters without effect, and what does not go with it")
  func company() {
    #expect(
      errors("at: 1 s, byzantine: {modules: 1, behaviour: equivocation, every: 1 s}").first?.contains(
        "has an effect only with 'behaviour: wrong-views' or") == true)
    #expect(
      errors("at: 1 s, byzantine: {modules: 1, behaviour: flood, share: 1 %}").first?.contains("only with") == true)
    #expect(
      errors("at: 1 s, byzantine: {modules: 1, behaviour: forged-blocks}").first?.contains("only elements of 'sfc'")
        == true)
    for behaviour in ["false-answers", "withholding"] {
      #expect(errors("at: 1 s, byzantine: {modules: 1, behaviour: \(behaviour)}") == [])
    }
    #expect(errors("at: 1 s, byzantine: {modules: 1, behaviour: flud}").first?.contains("'flood'") == true)
    #expect(errors("at: 1 s, byzantine: {behaviour: flood}").first?.contains("modules: missing") == true)
    #expect(errors("at: 1 s, on: 1, byzantine: {modules: 1, behaviour: flood}").first?.contains("no effect") == true)
    #expect(
      errors("at: 1 s, byzantine: {modules: 1, behaviour: delay, by: 1 h}").first?.contains("is not below crb") == true)
  }
}
