import Protocols
import Vocabulary

/// What a tenant begins comes to an end, well or as a failure that it is told of (crb-smb 3.3.2).
final class NFVOperationOracle {
  private var found = ViolationList(.operation)
  var violations: [Violation] { found.all }

  /// At the end: an operation that has stayed where it is, though all that it needs runs.
  func hangs(_ number: Int64, _ operation: TenantOperation?, of tenant: Int, for span: TimeSpan) {
    let what = operation.map { "\($0)".prefix { $0.isLetter } } ?? "unknown"
    found.report("operation \(number) of tenant \(tenant), \(what), has stood still for \(span.seconds) s")
  }
}
