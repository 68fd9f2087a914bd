import Protocols

/// Answers questions for blocks with what no quorum has accepted, and holds back what one has, one lie after the other.
final class ForgedBlocks: ByzantineBehaviour {
  enum Lie: CaseIterable {
    /// The content of another block under this one's proof.
    case content
    /// A block of its own, with its own signatures in the names of a quorum.
    case proof
    /// A proof of fewer members than a quorum.
    case fewer
    /// The block at another height than its own.
    case height
    /// There is none.
    case none
    /// One that it has shown before, in the place of the next.
    case earlier
  }

  private var answers = 0
  /// The first that it was asked for.
  private var first: BlockAnswer?

  func sends(_ message: Outgoing, _ scene: inout Scene) {
    guard let client = message.receiver, case .block(let answer)? = message.answer, let block = answer.block else {
      return scene.pass(message)
    }
    let lie = Lie.allCases[answers % Lie.allCases.count]
    answers += 1
    var told = answer
    switch lie {
    case .content: told.block = Block(header: block.header, content: emptied(block, &scene))
    case .proof: told.block = forged(block, at: answer.height, &scene)
    case .fewer:
      let header = BlockHeader(identifier: block.header.identifier, proof: Array(block.header.proof.prefix(1)))
      told.block = Block(header: header, content: block.content)
    case .height: told.height += 1
    case .none: (told.block, told.height) = (nil, 0)
    case .earlier: if let first { (told.block, told.height) = (first.block, first.height) }
    }
    first = first ?? answer
    scene.answer(.block(told), message.kind, to: client)
  }

  /// The same block without its transactions.
  private func emptied(_ block: Block, _ scene: inout Scene) -> BlockContent {
    BlockContent(
      timestamp: block.content.timestamp, signer: block.content.signer, previous: block.content.previous,
      transactions: [], &scene.effects.meter)
  }

  private func forged(_ block: Block, at height: Int64, _ scene: inout Scene) -> Block {
    let member = scene.member
    let content = emptied(block, &scene)
    let identifier = member.crypto.sign(content.contentHash, with: member.keyPair, &scene.effects.meter)
    let digest = Block.digest(identifier: identifier, contentHash: content.contentHash)
    let proof = member.forgedQuorum(.commit, on: digest, view: 0, sequence: height, &scene.effects.meter)
    return Block(header: BlockHeader(identifier: identifier, proof: proof), content: content)
  }
}
