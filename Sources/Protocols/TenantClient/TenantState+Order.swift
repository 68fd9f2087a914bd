extension TenantState {
  /// Whether another operation must be over first: transactions to one VNF follow each other, and wait for its migration; what
  /// is for a group, and who joins it, too. A replacement of the tenant's own keys waits for all that is under way, and all
  /// that is not waits for it.
  func isBlocked(_ task: TenantTask) -> Bool {
    guard !task.isUnderWay else { return false }
    let others = open.compactMap(self.task)
    guard task.rotation == nil else {
      return others.contains { $0.rotation == nil ? $0.isUnderWay : $0.number < task.number }
    }
    guard others.allSatisfy({ $0.rotation == nil }) else { return true }
    // A migration that begins again finds later ones that have begun meanwhile.
    return others.contains { $0.number != task.number && ($0.number < task.number || $0.isUnderWay) && meet(task, $0) }
  }

  private func meet(_ task: TenantTask, _ other: TenantTask) -> Bool {
    switch (task.operation, other.operation) {
    case (.joinGroups(_, let groups), .configureGroup(let group, _)),
      (.configureGroup(let group, _), .joinGroups(_, let groups)):
      if groups.contains(group) { return true }
    default: break
    }
    let mine = instances(of: task)
    return !mine.isEmpty && instances(of: other).contains(where: mine.contains)
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
