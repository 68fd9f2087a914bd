import Report
import Scenarios

/// The table that a check ends with: a row for each scenario, and under it what failed, in a line.
struct RegressionTable {
  var results: [RegressionResult]

  /// As wide as terminals are at least.
  private static let width = 80

  var text: String {
    let (folder, names) = RegressionFiles.names(results.map(\.file))
    var table = TextTable([
      .init(folder.isEmpty ? "scenario" : folder + "/", maximumWidth: 200), .init("verdict"),
      .init("judged"), .init("simulated", .right), .init("wall", .right),
    ])
    for (result, name) in zip(results, names) {
      let simulated = result.judgement.map { Self.seconds($0.simulatedSeconds, places: 0) } ?? ""
      table.append([
        name, result.verdict.rawValue, result.judged, simulated, Self.seconds(result.wallSeconds, places: 1),
      ])
    }
    let lines = table.text.split(separator: "\n")
    var text = lines.prefix(2).map { $0 + "\n" }.joined()
    for (line, result) in zip(lines.dropFirst(2), results) {
      text += line + "\n"
      guard let problem = result.problems.first else { continue }
      let isPlace = problem.hasPrefix(result.file + ":")
      text += Self.cut("    " + (isPlace ? "at " + problem.dropFirst(result.file.count + 1) : problem)) + "\n"
    }
    return text + "\n" + summary + "\n"
  }

  /// What was wrong, whole, each with the command that shows it again; empty when all is well.
  var details: String {
    results.compactMap { result -> String? in
      guard let command = result.command else { return nil }
      let problems = result.problems.map { "  \($0)\n" }.joined()
      return "\(result.file): \(result.verdict.rawValue)\n\(problems)  again: \(command)\n"
    }.joined(separator: "\n")
  }

  private var summary: String {
    let counts = CheckVerdict.allCases.compactMap { verdict -> String? in
      let count = results.count { $0.verdict == verdict }
      return count > 0 ? "\(count) \(verdict.rawValue)" : nil
    }
    let simulated = results.reduce(0) { $0 + ($1.judgement?.simulatedSeconds ?? 0) }
    let noun = results.count == 1 ? "scenario" : "scenarios"
    return
      "\(results.count) \(noun): \(counts.joined(separator: ", ")); \(Self.seconds(simulated, places: 0)) simulated"
  }

  static func seconds(_ seconds: Double, places: Int) -> String {
    let scale = places == 0 ? 1.0 : 10.0
    let rounded = (seconds * scale).rounded() / scale
    return (places == 0 ? String(Int64(rounded)) : String(rounded)) + " s"
  }

  static func cut(_ line: String) -> String {
    line.count <= width ? line : line.prefix(width - 3) + "..."
  }
}
