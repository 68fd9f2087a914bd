import Protocols

/// A management service that does at once what it is asked, each request once, and forgets nothing.
struct FakeManagement {
  let number: Int
  var instances: [String] = []
  var chains: [String: [String]] = [:]
  private(set) var results: [Digest: (result: String, error: String, completed: Int64)] = [:]
  /// In the order in which they were carried out.
  private(set) var done: [ManagementOperation.Action] = []
  /// What it refuses to do.
  var refuses: (ManagementOperation.Action) -> String? = { _ in nil }

  init(number: Int) { self.number = number }

  enum Change {
    case boot(String, VNFOrder)
    case destroy(String)
    case switched(from: String, to: String)
  }

  mutating func handle(
    _ id: Digest, _ bytes: [UInt8], at time: Int64
  ) throws -> (answer: ManagementMessage, change: Change?) {
    if let known = results[id] {
      return (.result(id, result: known.result, error: known.error, completed: known.completed), nil)
    }
    let action = try ManagementOperation.decode(bytes).action
    var (result, error) = ("", refuses(action) ?? "")
    var change: Change?
    if error.isEmpty {
      done.append(action)
      switch action {
      case .createVNF(let order):
        result = "vnf-\(number)-\(results.count)"
        instances.append(result)
        change = .boot(result, order)
      case .createChain(let names):
        result = "chain-\(number)-\(results.count)"
        chains[result] = names
      case .switchPath(let chain, let from, let to):
        chains[chain] = chains[chain]?.map { $0 == from ? to : $0 }
        change = .switched(from: from, to: to)
      case .deleteVNF(let name):
        if instances.contains(name) { change = .destroy(name) } else { error = "unknown instance" }
        instances.removeAll { $0 == name }
      case .deleteChain(let name): chains[name] = nil
      }
    }
    results[id] = (result, error, time)
    return (.result(id, result: result, error: error, completed: time), change)
  }
}
