import Scenarios

/// Where two runs that should be the same part: the first step that differs, and what led to it in each.
struct Parting {
  /// From 1.
  var number: Int64
  /// Nil in the one that ends there.
  var steps: [TracedStep?]
  /// What was the same before, as far back as it was kept, oldest first.
  var history: StepHistory
  var modules: Int

  /// Compares two runs step by step; nil when they are the same to the end.
  static func find(_ one: StepReader, _ other: StepReader, modules: Int) throws -> Parting? {
    var history = StepHistory()
    while true {
      let (first, second) = (try one.next(), try other.next())
      if let first, let second, first.isSame(as: second) {
        history.append(first)
        continue
      }
      guard first != nil || second != nil else { return nil }
      return Parting(number: history.count + 1, steps: [first, second], history: history, modules: modules)
    }
  }

  /// Lines for people.
  var text: String {
    var lines = ["They part at event \(number)" + (difference.map { ", which differs in \($0)" } ?? "")]
    let causes = steps.map { $0?.cause }
    let isShared = causes[0] == causes[1]
    for (step, label) in zip(steps, ["in one:   ", "in other: "]) {
      guard let step else {
        lines.append("  \(label)the run is over")
        continue
      }
      lines.append("  \(label)\(Self.place(step)) \(step.text(modules: modules))\(Self.content(step))")
      if !isShared { lines += chain(from: step.cause).map { "            \($0)" } }
    }
    if isShared, let cause = causes[0] {
      lines += chain(from: cause).map { "  both \($0)" }
      lines.append("  so one of these events did not do the same in the two processes")
    }
    return lines.joined(separator: "\n")
  }

  private var difference: String? {
    guard let first = steps[0], let second = steps[1] else { return nil }
    return first.differences(from: second).joined(separator: " and ")
  }

  /// What led to a step, and what to that; at most four.
  private func chain(from cause: Int64) -> [String] {
    var lines: [String] = []
    var next = cause
    while lines.count < 4 {
      guard next > 0 else { return lines + ["because of the scenario itself"] }
      guard let step = history[next] else { return lines + ["because of event \(next), long before"] }
      lines.append("because of event \(next): \(Self.place(step)) \(step.text(modules: modules))")
      next = step.cause
    }
    return lines
  }

  private static func place(_ step: TracedStep) -> String {
    let nanoseconds = step.record.time.nanoseconds
    let rest = String(nanoseconds % 1_000_000_000)
    return "\(nanoseconds / 1_000_000_000)." + String(repeating: "0", count: 9 - rest.count) + rest + " s:"
  }

  /// The digest of what a message or a read holds.
  private static func content(_ step: TracedStep) -> String {
    guard step.record.digest > 1 << 56 else { return "" }
    let digits = String(step.record.digest, radix: 16)
    return " (" + String(repeating: "0", count: 16 - digits.count) + digits + ")"
  }
}
