/// What a quantity measures, and the units that it may be written in.
enum Dimension: CaseIterable, Sendable {
  /// Base: nanoseconds.
  case time
  /// Base: bytes.
  case size
  /// Base: bits a second.
  case bitRate
  /// Base: parts per billion.
  case drift
  /// Base: picoseconds.
  case price
  /// Base: events a second, as a real number.
  case rate
  /// Base: 1 (so that 5 % is 0.05), as a real number.
  case fraction

  struct Unit: Sendable {
    var symbol: String
    /// How many base units it is.
    var factor: Int64
  }

  /// Ascending; the first is the base unit, save for rates (per second) and fractions (per cent).
  var units: [Unit] {
    switch self {
    case .time: Self.timeUnits
    case .size: Self.sizeUnits
    case .bitRate: Self.bitRateUnits
    case .drift: [Unit(symbol: "ppb", factor: 1), Unit(symbol: "ppm", factor: 1_000)]
    case .price:
      [Unit(symbol: "ps", factor: 1)] + Self.timeUnits.map { Unit(symbol: $0.symbol, factor: $0.factor * 1000) }
    case .rate: [Unit(symbol: "/h", factor: 3600), Unit(symbol: "/min", factor: 60), Unit(symbol: "/s", factor: 1)]
    case .fraction: [Unit(symbol: "%", factor: 1)]
    }
  }

  /// What a unit of bit rates is called here that others write otherwise: `Mbit/s` for `Mbps`, `Mb/s` or `MBit/s`.
  func usual(_ symbol: String) -> String? {
    guard self == .bitRate else { return nil }
    if symbol.hasSuffix("Bps") { return units.first { $0.symbol == symbol.dropLast(3) + "B/s" }?.symbol }
    let small = symbol.lowercased()
    return units.map(\.symbol).first { unit in
      let prefix = unit.lowercased().dropLast("bit/s".count)
      return unit.hasSuffix("bit/s") && ["bps", "b/s", "bit/s", "bits/s", "bit"].contains { small == prefix + $0 }
    }
  }

  /// With its article.
  var noun: String {
    switch self {
    case .time: "a time"
    case .size: "a size"
    case .bitRate: "a bit rate"
    case .drift: "a clock drift"
    case .price: "a time"
    case .rate: "a rate"
    case .fraction: "a percentage"
    }
  }

  var example: String {
    switch self {
    case .time: "10 ms"
    case .size: "4 kB"
    case .bitRate: "1 Gbit/s"
    case .drift: "20 ppm"
    case .price: "0.8 ns"
    case .rate: "150 /s"
    case .fraction: "5 %"
    }
  }

  private static let timeUnits = [
    Unit(symbol: "ns", factor: 1), Unit(symbol: "us", factor: 1_000), Unit(symbol: "ms", factor: 1_000_000),
    Unit(symbol: "s", factor: 1_000_000_000), Unit(symbol: "min", factor: 60_000_000_000),
    Unit(symbol: "h", factor: 3_600_000_000_000),
  ]
  private static let sizeUnits = [
    Unit(symbol: "B", factor: 1), Unit(symbol: "kB", factor: 1_000), Unit(symbol: "KiB", factor: 1_024),
    Unit(symbol: "MB", factor: 1_000_000), Unit(symbol: "MiB", factor: 1_048_576),
    Unit(symbol: "GB", factor: 1_000_000_000),
  ]
  private static let bitRateUnits = [
    Unit(symbol: "bit/s", factor: 1), Unit(symbol: "B/s", factor: 8), Unit(symbol: "kbit/s", factor: 1_000),
    Unit(symbol: "kB/s", factor: 8_000), Unit(symbol: "Mbit/s", factor: 1_000_000),
    Unit(symbol: "MB/s", factor: 8_000_000), Unit(symbol: "Gbit/s", factor: 1_000_000_000),
    Unit(symbol: "GB/s", factor: 8_000_000_000),
  ]
}
