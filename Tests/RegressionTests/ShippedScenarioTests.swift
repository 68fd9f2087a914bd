import Foundation
import Report
import Scenarios
import TestSupport
import Testing

/// Every scenario that comes with chainbed still gives what it gave: its first and its last point, with modelled
/// cryptography, for two simulated seconds, or whole if something goes wrong in it, or is to be done later. FaultScenarioTests runs those of
/// scenarios/faults, AttackScenarioTests those of scenarios/attacks. ONLY=word tries those whose paths contain it.
@Suite("Shipped scenarios")
struct ShippedScenarioTests {
  static let files = Repository.files(below: "scenarios", endings: [".yaml"]).filter {
    !$0.hasPrefix("scenarios/profiles/") && !$0.hasPrefix("scenarios/faults/")
      && !$0.hasPrefix("scenarios/attacks/") && $0.contains(only)
  }
  private static let only = ProcessInfo.processInfo.environment["ONLY"] ?? "."

  @Test("a short run gives the recorded events and means; RECORD_GOLDEN=1 records them anew", arguments: files)
  func unchanged(file: String) throws {
    let text = try Repository.read(file)
    var overrides = ["replications=1"]
    // One whose duration is given in milliseconds is short.
    if !text.contains("\nfaults:"), !text.contains("\n  operations:"),
      text.range(of: "measure: [0-9]+ ms", options: .regularExpression) == nil
    {
      overrides.append("duration={warm-up: 0 s, measure: 2 s}")
    }
    if text.contains("\ncrb:") { overrides.append("crb.crypto=modelled") }
    var loaded = try ScenarioFile.load(path: Repository.path(file), overrides: overrides)
    if loaded.points.count > 2 { loaded.points = [loaded.points[0], loaded.points[loaded.points.count - 1]] }
    let folder = try TemporaryDirectory()
    let result = try Experiment(loaded, options: ExperimentOptions(jobs: 2, directory: folder.path)).run(Silence())
    #expect(result.violations.isEmpty)
    let given = "\(result.events) events, fingerprint \(result.fingerprint)\n\n\(result.means.text)"
    let name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
    Golden.expect(given, matches: "\(name).txt")
  }

  private final class Silence: SweepObserver {
    func sweepBegins(finished: Int, total: Int) {}
    func runBegins(_ point: SweepPoint) {}
    func runEnds(finished: Int, total: Int) {}
  }
}
