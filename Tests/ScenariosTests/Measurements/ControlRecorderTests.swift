import Protocols
import Testing
import Vocabulary

@testable import Scenarios

@Suite("What is measured of the control plane of service function chains (docs/formats/scenario.md)")
struct ControlRecorderTests {
  @Test("a part that failed counts as an operation, and not as a time", arguments: [true, false])
  func spans(isDone: Bool) {
    let recorder = ControlRecorder(window: .start..<(.start + .seconds(100)))
    let outcome = isDone ? OperationOutcome.done : .unanswered
    for (second, kind, value) in [
      (1, ControlNote.operationBegan, 0), (2, .rulesBegan, 1), (62, .rulesEnded, isDone ? 1 : 0),
      (63, .operationEnded, outcome.rawValue),
    ] {
      recorder.noted(kind.about(1, value: value), at: .start + .seconds(Int64(second)))
    }
    #expect(recorder.values["operations-done"] == (isDone ? 1 : 0))
    #expect(recorder.values["operations-unanswered"] == (isDone ? 0 : 1))
    #expect(recorder.values["operation-time"] == (isDone ? 62 : nil))
    #expect(recorder.values["rule-distribution"] == (isDone ? 60 : nil))
  }
}
