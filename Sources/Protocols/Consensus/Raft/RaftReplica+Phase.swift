extension RaftReplica {
  /// What it is doing about the block after the last one in its ledger, in the words of `ModulePhase`.
  public var phase: ModulePhase {
    if leader == nil { return .viewChange }
    if goal > log.last { return .catchingUp }
    if ledger.height > concluded { return .committed }
    guard log.last > commit else { return .idle }
    if store.durable >= log.last { return .prepared }
    return .prePrepared
  }
}
