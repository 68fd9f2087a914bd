/// One entry of the replicated log: a block at its height, which is the entry's index, and the term of the leader that
/// put it there. Its record is that of the ledger file (docs/formats/ledger.md).
struct RaftEntry {
  let index: Int64
  let block: Block
  /// Frame and header of the record; the content, which all replicas share, follows.
  private let head: [UInt8]

  init(index: Int64, block: Block) {
    self.index = index
    self.block = block
    head = LedgerRecord.chunks(height: index, header: block.header.bytes, content: block.content)[0]
  }

  var term: Int64 { block.term! }
  /// The record, in pieces.
  var chunks: [[UInt8]] { [head, block.content.bytes] }
  /// Bytes of the record.
  var size: Int { head.count + block.content.bytes.count }
  /// Bytes that are encoded and hashed for it, its content left out.
  var headSize: Int { head.count }
}

extension Block {
  /// The term of the leader that ordered the block: what its one endorsement says. Nil in a block that no Raft leader made.
  var term: Int64? {
    guard header.proof.count == 1, header.proof[0].decision.view > 0 else { return nil }
    return header.proof[0].decision.view
  }
}
