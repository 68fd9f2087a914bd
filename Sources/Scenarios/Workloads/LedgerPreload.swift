import Protocols
import Vocabulary

/// The blocks that every module's ledger holds at the start. They are what consensus would have made of their transactions,
/// signed by the first primary and endorsed by a quorum, with real signatures; but no consensus is run for them.
struct LedgerPreload {
  let blocks: [Block]

  init(
    _ spec: PreloadSpec, _ workload: WorkloadSpec, pairs: [KeyPair], membership: Membership, crypto: Cryptography,
    streams: RandomStreams
  ) {
    var supply = Supply(workload, crypto: crypto, streams: streams)
    var meter = Meter()
    var blocks: [Block] = []
    for height in 1...Int64(spec.blocks) {
      let content = BlockContent(
        timestamp: height, signer: pairs[0].publicKey.encoded, previous: blocks.last?.header.identifier ?? [],
        transactions: supply.fill(Int(spec.blockData.bytes)), &meter)
      let identifier = crypto.sign(content.contentHash, with: pairs[0], &meter)
      let digest = Block.digest(identifier: identifier, contentHash: content.contentHash)
      let statement = Endorsement.statement(
        in: membership.federation, phase: .commit, view: 0, height: height, digest: digest, accepted: true)
      let proof = pairs.prefix(membership.quorum).map { pair in
        Endorsement(
          participant: pair.publicKey.encoded, signature: crypto.sign(statement, with: pair, &meter),
          decision: Decision(accepted: true, view: 0))
      }
      blocks.append(Block(header: BlockHeader(identifier: identifier, proof: proof), content: content))
    }
    self.blocks = blocks
  }

  /// The ledger file.
  var file: ByteRope {
    var file = ByteRope()
    for (index, block) in blocks.enumerated() {
      let height = Int64(index + 1)
      let chunks = LedgerRecord.chunks(height: height, header: block.header.bytes, content: block.content)
      for chunk in chunks { file.append(chunk) }
    }
    return file
  }

  /// By a tenant that writes nothing else: public transactions, or encrypted ones for each reader in turn.
  private struct Supply {
    private var sources: [TransactionSource]
    private var turn = 0
    private var left: Transaction?

    init(_ workload: WorkloadSpec, crypto: Cryptography, streams: RandomStreams) {
      let isEncrypted = workload.recipient == .encrypted
      sources = (0..<(isEncrypted ? max(1, workload.readers?.clients ?? 0) : 1)).map { vnf in
        TransactionSource(writer: workload.writers + vnf, workload, vnf: vnf, crypto: crypto, streams: streams)
      }
    }

    /// As many transactions as fit into so many bytes, and one at the least.
    mutating func fill(_ bytes: Int) -> [Transaction] {
      var transactions: [Transaction] = []
      var room = bytes
      while true {
        let transaction = left ?? next()
        left = nil
        guard transactions.isEmpty || transaction.bytes.count <= room else {
          left = transaction
          return transactions
        }
        room -= transaction.bytes.count
        transactions.append(transaction)
      }
    }

    private mutating func next() -> Transaction {
      defer { turn = (turn + 1) % sources.count }
      var meter = Meter()
      return sources[turn].next(at: sources[turn].made, &meter)
    }
  }
}
