/// What a scenario's random streams start from: any number of 64 bits.
struct Seed: ArgumentValue, CustomStringConvertible {
  let value: UInt64

  static var expected: String? { "a whole number from 0 to \(UInt64.max)" }

  init?(argument: String) {
    guard let value = UInt64(argument) else { return nil }
    self.value = value
  }

  init(_ value: UInt64) { self.value = value }

  var description: String { String(value) }
}
