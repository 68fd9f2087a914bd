import Protocols
import Vocabulary

/// Client durability: a transaction that a client was told is in a block stays there. That a module takes a transaction
/// for a later block is no such promise: its list of what waits is lost with its power.
final class PromiseOracle {
  private var found = ViolationList(.clientDurability)
  var violations: [Violation] { found.all }
  /// By module: the highest block that it named to a client.
  private var highest: [Int64]

  init(modules: Int) { highest = [Int64](repeating: 0, count: modules) }

  /// The module told a client that the transaction stands at this height, or in no block where that is 0; in the chain it
  /// stands at `actual`. The module has appended so many blocks.
  func told(_ transaction: Digest, height: Int64, actual: Int64?, by module: Int, appended: Int64, now: Instant) {
    guard height > 0 else {
      guard let actual, actual <= appended else { return }
      return found.report(
        "module \(module) told a client that its transaction is in no block: it stands in block \(actual)", at: now)
    }
    highest[module] = max(highest[module], height)
    guard actual != height else { return }
    let truth = actual.map { "it stands in block \($0)" } ?? "it stands in none"
    found.report("module \(module) told a client that its transaction is in block \(height): \(truth)", at: now)
  }

  /// At the end the module's ledger, as a loss of power would leave it, holds `blocks` blocks.
  func check(module: Int, blocks: Int64) {
    guard blocks < highest[module] else { return }
    found.report(
      "module \(module) told a client of block \(highest[module]), and its ledger holds \(blocks)")
  }
}
