/// What was found out about block contents that were met in one ledger, for reading the ledgers of other replicas, which
/// share the same bytes.
public final class KnownContents {
  private struct Known {
    let content: [UInt8]
    let digest: Digest
    var transactions: [Digest]?
  }

  /// By height, from 1.
  private var known: [Known] = []

  public init() {}

  /// The next block's content, as it is about to be appended to the ledgers.
  public func add(_ content: BlockContent, at height: Int64) {
    guard height == known.count + 1 else { return }
    known.append(
      Known(content: content.bytes, digest: content.contentHash, transactions: content.transactions.map(\.id)))
  }

  /// SHA-256 of the content. Computed once for equal contents at one height; comparing what is one piece of memory takes
  /// no time.
  func digest(of content: [UInt8], at height: Int64) -> Digest {
    if let place = place(of: content, at: height) { return known[place].digest }
    let digest = SHA256Hasher.digest(content)
    if height == known.count + 1 { known.append(Known(content: content, digest: digest)) }
    return digest
  }

  /// The ids of the transactions in the record's block; none when its content has not the form.
  public func transactions(of record: LedgerOutline) -> [Digest] {
    let place = place(of: record.content, at: record.height)
    if let place, let transactions = known[place].transactions { return transactions }
    let transactions = record.block?.content.transactions.map(\.id) ?? []
    if let place { known[place].transactions = transactions }
    return transactions
  }

  private func place(of content: [UInt8], at height: Int64) -> Int? {
    guard height >= 1, height <= known.count else { return nil }
    return known[Int(height) - 1].content == content ? Int(height) - 1 : nil
  }
}
