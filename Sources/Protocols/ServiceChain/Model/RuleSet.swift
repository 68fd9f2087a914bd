/// All the rules that one element has for one service path. Installed whole, it takes the place of the path's former set;
/// without rules, it withdraws them.
public struct RuleSet: Hashable, Sendable, Codable {
  public var path: ServicePathID
  /// Counts up with every change of the path. An element keeps to the newest that it was given.
  public var version: Int
  public var rules: [FlowRule]

  public init(path: ServicePathID, version: Int, rules: [FlowRule]) {
    self.path = path
    self.version = version
    self.rules = rules
  }
}
