import Foundation
import Report
import Scenarios

/// Runs a session's scenario again in a process of its own and compares: the same scenario and seed must give the same.
struct SecondRun {
  var session: RunSession
  /// What the first gave, in the order of the results.
  var runs: [Judgement.Run]

  /// Throws when the two differ: that is a defect of chainbed, whatever the scenario.
  func compare() throws {
    let directory = session.directory + "/second"
    try? FileManager.default.removeItem(atPath: directory)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let words = session.words(directory: directory) + ["--jobs", "\(session.parameters.jobCount)", "--quiet"]
    let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let status = try Subprocess.run(program, words, showsErrors: true).status
    guard status == ExitStatus.done.rawValue || status == ExitStatus.failed.rawValue else {
      throw CommandFailure("the second run ended with status \(status)", status: .defect)
    }
    // A line for each run, after one for all together.
    let fingerprints = try lines("\(directory)/fingerprint.txt").dropFirst().map { $0.prefix { $0 != " " } }
    if let run = zip(runs, fingerprints).first(where: { $0.fingerprint != $1 })?.0 {
      let two = TwoProcesses(file: session.scenario.path, overrides: session.parameters.overrides, run: run)
      throw CommandFailure(two.explanation(), status: .defect)
    }
    for file in ["fingerprint.txt", "measurements.csv"] {
      let first = try lines("\(session.directory)/\(file)")
      let second = try lines("\(directory)/\(file)")
      guard first != second else { continue }
      let differing = zip(first, second).first { $0 != $1 }
      let place = differing.map { "\($0) in one, \($1) in the other" } ?? "one has more lines"
      throw CommandFailure(
        "two processes gave the same events and not the same \(file): \(place)", status: .defect)
    }
    if !session.parameters.quiet {
      Console.standard.print("a second process gave the same fingerprint and measurements\n")
    }
  }

  private func lines(_ path: String) throws -> [Substring] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandFailure("\(path) is missing", status: .defect)
    }
    return String(decoding: data, as: UTF8.self).split(separator: "\n")
  }
}
