/// A number above 0, up to 1.
struct Share: ArgumentValue, ExpressibleByFloatLiteral, CustomStringConvertible {
  let value: Double

  static var expected: String? { "a number above 0, up to 1" }

  init?(argument: String) {
    guard let value = Double(argument), value > 0, value <= 1 else { return nil }
    self.value = value
  }

  init(floatLiteral value: Double) { self.value = value }

  var description: String { value == 1 ? "1" : String(value) }
}
