extension Replica {
  /// What it is doing about the block after the last decided one.
  public var phase: ModulePhase {
    if isChangingView { return .viewChange }
    if !catchUp.fetched.isEmpty || catchUp.source != nil || catchUp.fruitless > 0 && catchUp.isWaiting {
      return .catchingUp
    }
    if appending != nil { return .committed }
    let next = instances.low + 1
    guard instances.isOpen(next), instances[next].proposal != nil else { return .idle }
    if instances[next].isPrepared { return .prepared }
    // Its own vote is counted once it is durable and leaves.
    return isPrimary && !instances[next].prepares.has(number) ? .proposed : .prePrepared
  }
}
