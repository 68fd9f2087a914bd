import Protocols

/// Durability: what a module has appended is on its disk whatever happened since. At the end of a run every ledger file
/// is a prefix of one chain, and holds at least what its module appended.
struct DurabilityOracle {
  private var list = ViolationList("durability")
  var violations: [Violation] { list.all }
  /// By height, from 1.
  private var chain: [Digest]

  /// `chain`: the blocks that were appended anywhere.
  init(chain: [Digest]) { self.chain = chain }

  /// `ledger`: what a loss of power now would leave of the module's ledger file; `height`: what the module appended. Each
  /// record that is in order goes to `visit`. Gives how many there are.
  @discardableResult
  mutating func check(
    _ ledger: [UInt8], module: Int, height: Int64, visit: (LedgerRecord) -> Void = { _ in }
  ) -> Int64 {
    var scanner = LedgerScanner(ledger)
    var found: Int64 = 0
    scan: while true {
      switch scanner.next() {
      case .end:
        break scan
      case .damage(let damage):
        list.report("module \(module)'s ledger: \(damage.reason.rawValue) after height \(found)")
        break scan
      case .record(let record):
        found += 1
        guard record.height == found else {
          list.report("module \(module)'s ledger has height \(record.height) where \(found) belongs")
          break scan
        }
        let digest = record.block.digest
        // Durable and not yet acted on.
        if found > chain.count { chain.append(digest) }
        guard chain[Int(found) - 1] == digest else {
          list.report("module \(module)'s ledger holds another block at height \(found)")
          break scan
        }
        visit(record)
      }
    }
    if found < height {
      list.report("module \(module) appended \(height) blocks, and its ledger holds \(found)")
    }
    return found
  }
}
