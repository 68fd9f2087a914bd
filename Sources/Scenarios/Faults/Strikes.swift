import Vocabulary

/// Counts what comes into the scope of a fault, decides which of it is struck, and remembers that.
struct Strikes {
  private let chance: Chance
  /// Place of the next ordinal in an explicit list.
  private var next = 0
  /// What has come so far.
  private(set) var count = 0
  /// The ordinals that were struck.
  private(set) var struck: [Int] = []

  init(_ chance: Chance) { self.chance = chance }

  /// Whether the next packet or sync is struck. A share takes one draw, whatever comes of it; a list takes none.
  mutating func strikesNext(_ stream: inout RandomStream) -> Bool {
    count += 1
    switch chance {
    case .share(let share):
      guard stream.unit() < share else { return false }
    case .strikes(let ordinals):
      while next < ordinals.count, ordinals[next] < count { next += 1 }
      guard next < ordinals.count, ordinals[next] == count else { return false }
    }
    struck.append(count)
    return true
  }
}
