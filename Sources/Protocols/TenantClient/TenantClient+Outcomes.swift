import Vocabulary

/// What a tenant can ask its client at any time.
extension TenantClient {
  /// What became of an operation, once that is durable; nil while it goes on, and for a number that the journal does not
  /// have.
  public func outcome(of operation: Int64) -> TenantOperation.Outcome? {
    let isBeingWritten = promises.contains { promise in
      guard case .note(let note) = promise.action else { return false }
      return note.subject == operation
    }
    return isBeingWritten ? nil : state.task(operation)?.outcome
  }

  /// The operation of a number; nil if the journal does not have it.
  public func operation(_ number: Int64) -> TenantOperation? { state.task(number)?.operation }

  /// How far a migration is.
  public func migration(_ operation: Int64) -> Migration? { state.task(operation)?.migration }

  /// Operations that go on, in the order in which they were begun.
  public var openOperations: [Int64] { state.open }

  /// Since when an operation that goes on is where it is; nil if it waits for another.
  public func standsStillSince(_ operation: Int64) -> Instant? {
    guard let task = state.task(operation), task.outcome == nil, !state.isBlocked(task) else { return nil }
    return task.waitsSince ?? task.since
  }

  /// The instances that an operation which goes on is about.
  public func instances(of operation: Int64) -> [String] {
    guard let task = state.task(operation) else { return [] }
    return state.instances(of: task) + (task.migration?.destination.map { [$0] } ?? [])
  }

  /// Operations that were ever begun.
  public var operationCount: Int { state.tasks.count }

  /// The tenant's own key pairs that are in force.
  public var pairs: TenantKeyPairs { state.pairs }
  /// Those that were replaced, the oldest first.
  public var formerPairs: [TenantKeyPairs] { state.formerPairs }

  public var keys: PublicKeyDatabase { state.keys }
  /// The highest date of what it has made, or has seen on its way to one of its VNFs; in ms since 1970.
  public var latestTimestamp: Int64 { state.latestTimestamp }
  public var configurations: ConfigurationDatabase { state.configurations }

  /// The instances of a chain in their order; nil if there is no such chain.
  public func path(of chain: String) -> [String]? { state.chain(chain)?.instances }

  /// Transactions that are not known to be in their ledger.
  public var pending: [Transaction] { repository.pending + domains.flatMap(\.pending) }
}
