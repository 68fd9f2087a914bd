import Protocols
import Vocabulary

/// What all scenarios of one thread share: keys, members and the transactions that are handed in. For use from one thread.
final class TwinsParts {
  let federation: TwinsFederation
  let crypto: Cryptography
  let membership: Membership
  let defect: TwinsDefect?
  private let pairs: [KeyPair]
  /// By the order in which they are handed in: two transactions, as first copies get them and as second copies do.
  private var batches: [(first: Payload, second: Payload)] = []
  private var builder: TransactionBuilder

  init(_ federation: TwinsFederation, defect: TwinsDefect?) {
    self.federation = federation
    self.defect = defect
    crypto = Cryptography(suite: .ed25519, mode: .modelled, seed: 1)
    pairs = (0..<federation.replicas).map { [crypto] in crypto.keyPair(named: "module/\($0)") }
    let keys = pairs.map(\.publicKey)
    membership = defect?.membership(keys) ?? Membership(keys)
    builder = TransactionBuilder(
      cryptography: crypto, sender: crypto.keyPair(named: "tenant/0"), stream: RandomStream(seed: 1))
  }

  static let batchSize = 2

  /// Second copies get the two transactions in the other order, so that twins who lead propose different blocks.
  func batch(_ number: Int, for instance: Int) -> Payload {
    while batches.count <= number {
      let pair = (0..<TwinsParts.batchSize).map { transaction(batches.count * TwinsParts.batchSize + $0) }
      batches.append(
        (
          Payload(ClientMessage.submit(pair).bytes), Payload(ClientMessage.submit(pair.reversed()).bytes)
        ))
    }
    return instance < federation.replicas ? batches[number].first : batches[number].second
  }

  private func transaction(_ number: Int) -> Transaction {
    var meter = Meter()
    let configuration = Configuration(cid: "c\(number)", vid: "1", description: "", configuration: [1])
    return configuration.transaction(to: nil, at: Int64(number), with: &builder, &meter)
  }

  func module(of instance: Int) -> BlockchainModule {
    let identity = federation.identity(of: instance)
    let settings = PBFTSettings(
      blockInterval: TwinsSettings.blockInterval, maximumBlockBytes: 100_000,
      viewChangeTimeout: TwinsSettings.viewChangeTimeout, catchUpDelay: TwinsSettings.catchUpDelay)
    let rules = BlockRules(
      transactions: .configurationRepository(maximumBytes: 10_000), maximumBytes: settings.maximumBlockBytes)
    return BlockchainModule(
      replica: Replica(
        number: identity, membership: membership, keyPair: pairs[identity], crypto: crypto, settings: settings,
        rules: rules, pending: PendingList(maximumCount: 1_000, maximumBytes: 1_000_000)))
  }
}
