/// What a scenario says about one view.
public struct TwinsChoice: Hashable, Sendable {
  /// The identity that leads it; both copies do if it runs twice.
  public var leader: Int
  public var partition: TwinsPartition

  public init(leader: Int, partition: TwinsPartition) {
    self.leader = leader
    self.partition = partition
  }
}
