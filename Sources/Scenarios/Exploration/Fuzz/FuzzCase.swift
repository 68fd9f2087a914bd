/// One case of a fuzz run, every value drawn.
struct FuzzCase: Sendable {
  var number: Int
  /// Its seed is the case's own.
  var scenario: Scenario
  var profile: CostProfile
}
