/// Every rule set that a controller has issued, over all its lives: what forwarding state may be.
public final class RuleLog {
  /// In the order in which they were issued first.
  public private(set) var sets: [IssuedRules] = []
  private var known: Set<IssuedRules> = []

  public init() {}

  public func contains(_ set: IssuedRules) -> Bool { known.contains(set) }

  func append(_ set: IssuedRules) {
    if known.insert(set).inserted { sets.append(set) }
  }
}
