/// All scenarios of a kind: for each of some views, one of the same number of choices.
///
/// A choice is a leader and a partition into at most two groups. Of partitions that differ only in which honest instance
/// stands where, or in which copy of a twin, one stands for all: at n = 4 with one twin that leaves 6 of 16, and with 4
/// leaders 24 choices a view. The one is another in each view: from view to view honest instances move on by one place and
/// the copies of a twin change places, so that it is not the same honest instance that is always cut off.
public struct TwinsSpace: Sendable {
  /// Which partitions are tried.
  public enum Partitions: String, CaseIterable, Sendable {
    /// One of each shape.
    case shapes
    /// Every one.
    case all
  }

  public let federation: TwinsFederation
  public let views: Int
  public let partitions: Partitions
  /// As they are in view 0.
  private let base: [TwinsPartition]

  /// - Parameter federation: of at most 20 instances.
  public init(_ federation: TwinsFederation, views: Int, partitions: Partitions = .shapes) {
    precondition(views > 0, "no views")
    precondition(federation.instances <= TwinsSpace.mostInstances, "\(federation.instances) instances")
    self.federation = federation
    self.views = views
    self.partitions = partitions
    let all = TwinsSpace.allPartitions(federation)
    switch partitions {
    case .all: base = all
    case .shapes:
      var seen: Set<TwinsShape> = []
      base = all.filter { seen.insert(TwinsShape($0, federation)).inserted }
    }
  }

  public static let mostInstances = 20

  /// The whole first, then by size of the smaller group.
  private static func allPartitions(_ federation: TwinsFederation) -> [TwinsPartition] {
    let instances = federation.instances
    let all = (UInt64(0)..<(1 << UInt64(instances - 1))).map {
      TwinsPartition(group: $0 << 1 | 1, instances: instances)
    }
    let keyed = all.map { (partition: $0, smaller: min($0.groups[0].count, $0.groups[1].count)) }
    return keyed.sorted { ($0.smaller, $0.partition.first) < ($1.smaller, $1.partition.first) }.map(\.partition)
  }

  /// Choices in each view.
  public var choices: Int { federation.replicas * base.count }

  /// Scenarios; nil if they are more than can be counted.
  public var count: Int? {
    var product = 1
    for _ in 0..<views {
      let (next, overflow) = product.multipliedReportingOverflow(by: choices)
      guard !overflow else { return nil }
      product = next
    }
    return product
  }

  /// Choice `number`, from 0, of a view.
  public func choice(_ number: Int, in view: Int) -> TwinsChoice {
    precondition((0..<choices).contains(number), "choice \(number) of \(choices)")
    let partition = base[number / federation.replicas]
    let turned = partitions == .all ? partition : partition.relabelled { turn($0, by: view) }
    return TwinsChoice(leader: number % federation.replicas, partition: turned)
  }

  private func turn(_ instance: Int, by view: Int) -> Int {
    let (twins, replicas) = (federation.twins, federation.replicas)
    guard !federation.honest.contains(instance) else {
      return twins + (instance - twins + view) % (replicas - twins)
    }
    guard view % 2 == 1 else { return instance }
    return instance < replicas ? instance + replicas : instance - replicas
  }

  /// The choices of scenario `number`, which counts the last view fastest.
  public func schedule(_ number: Int) -> [Int] {
    var rest = number
    var schedule = [Int](repeating: 0, count: views)
    for view in (0..<views).reversed() { (rest, schedule[view]) = rest.quotientAndRemainder(dividingBy: choices) }
    return schedule
  }
}
