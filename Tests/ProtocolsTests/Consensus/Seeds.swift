import Foundation

/// How many seeds a property is tried with: few in every test run, many when `CHAINBED_SEEDS` says so (`make checklist`).
enum Seeds {
  /// The number that the environment asks for, if any.
  static let wanted = ProcessInfo.processInfo.environment["CHAINBED_SEEDS"].flatMap(Int.init)

  /// `usual`, or what is asked for.
  static func count(_ usual: Int) -> Int { wanted ?? usual }

  /// Sizes of a federation, each with its number of seeds.
  static func sizes(four: Int, seven: Int) -> [(Int, Int)] { [(4, count(four)), (7, count(seven))] }
}
