import Protocols

/// A blockchain, as an adversary knows it.
struct Target {
  let nodes: Range<Int>
  let types: [TransactionType]
  /// A transaction that is larger fits no block.
  let largestTransaction: Int
  let federation: FederationID
}

extension Chain {
  var target: Target {
    Target(
      nodes: nodes, types: system.transactionTypes,
      largestTransaction: Self.largestTransaction(inBlockOf: Int(spec.blockMaximum.bytes), crypto),
      federation: membership.federation)
  }
}
