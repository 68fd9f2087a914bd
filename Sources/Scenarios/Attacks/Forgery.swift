/// Marks a payload that the adversary has made, changed or repeated.
struct Forgery {
  /// The attack's place in the plan.
  let attack: Int
  /// The receiver's channel takes it for no record of its peer's, and drops it.
  let isRefusedByChannel: Bool
}
