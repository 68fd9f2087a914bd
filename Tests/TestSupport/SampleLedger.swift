import Protocols
import Vocabulary

/// A ledger that grows in a test as one would in a federation: signed blocks, quorum proofs, and the file's bytes.
public struct SampleLedger {
  public let cryptography: Cryptography
  public let pairs: [KeyPair]
  public let membership: Membership
  /// What the members' list is to be verified by.
  public let trust: MembershipTrust
  /// The file with the certified list.
  public let membershipFile: [UInt8]
  public private(set) var ledger = Ledger(file: FileID(slot: 0))
  public private(set) var blocks: [Block] = []
  /// What has been appended to the ledger's file.
  public private(set) var file: [UInt8] = []
  public var effects = Effects()
  private var builder: TransactionBuilder

  public init(suite: SignatureSuite = .rsa2048PSS, mode: CryptoMode = .modelled, members: Int = 4, seed: UInt64 = 1) {
    cryptography = Cryptography(suite: suite, mode: mode, seed: seed)
    pairs = (0..<members).map { [cryptography] in cryptography.keyPair(named: "module/\($0)") }
    let list = MembershipList(federation: "sample", number: 1, memberKeys: pairs.map(\.publicKey.encoded))
    membership = Membership(list, pairs.map(\.publicKey))
    let authority = cryptography.keyPair(named: "authority")
    trust = MembershipTrust(authority: authority.publicKey, federation: list.federation, number: list.number)
    membershipFile = SignedMembershipList(list, by: authority, cryptography, &effects.meter).bytes
    builder = TransactionBuilder(
      cryptography: cryptography, sender: cryptography.keyPair(named: "tenant/0"),
      stream: RandomStream(seed: seed))
  }

  /// Milliseconds since 1970 of the block at `height`; any fixed number does.
  public func timestamp(_ height: Int) -> Int64 { 1_500_000_000_000 + Int64(height) * 250 }

  /// A public configuration of `bytes` bytes.
  public mutating func publicConfiguration(_ number: Int, bytes: Int = 40) -> Transaction {
    configuration(number, bytes: bytes)
      .transaction(to: nil, at: timestamp(number), with: &builder, &effects.meter)
  }

  /// A configuration for `recipient`'s eyes only.
  public mutating func secretConfiguration(_ number: Int, to recipient: KeyPair, bytes: Int = 40) -> Transaction {
    configuration(number, bytes: bytes)
      .transaction(to: recipient.publicKey, at: timestamp(number), with: &builder, &effects.meter)
  }

  /// A request to `recipient`, to be answered to the member 0.
  public mutating func request(_ number: Int, to recipient: KeyPair) -> Transaction {
    ConfigurationRequest(
      cid: "cid-\(number)", vid: "v1", description: "", nextRecipient: pairs[0].publicKey.encoded
    ).transaction(to: recipient.publicKey, at: timestamp(number), with: &builder, &effects.meter)
  }

  private func configuration(_ number: Int, bytes: Int) -> Configuration {
    Configuration(
      cid: "cid-\(number)", vid: "v1", description: "caf\u{e9} \(number)",
      configuration: (0..<bytes).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ number) })
  }

  public mutating func content(_ transactions: [Transaction], signer: Int = 0) -> BlockContent {
    BlockContent(
      timestamp: timestamp(blocks.count + 1), signer: pairs[signer].publicKey.encoded,
      previous: ledger.lastIdentifier, transactions: transactions, &effects.meter)
  }

  public mutating func identifier(of content: BlockContent, by signer: Int = 0) -> [UInt8] {
    cryptography.sign(content.contentHash, with: pairs[signer], &effects.meter)
  }

  public mutating func digest(of content: BlockContent, by signer: Int = 0) -> Digest {
    Block.digest(identifier: identifier(of: content, by: signer), contentHash: content.contentHash)
  }

  /// A commit of `member` on the block of this content that `signer` proposes.
  public mutating func endorsement(
    of content: BlockContent, signer: Int = 0, by member: Int, view: Int64 = 0, accepted: Bool = true
  ) -> Endorsement {
    let digest = digest(of: content, by: signer)
    let statement = Endorsement.statement(
      in: membership.federation, phase: .commit, view: view, height: ledger.height + 1, digest: digest,
      accepted: accepted)
    return Endorsement(
      participant: pairs[member].publicKey.encoded,
      signature: cryptography.sign(statement, with: pairs[member], &effects.meter),
      decision: Decision(accepted: accepted, view: view))
  }

  /// The block of these transactions, with a proof by the first members that make a quorum.
  public mutating func block(_ transactions: [Transaction], signer: Int = 0) -> Block {
    let content = content(transactions, signer: signer)
    let identifier = identifier(of: content, by: signer)
    var proof: [Endorsement] = []
    for member in 0..<membership.quorum { proof.append(endorsement(of: content, signer: signer, by: member)) }
    return Block(header: BlockHeader(identifier: identifier, proof: proof), content: content)
  }

  /// Appends the block and writes what the effects say.
  public mutating func append(_ block: Block) {
    effects.clear()
    ledger.append(block, ticket: DiskTicket(ledger.height + 1), into: &effects)
    blocks.append(block)
    for case .append(_, let chunks) in effects.list { file += chunks.joined() }
  }

  /// Appends a block of these transactions.
  public mutating func append(_ transactions: [Transaction], signer: Int = 0) {
    append(block(transactions, signer: signer))
  }
}
