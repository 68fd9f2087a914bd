/// The number of a case: a whole number from 0.
struct CaseNumber: ArgumentValue {
  let value: Int

  static var expected: String? { "a whole number from 0" }

  init?(argument: String) {
    guard let value = Int(argument), value >= 0, value < Int.max else { return nil }
    self.value = value
  }
}
