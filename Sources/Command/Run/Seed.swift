/// What a scenario's random streams start from.
struct Seed: ArgumentValue, CustomStringConvertible {
  let value: Int64

  static var expected: String? { "a whole number from 0" }

  init?(argument: String) {
    guard let value = Int64(argument), value >= 0 else { return nil }
    self.value = value
  }

  init(_ value: Int64) { self.value = value }

  var description: String { String(value) }
}
