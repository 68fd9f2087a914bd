import Scenarios

/// A failure capsule, or the scenario that it was shrunk to, run again for the user.
struct CapsuleSession {
  let loaded: LoadedScenario
  /// Lines of the transcript to print.
  let lines: Int

  func run(quiet: Bool) throws -> ExitStatus {
    for note in CapsuleNotes(loaded).lines { Console.standard.report(note) }
    guard loaded.points.count == 1 else {
      throw CommandFailure("\(loaded.path) has a sweep: 'chainbed run' runs it", status: .usage)
    }
    let replay = try CapsuleReplay(loaded, lines: lines)
    if quiet {
      for violation in replay.violations.prefix(Self.mostViolations) {
        Console.standard.report("violated: \(violation)")
      }
    } else {
      Console.standard.print(text(replay))
    }
    return replay.violations.isEmpty ? .done : .failed
  }

  /// Violations that are shown; those that follow rarely tell more.
  private static let mostViolations = 5

  private func text(_ replay: CapsuleReplay) -> String {
    var lines = replay.transcript + replay.violations.prefix(Self.mostViolations).map { "violated: \($0)" }
    let further = replay.violations.count - Self.mostViolations
    if further > 0 { lines.append("and \(further) more") }
    guard let capsule = replay.capsule else {
      if replay.violations.isEmpty { lines.append("no invariant is violated") }
      return (lines + ["fingerprint \(replay.fingerprint)"]).joined(separator: "\n")
    }
    lines.append(
      replay.failsAgain
        ? "the same invariant fails: \(capsule.oracle)"
        : "the invariant '\(capsule.oracle)' no longer fails; when captured: \(capsule.said)")
    lines.append(
      replay.isSameRun
        ? "the same run, event by event: fingerprint \(replay.fingerprint)"
        : "another run: fingerprint now \(replay.fingerprint); when captured \(capsule.fingerprint)")
    return lines.joined(separator: "\n")
  }
}
