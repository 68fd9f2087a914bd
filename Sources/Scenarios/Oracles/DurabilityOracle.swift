import Protocols
import Vocabulary

/// Durability: what a module has appended is on its disk whatever happened since. At the end of a run every ledger file
/// is a prefix of one chain, and holds at least what its module appended.
struct DurabilityOracle {
  private var list = ViolationList(.durability)
  var violations: [Violation] { list.all }
  /// By height, from 1.
  private var chain: [Digest]
  private let contents: KnownContents

  /// `chain`: the blocks that were appended anywhere; `contents`: what they hold, as far as that was kept.
  init(chain: [Digest], contents: KnownContents = KnownContents()) {
    self.chain = chain
    self.contents = contents
  }

  /// `ledger`: what a loss of power now would leave of the module's ledger file; `height`: what the module appended.
  /// `isUp` is false for one that may have lost power as it wrote, and will cut off what is torn when it starts. Each record
  /// that is in order goes to `visit`, with its transactions. Gives how many there are.
  @discardableResult
  mutating func check(
    _ ledger: ByteRope, module: Int, height: Int64, isUp: Bool = true,
    visit: (LedgerOutline, [Digest]) -> Void = { _, _ in }
  ) -> Int64 {
    var scanner = LedgerScanner(ledger, knowing: contents)
    var found: Int64 = 0
    while let record = scanner.nextOutline() {
      found += 1
      guard record.height == found else {
        list.report("module \(module)'s ledger has height \(record.height) where \(found) belongs")
        break
      }
      // Durable and not yet acted on.
      if found > chain.count { chain.append(record.digest) }
      guard chain[Int(found) - 1] == record.digest else {
        list.report("module \(module)'s ledger holds another block at height \(found)")
        break
      }
      visit(record, contents.transactions(of: record))
    }
    if isUp || found < height, case .damage(let damage) = scanner.next() {
      list.report("module \(module)'s ledger: \(damage.reason.rawValue) after height \(found)")
    }
    if found < height {
      list.report("module \(module) appended \(height) blocks, and its ledger holds \(found)")
    }
    return found
  }
}
