import Protocols

/// A planted defect: what shows that the search finds one.
struct TwinsDefect: Sendable {
  /// Called before each step of an honest module.
  var tamper: @Sendable (inout BlockchainModule) -> Void = { _ in }
  /// What takes the place of the membership of all.
  var membership: @Sendable ([PublicKey]) -> Membership = { Membership($0) }
}
