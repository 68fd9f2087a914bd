import Protocols
import Vocabulary

/// A VNF's software has what its tenant gave it last (crb-smb 3.3.2).
final class NFVConfigurationOracle {
  private var found = ViolationList(.configuration)
  var violations: [Violation] { found.all }

  /// That somebody else has told something. Never iterated.
  private var misled: Set<String> = []

  /// Somebody who has stolen a key is obeyed.
  func misled(_ instance: String) { misled.insert(instance) }

  /// At the end, of a VNF that has had time to hear of all that is in the ledger for it.
  func finish(_ instance: String, has configuration: [UInt8]?, of client: TenantClient) {
    guard !misled.contains(instance), let known = client.keys.instance(instance), !known.isDeleted else { return }
    // One that another has taken over from is about to go, and is given nothing by its groups' names any more.
    guard known.successor == nil else { return }
    guard known.obeys == client.formerPairs.count, !client.isUncertain(instance) else { return }
    guard configuration != known.settings else { return }
    found.report("\(instance) has another configuration than its tenant gave it last")
  }
}

extension TenantClient {
  /// Whether the tenant cannot know what the instance was given last: what failed may have got through, and what is under way
  /// may or may not have.
  fileprivate func isUncertain(_ instance: String) -> Bool {
    let operations = (0..<Int64(operationCount)).compactMap { operation($0 + 1) }
    let everJoined = operations.flatMap { operation -> [String] in
      guard case .joinGroups(let name, let groups) = operation, keys.present(name) == instance else { return [] }
      return groups
    }
    for (place, operation) in operations.enumerated().reversed() {
      let number = Int64(place + 1)
      switch operation {
      case .configure(let name, _): guard keys.present(name) == instance else { continue }
      case .configureGroup(let group, _):
        guard everJoined.contains(group) else { continue }
        guard case .done = outcome(of: number) else { return true }
        guard keys.instance(instance)?.groups.contains(group) == true else { continue }
      case .migrate(_, let name, _): guard keys.present(name) == instance else { continue }
      case .createVNF, .createChain, .switchPath, .deleteVNF, .deleteChain, .joinGroups, .publish,
        .requestConfiguration, .replaceKeyPair, .replaceOwnKeyPairs:
        continue
      }
      guard case .done = outcome(of: number) else { return true }
      return false
    }
    // The source may have handed its settings on before a migration failed whose new VNF could not be deleted.
    return !operations.indices.contains { outcome(of: Int64($0 + 1)) == .done(instance) }
  }
}
