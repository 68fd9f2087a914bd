import Scenarios

/// A failure capsule run again for the user.
struct CapsuleSession {
  let loaded: LoadedScenario

  func run(quiet: Bool) throws -> ExitStatus {
    for note in CapsuleNotes(loaded).lines { Console.standard.report(note) }
    guard let replay = try CapsuleReplay(loaded) else {
      throw CommandFailure("\(loaded.path) is no failure capsule; 'chainbed run' runs scenarios", status: .usage)
    }
    if !quiet { Console.standard.print(text(replay)) }
    return replay.violations.isEmpty ? .done : .failed
  }

  private func text(_ replay: CapsuleReplay) -> String {
    let capsule = replay.capsule
    var lines = replay.violations.map { "violated: \($0)" }
    lines.append(
      replay.failsAgain
        ? "the same invariant fails: \(capsule.oracle)"
        : "the invariant '\(capsule.oracle)' does not fail any more; then: \(capsule.said)")
    lines.append(
      replay.isSameRun
        ? "the same run, event by event: fingerprint \(replay.fingerprint)"
        : "another run: fingerprint \(replay.fingerprint), then \(capsule.fingerprint)")
    return lines.joined(separator: "\n")
  }
}
