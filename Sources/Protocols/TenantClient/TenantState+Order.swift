extension TenantState {
  /// Whether another operation must be over first: transactions to one VNF follow each other, and wait for its migration. A
  /// replacement of the tenant's own keys waits for all that is under way, and all that is not waits for it.
  func isBlocked(_ task: TenantTask) -> Bool {
    guard !task.isUnderWay else { return false }
    let others = open.compactMap(self.task)
    guard task.rotation == nil else {
      return others.contains { $0.rotation == nil ? $0.isUnderWay : $0.number < task.number }
    }
    guard others.allSatisfy({ $0.rotation == nil }) else { return true }
    let mine = instances(of: task)
    guard !mine.isEmpty else { return false }
    for number in open where number != task.number {
      // A migration that begins again finds later ones that have begun meanwhile.
      guard let other = self.task(number), number < task.number || other.sent != nil else { continue }
      guard instances(of: other).allSatisfy({ !mine.contains($0) }) else { return true }
    }
    return false
  }

  /// The instances that an operation is about, as they are now.
  func instances(of task: TenantTask) -> [String] {
    switch task.operation {
    case .createVNF, .deleteChain, .publish, .replaceOwnKeyPairs: return []
    case .createChain(let names, _): return names.map(keys.present)
    case .switchPath(_, let from, let to): return [from, to]
    case .deleteVNF(let name): return [name]
    case .configure(let name, _), .joinGroups(let name, _), .requestConfiguration(let name), .replaceKeyPair(let name):
      return [keys.present(name)]
    case .configureGroup(let group, _): return keys.members(of: group).map(keys.present)
    case .migrate(_, let instance, _):
      guard let migration = task.migration, migration.holdsConfigurations else { return [] }
      guard !migration.source.isEmpty else { return [keys.present(instance)] }
      return [migration.source] + (migration.destination.map { [$0] } ?? [])
    }
  }
}
