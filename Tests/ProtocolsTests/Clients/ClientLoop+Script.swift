import Protocols
import Testing

extension ClientLoop {
  /// Begins an operation as soon as the tenant can, again if a crash swallowed it, and waits for its outcome.
  func perform(_ operation: TenantOperation, directly: Bool = false) throws -> TenantOperation.Outcome {
    var number: Int64 = 0
    var outcome: TenantOperation.Outcome?
    let isOver = run {
      guard tenant.isReady else { return false }
      if number == 0 || tenant.operationCount < number { number = begin(operation, directly: directly) }
      outcome = tenant.outcome(of: number)
      return outcome != nil
    }
    try #require(isOver, "\(operation) is not over: \(String(describing: tenant.migration(number)?.phase))")
    return try #require(outcome)
  }

  func done(_ operation: TenantOperation, directly: Bool = false) throws -> String {
    guard case .done(let result) = try perform(operation, directly: directly) else {
      Issue.record("\(operation) failed")
      return ""
    }
    return result
  }

  /// A chain through one VNF in data center 0, which has applied a configuration.
  func makeChain() throws -> (chain: String, instance: String) {
    let instance = try done(.createVNF(image: "firewall", dataCenter: 0))
    let chain = try done(.createChain([instance], dataCenter: 0))
    _ = try done(.configure(instance, rules("drop all", version: "1")))
    try #require(run { vnf(instance)?.configuration == Array("drop all".utf8) })
    return (chain, instance)
  }

  func rules(_ text: String, version: String) -> Configuration {
    Configuration(cid: "rules", vid: version, description: "", configuration: Array(text.utf8))
  }
}
