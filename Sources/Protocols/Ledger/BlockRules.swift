/// What makes a proposed block acceptable (paper 2.3.3, 3.5).
public struct BlockRules {
  public var transactions: TransactionRules
  /// Of a block's content, encoded.
  public var maximumBytes: Int

  public init(transactions: TransactionRules, maximumBytes: Int) {
    self.transactions = transactions
    self.maximumBytes = maximumBytes
  }

  /// What was found out about a block's transactions, the same for every replica, and what finding it out costs.
  struct Verdict {
    var reason: DropReason?
    var cost: Meter
  }

  /// Why the block is refused as the successor of `previous`, or nil. In this order: size, signer, link, identifier,
  /// each transaction, duplicates in the block, duplicates in the ledger.
  ///
  /// Charges the hash of the content, the verification of the identifier, and every transaction's checks, but those of
  /// transactions in `pending`: they were made when these were filed.
  public func check(
    _ content: BlockContent, identifier: [UInt8], after previous: [UInt8], by signer: PublicKey, in ledger: Ledger,
    pending: PendingList? = nil, _ cryptography: Cryptography, _ meter: inout Meter
  ) -> DropReason? {
    guard content.bytes.count <= maximumBytes else { return .blockTooLarge }
    guard !content.transactions.isEmpty else { return .emptyBlock }
    guard content.signer == signer.encoded else { return .wrongSigner }
    guard content.previous == previous else { return .wrongPrevious }
    meter.charge(.hashByte, content.bytes.count)
    guard cryptography.verify(identifier, of: content.contentHash, by: signer, &meter) else { return .badSignature }
    if let pending, content.transactions.contains(where: { pending.contains($0.id) }) {
      if let reason = examine(content.transactions, pending, cryptography, &meter) { return reason }
    } else if let reason = checkTransactions(of: content, cryptography, &meter) {
      return reason
    }
    for transaction in content.transactions {
      guard !ledger.contains(transaction.id) else { return .duplicateTransaction }
    }
    return nil
  }

  private func checkTransactions(
    of content: BlockContent, _ cryptography: Cryptography, _ meter: inout Meter
  ) -> DropReason? {
    if let verdict = content.verdict, cryptography.remembersVerifications {
      meter.add(verdict.cost)
      return verdict.reason
    }
    var cost = Meter()
    let reason = examine(content.transactions, nil, cryptography, &cost)
    content.verdict = Verdict(reason: reason, cost: cost)
    meter.add(cost)
    return reason
  }

  private func examine(
    _ list: [Transaction], _ pending: PendingList?, _ cryptography: Cryptography, _ meter: inout Meter
  ) -> DropReason? {
    var seen: Set<Digest> = []
    seen.reserveCapacity(list.count)
    for transaction in list {
      if let pending, pending.contains(transaction.id) {
        transaction.chargeIdentity(to: &meter)
      } else if let reason = transactions.check(transaction, cryptography, &meter) {
        return reason
      }
      guard seen.insert(transaction.id).inserted else { return .duplicateTransaction }
    }
    return nil
  }
}
