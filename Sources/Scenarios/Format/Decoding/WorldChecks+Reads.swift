/// What must hold of readers, and of what ledgers hold at the start.
extension WorldChecks {
  /// Bytes of all transactions that a ledger may hold at the start; they stand in memory.
  private static let mostPreloaded: Int64 = 1_000_000_000

  mutating func checkReads(_ root: Setting) {
    let workload = root["workload"]
    let (writers, readers) = (workload["writers"], workload["readers"])
    let blocks = workload["preload"]["blocks"]
    if writers.whole == 0, readers.whole == 0 { note("with no writers and no readers nothing happens", writers) }
    if let reads = workload.find("reads"), blocks.whole == 0 {
      let kind = reads["transaction"]
      if kind.word != "latest" {
        note("'\(kind.word)' asks for what ledgers hold at the start, and workload.preload.blocks is 0", kind)
      } else if writers.whole == 0 {
        note("there is nothing to read without writers and with workload.preload.blocks at 0", readers)
      }
    }
    let consensus = root["crb"]["consensus"]
    if consensus.word != "pbft", readers.whole > 0 || blocks.whole > 0 {
      note("readers, and ledgers that hold something at the start, need 'pbft'", consensus)
    }
    checkPreload(root)
  }

  private mutating func checkPreload(_ root: Setting) {
    let preload = root["workload"]["preload"]
    guard let data = preload.find("block-data") else { return }
    let maximum = root["crb"]["block"]["maximum"]
    // Besides a block's transactions there are the keys of their array, its signer, and its predecessor.
    if data.whole + data.whole / 20 + Self.transactionOverhead > maximum.whole {
      note("\(data.text) of transactions do not fit into a block of \(maximum.text)", data)
    }
    let block = max(data.whole, root["workload"]["configuration"].whole + Self.transactionOverhead)
    let (bytes, overflow) = block.multipliedReportingOverflow(by: preload["blocks"].whole)
    if overflow || bytes > Self.mostPreloaded {
      note("\(preload["blocks"].text) blocks of \(data.text) are more than 1 GB", preload["blocks"])
    }
  }
}
