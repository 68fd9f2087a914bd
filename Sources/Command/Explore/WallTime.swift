/// How long to go on by the machine's clock: `90s`, `10m`, `1.5h`.
struct WallTime: ArgumentValue {
  let seconds: Double

  static var expected: String? { "a time such as 90s, 10m or 2h" }

  init?(argument: String) {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3_600]
    guard let unit = argument.last, let factor = units[unit] else { return nil }
    guard let number = Double(argument.dropLast()), number > 0, number * factor < 1e9 else { return nil }
    seconds = number * factor
  }
}
