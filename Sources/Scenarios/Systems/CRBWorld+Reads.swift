import Protocols
import SimKernel
import Vocabulary

/// What ledgers hold at the start, and who reads it: docs/models/reads.md.
extension CRBWorld {
  /// The hosts of the readers, which pay for their work like the modules.
  static func readers(
    _ workload: WorkloadSpec, modules: Int, ledger: [Block], crypto: Cryptography, streams: RandomStreams,
    prices: PriceList, clocks: HostBuilder, recorder: ReadRecorder
  ) -> [Host] {
    guard let readers = workload.readers else { return [] }
    return (0..<readers.clients).map { reader in
      let plan = ReaderPlan(readers, reader: reader, modules: modules, ledger: ledger, workload, crypto)
      let machine = Reader(plan: plan, stream: streams.stream("workload/reader/\(reader)"), recorder: recorder)
      return Host(
        machine: machine, prices: prices, clock: clocks.clock(modules + workload.writers + reader), disk: nil)
    }
  }

  /// Puts the blocks on every module's disk, and shows them to the oracles as appended by all.
  func preload(_ ledger: LedgerPreload) {
    let chunks = ledger.chunks
    for module in 0..<spec.modules { world.hosts[module].disk!.preload(FileID.ledger.slot, chunks) }
    guard isJudged else { return }
    for (index, block) in ledger.blocks.enumerated() {
      for module in 0..<spec.modules {
        _ = oracles.delivered(block, height: Int64(index + 1), at: NodeID(module), index: nil, now: .start)
      }
    }
  }
}
