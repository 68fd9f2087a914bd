import Protocols
import SimKernel
import Vocabulary

/// What ledgers hold at the start, and who reads it: docs/models/reads.md.
extension Chain {
  /// The hosts of the readers, which pay for their work like the modules.
  func readers(_ workload: WorkloadSpec, ledger: [Block], kit: HostKit, recorder: ReadRecorder) -> [Host] {
    guard let readers = workload.readers else { return [] }
    return (0..<readers.clients).map { reader in
      let plan = ReaderPlan(readers, reader: reader, modules: spec.modules, ledger: ledger, workload, crypto)
      let machine = Reader(plan: plan, stream: kit.streams.stream("workload/reader/\(reader)"), recorder: recorder)
      return kit.host(spec.modules + workload.writers + reader, machine, prices: kit.prices(spec.signature))
    }
  }

  /// Puts the blocks on every module's disk, and shows them to the oracles as appended by all.
  func install(_ ledger: LedgerPreload) {
    let file = ledger.file
    for host in hosts { host.disk!.install(FileID.ledger.slot, file) }
    guard isJudged else { return }
    for (index, block) in ledger.blocks.enumerated() {
      for module in hosts.indices {
        _ = oracles.delivered(block, height: Int64(index + 1), at: NodeID(module), index: nil, now: .start)
      }
    }
  }
}

extension LedgerPreload {
  /// Blocks of the chain's modules.
  init(_ spec: PreloadSpec, _ workload: WorkloadSpec, of chain: Chain, streams: RandomStreams) {
    self.init(
      spec, workload, pairs: chain.hosts.indices.map { chain.crypto.keyPair(named: "module/\($0)") },
      membership: chain.membership, crypto: chain.crypto, streams: streams)
  }
}
