/// The instances in at most two groups, between which messages are lost.
public struct TwinsPartition: Hashable, Sendable {
  /// A bit for each instance: those of the group that instance 0 is in.
  public let first: UInt64
  public let instances: Int

  /// `group` is one of the groups; the rest are the other.
  public init(group: UInt64, instances: Int) {
    let all = TwinsPartition.all(instances)
    first = group & 1 == 1 ? group & all : ~group & all
    self.instances = instances
  }

  /// Nothing is separated.
  public static func whole(_ instances: Int) -> TwinsPartition { TwinsPartition(group: ~0, instances: instances) }

  static func all(_ instances: Int) -> UInt64 { (1 << UInt64(instances)) - 1 }

  public func isInFirst(_ instance: Int) -> Bool { first >> UInt64(instance) & 1 == 1 }

  public func joins(_ a: Int, _ b: Int) -> Bool { isInFirst(a) == isInFirst(b) }

  /// Members of the two groups, in the order of their numbers; the second may be empty.
  public var groups: [[Int]] {
    [(0..<instances).filter(isInFirst), (0..<instances).filter { !isInFirst($0) }]
  }

  /// The same partition with every instance in the place of another.
  func relabelled(_ place: (Int) -> Int) -> TwinsPartition {
    var group: UInt64 = 0
    for instance in 0..<instances where isInFirst(instance) { group |= 1 << UInt64(place(instance)) }
    return TwinsPartition(group: group, instances: instances)
  }
}
