/// What a `coreFreed` event means.
public struct FinishedWork: Hashable, Sendable {
  /// What was given to `Processors.occupy` to be released now.
  public var release: Int64?
  /// The node was halted before the work was done: nothing of it may take effect.
  public var isAbandoned: Bool
}
