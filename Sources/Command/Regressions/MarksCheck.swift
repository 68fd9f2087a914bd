import Report
import Scenarios

/// What everything in a check reached together, and whether that is all that it must.
struct MarksCheck {
  var coverage: Coverage
  /// Whether what is missing makes the check fail.
  var isRequired: Bool
  /// What must be reached.
  var required = Requirement.nightly

  var missing: [Requirement] { isRequired ? coverage.missing(of: required) : [] }
  var status: ExitStatus { missing.isEmpty ? .done : .failed }

  /// Empty where no fault struck and nothing is required.
  var text: String {
    var parts: [String] = []
    if !coverage.chainKinds.isEmpty {
      parts.append("faults that struck service function chains, by what went on there:\n\n\(coverage.chainTable)")
    }
    if !coverage.migrationKinds.isEmpty {
      parts.append("faults that struck while something migrated, by the step:\n\n\(coverage.migrationTable)")
    }
    if !coverage.kinds.isEmpty || isRequired && coverage.chainKinds.isEmpty {
      parts.append(
        "faults that struck, by what the module was doing (*: byzantine behaviour):\n\n\(coverage.table)")
      parts.append("marks, and how often each was met:\n\n\(coverage.markList)")
    }
    return (isRequired ? parts + [verdict] : parts).joined(separator: "\n")
  }

  /// How much of what must be reached was, and what was not.
  var verdict: String {
    let count = required.count
    return "\(count - missing.count) of \(count) required marks and cells were reached\n"
      + missing.map { "    never: \($0)\n" }.joined()
  }

  /// One test case for each thing that must be reached.
  var suite: JUnitReport.Suite {
    let missing = Set(missing)
    return JUnitReport.Suite(
      "marks",
      cases: required.map { requirement in
        JUnitReport.Case(
          "\(requirement)", group: "marks", seconds: 0,
          outcome: missing.contains(requirement)
            ? .failed(kind: "never", message: "never reached: \(requirement)", text: "a larger budget may reach it")
            : .passed)
      })
  }
}
