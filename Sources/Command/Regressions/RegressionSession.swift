import Report
import Scenarios
import Synchronization

/// One check for the user: the scenarios, then what is fuzzed, then all that there is to say about them.
final class RegressionSession: Sendable {
  private let check: RegressionCheck
  private let fuzzed: Mutex<[FuzzResult]>
  private let requiresMarks: Bool
  private let report: JUnitFile?

  init(check: RegressionCheck, fuzzed: [FuzzResult], requiresMarks: Bool, report: JUnitFile?) {
    self.check = check
    self.fuzzed = Mutex(fuzzed)
    self.requiresMarks = requiresMarks
    self.report = report
  }

  func run(_ budget: FuzzBudget, jobs: Int) {
    _ = check.run(jobs: jobs)
    let files = fuzzed.withLock { $0.map(\.file) }
    for (place, file) in files.enumerated() {
      let result = FuzzResult.run(file, budget, jobs: jobs)
      fuzzed.withLock { $0[place] = result }
    }
  }

  /// Prints and writes what is known, and gives the status that it comes to.
  @discardableResult
  func finish() throws -> ExitStatus {
    check.endProgress()
    let table = RegressionTable(results: check.results)
    let fuzz = FuzzTable(results: fuzzed.withLock { $0 })
    let drawn = fuzz.results.compactMap(\.summary).reduce(into: Coverage()) { $0.merge($1.coverage) }
    let marks = MarksCheck(
      coverage: coverage(table, fuzz), isRequired: requiresMarks, required: Requirement.all(for: drawn))
    let tables = [table.text] + (fuzz.results.isEmpty ? [] : [fuzz.text]) + [marks.text, table.details, fuzz.details]
    Console.standard.write(tables.filter { !$0.isEmpty }.joined(separator: "\n"))
    try report?.write(
      RegressionJUnit.suites(table.results) + (fuzz.results.isEmpty ? [] : [fuzz.suite])
        + (requiresMarks ? [marks.suite] : []))
    let all = (table.results.map(\.verdict) + fuzz.results.map(\.verdict)).map(\.status) + [marks.status]
    return all.max { $0.rawValue < $1.rawValue } ?? .done
  }

  private func coverage(_ table: RegressionTable, _ fuzz: FuzzTable) -> Coverage {
    var coverage = Coverage()
    for judgement in table.results.compactMap(\.judgement) { coverage.merge(judgement.coverage) }
    for summary in fuzz.results.compactMap(\.summary) { coverage.merge(summary.coverage) }
    return coverage
  }
}
