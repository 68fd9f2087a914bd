extension TenantState {
  /// Whether an earlier operation must be over first: transactions to one VNF follow each other, and wait for its migration. A
  /// replacement of the tenant's own keys waits for all before it, and all after it wait for it.
  func isBlocked(_ task: TenantTask) -> Bool {
    guard task.sent == nil, task.leg == 0 || task.migration?.phase == .creating else { return false }
    guard task.rotation == nil else { return open.contains { $0 < task.number } }
    guard !open.contains(where: { $0 < task.number && self.task($0)?.rotation != nil }) else { return true }
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
  private func instances(of task: TenantTask) -> [String] {
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
