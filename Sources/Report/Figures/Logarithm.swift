import Foundation

/// The C library's logarithms, for where things lie on a picture.
enum Logarithm {
  static func base10(_ value: Double) -> Double { log10(value) }
  static func power10(_ value: Double) -> Double { pow(10, value) }
}
