/// What a scenario says about one view.
public struct TwinsChoice: Hashable, Sendable {
  /// The identity that leads it; both copies do if it runs twice.
  public var leader: Int
  public var partition: TwinsPartition

  public init(leader: Int, partition: TwinsPartition) {
    self.leader = leader
    self.partition = partition
  }

  /// `A leads, A B C | A' D`; names the copies of a leader that runs twice.
  public func words(in federation: TwinsFederation) -> String {
    let copies = (0..<federation.instances).filter { federation.identity(of: $0) == leader }
    let names = copies.map(federation.name(of:)).joined(separator: " and ")
    let groups = partition.groups.filter { !$0.isEmpty }.map { group in
      group.map(federation.name(of:)).joined(separator: " ")
    }
    return "\(names) \(copies.count == 1 ? "leads" : "lead"), " + groups.joined(separator: " | ")
  }
}
