import Protocols
import Vocabulary

/// Index equals ledger: what a module has in memory about its ledger (crb-smb 3.3.1) says what the blocks say. After each
/// block that it appends, and at the end against the bytes of its ledger file.
final class IndexOracle {
  private var found = ViolationList(.index)
  var violations: [Violation] { found.all }

  /// The module has appended this block, and perhaps more since.
  func delivered(_ block: Block, height: Int64, module: Int, index: Ledger, now: Instant) {
    if index.height < height { report("module \(module) appended height \(height), and its index ends before", now) }
    if index.height == height, index.lastIdentifier != block.header.identifier {
      report("module \(module)'s index names another block as the last, at height \(height)", now)
    }
    for transaction in block.content.transactions where index.height(of: transaction.id) != height {
      report("module \(module)'s index does not find a transaction of the block at height \(height)", now)
    }
    guard let place = index.place(at: height) else { return }
    let end = place.offset + Int64(place.size)
    let next = index.place(at: height + 1)?.offset ?? index.fileSize
    if end != next { report("module \(module)'s index leaves a gap after height \(height)", now) }
  }

  /// One record of the module's ledger file, and the transactions of its block.
  func holds(_ record: LedgerOutline, _ transactions: [Digest], module: Int, index: Ledger, now: Instant) {
    let height = record.height
    guard let place = index.place(at: height) else {
      return report("module \(module)'s ledger holds height \(height), which its index lacks", now)
    }
    if place.offset != record.offset || place.size != record.size {
      report("module \(module)'s index has another place for height \(height) than its ledger", now)
    }
    for transaction in transactions where index.height(of: transaction) != height {
      report("module \(module)'s index does not find a transaction that its ledger holds at height \(height)", now)
    }
  }

  private func report(_ what: String, _ now: Instant) { found.report(what, at: now) }
}
