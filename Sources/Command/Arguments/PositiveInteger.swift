/// A whole number from 1.
struct PositiveInteger: ArgumentValue, ExpressibleByIntegerLiteral, CustomStringConvertible {
  let value: Int

  static var expected: String? { "a whole number from 1" }

  init?(argument: String) {
    guard let value = Int(argument), value > 0 else { return nil }
    self.value = value
  }

  init(integerLiteral value: Int) { self.value = value }

  var description: String { String(value) }
}
