import Protocols

/// As the primary: in the place of each block one that breaks a rule, one rule after the other.
final class InvalidBlocks: ByzantineBehaviour {
  enum Defect: CaseIterable {
    /// A transaction with a changed signature.
    case transactionSignature
    /// The same transaction twice in the block.
    case transactionTwice
    /// A transaction that the ledger holds.
    case decidedTransaction
    /// An identifier that is no signature on the content.
    case identifier
    /// More bytes than a block may have.
    case size
    case noTransaction
    /// Another block than the last as the one before.
    case previous
    /// In the name of another member.
    case signer
  }

  private var proposals = 0
  /// Of the last block that was delivered here.
  private var decided: Transaction?

  func hears(_ input: Input, _ scene: inout Scene) -> Input? {
    if case .message(let payload, _) = input,
      case .consensus(.prePrepare(let proposal)) = payload.decoded(ModuleMessage.init(decoding:)).content,
      proposal.vote.sequence <= scene.replica.concluded
    {
      decided = proposal.content.transactions.first
    }
    return input
  }

  func sends(_ message: Outgoing, _ scene: inout Scene) {
    guard let proposal = message.proposal else { return scene.pass(message) }
    let defect = Defect.allCases[proposals % Defect.allCases.count]
    proposals += 1
    scene.send(.prePrepare(broken(proposal, defect, &scene)))
  }

  private func broken(_ proposal: PrePrepare, _ defect: Defect, _ scene: inout Scene) -> PrePrepare {
    let member = scene.member
    let content = proposal.content
    var transactions = content.transactions
    var (previous, signer) = (content.previous, member.keyPair.publicKey)
    switch defect {
    case .transactionSignature: transactions[0] = Self.damaged(transactions[0])
    case .transactionTwice: transactions.append(transactions[0])
    case .decidedTransaction: if let decided { transactions.append(decided) }
    case .identifier:
      var identifier = proposal.identifier
      identifier[0] ^= 1
      return member.proposal(
        content, identifier, view: proposal.vote.view, sequence: proposal.vote.sequence, &scene.effects.meter)
    case .size:
      transactions.append(Transaction([UInt8](repeating: 0, count: Int(member.spec.blockMaximum.bytes))))
    case .noTransaction: transactions = []
    case .previous: previous = Array(member.inventedDigest().bytes)
    case .signer: signer = member.membership.members[member.others[0]]
    }
    return member.proposal(
      view: proposal.vote.view, sequence: proposal.vote.sequence, after: previous, at: content.timestamp,
      transactions, signer: signer, &scene.effects.meter)
  }

  /// The transaction with a bit of its signature changed.
  static func damaged(_ transaction: Transaction) -> Transaction {
    guard let layout = transaction.layout, !layout.signature.isEmpty else { return transaction }
    var bytes = transaction.bytes
    bytes[layout.signature.lowerBound] ^= 1
    return Transaction(bytes)
  }
}
