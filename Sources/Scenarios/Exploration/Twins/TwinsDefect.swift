import Protocols

/// A planted defect: what shows that the search finds one.
struct TwinsDefect: Sendable {
  /// Called before each step of a module; `isHonest` if its identity runs once.
  let tamper: @Sendable (_ module: inout BlockchainModule, _ isHonest: Bool) -> Void
}
