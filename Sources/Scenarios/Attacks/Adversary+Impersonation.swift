import Protocols
import Vocabulary

/// What is said in another's name, without its key.
extension Adversary {
  func impersonate(_ entry: inout Entry) {
    let chain = chain(&entry)
    let module = module(of: chain, &entry)
    switch entry.turns % 5 {
    case 0: send(.submit([order(of: chain, isInAnothersName: true, &entry)]), to: module, entry)
    case 1: send(.submit([order(of: chain, isInAnothersName: false, &entry)]), to: module, entry)
    case 2: vote(chain, to: module, &entry)
    case 3:
      // As if another member had lost all its blocks.
      let member = member(of: chain, otherThan: module, &entry)
      let fetch = Fetch(height: 1, view: 0, digest: nil, replica: member - targets[chain].nodes.lowerBound)
      send(Payload(ConsensusMessage.fetch(fetch)), from: member, to: module, entry)
    default:
      // A member hands on what clients have sent to it.
      let message = ClientMessage.submit([order(of: chain, isInAnothersName: true, &entry)])
      send(Payload(message), from: member(of: chain, otherThan: module, &entry), to: module, entry)
    }
  }

  /// A transaction for somebody whom the adversary has seen in the ledger: in another's name, or in that of its own key pair,
  /// which is nobody's tenant. Public, in another's name, where keys cannot seal.
  func order(of chain: Int, isInAnothersName: Bool, _ entry: inout Entry) -> Transaction {
    let victim = isInAnothersName ? recipient(of: chain, &entry) : nil
    let type = targets[chain].types.filter(\.carriesKey).drawn(&entry.stream)
    let target = crypto.supportsSealing ? recipient(of: chain, &entry) : nil
    guard target != nil || !type.needsRecipient else { return plain(of: chain, naming: victim, &entry) }
    var builder = builder(&entry, naming: victim)
    return builder.build(type, values(of: type), to: target, at: timestamp, &spare)
  }

  /// A configuration that a VNF would take, with the adversary as its only tenant.
  private func values(of type: TransactionType) -> [[UInt8]] {
    var values = type.fields.map { _ in Array("by the adversary".utf8) }
    if type == .configuration {
      values[values.count - 1] = VNFConfiguration(settings: values[0], tenants: [pair.publicKey]).bytes
    }
    return values
  }

  /// Where keys cannot seal, all transactions are public configurations.
  private func plain(of chain: Int, naming victim: PublicKey?, _ entry: inout Entry) -> Transaction {
    var builder = builder(&entry, naming: victim)
    let values = TransactionType.configuration.fields.map { _ in Array("by the adversary".utf8) }
    return builder.build(.configuration, values, to: nil, at: timestamp, &spare)
  }

  /// A vote of a member on a block that there is not, signed with the adversary's key.
  private func vote(_ chain: Int, to module: Int, _ entry: inout Entry) {
    let member = member(of: chain, otherThan: module, &entry)
    let signatory = Signatory(
      member - targets[chain].nodes.lowerBound, in: targets[chain].federation, with: pair, crypto)
    let height = knowledge.height(of: chain) + 1 + Int64(entry.stream.below(3))
    let digest = Digest(bytes: entry.stream.bytes(Digest.byteCount))!
    let phase: VotePhase = entry.stream.below(2) == 0 ? .prepare : .commit
    let vote = signatory.vote(
      phase, view: 0, sequence: height, on: digest, accepted: true, certificate: [], &spare)
    send(Payload(ConsensusMessage.vote(vote)), from: member, to: module, entry)
  }

  private func member(of chain: Int, otherThan module: Int, _ entry: inout Entry) -> Int {
    let others = targets[chain].nodes.filter { $0 != module }
    return others.isEmpty ? node : others.drawn(&entry.stream)
  }
}
