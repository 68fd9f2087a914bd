import Protocols
import SimKernel
import Vocabulary

/// The ledger that the elements of service function chains take their rules from: its modules, who may make rules, and who
/// can read them. docs/models/rules-from-blocks.md.
struct SFCLedger {
  /// The SMB.
  let chain: Chain
  /// Signs rule sets.
  let controller: KeyPair
  /// By site: the key pair of its elements.
  let sites: [KeyPair]
  private let layout: SFCLayout
  private let poll: TimeSpan
  private let streams: RandomStreams

  init(
    _ ledger: SFCSpec.Ledger, _ layout: SFCLayout, scenario: Scenario, window: Range<Instant>, kit: HostKit,
    options: RunOptions
  ) {
    let spec = ledger.smb
    let crypto = Cryptography(
      suite: spec.signature, mode: spec.crypto, seed: kit.streams.seed,
      remembersVerifications: options.remembersVerifications)
    chain = Chain(
      .smb, named: "smb", spec, at: layout.nodes(.smb), scenario: scenario, window: window, writers: 0, kit: kit,
      crypto: crypto, options: options)
    controller = crypto.keyPair(named: "sfc/controller")
    sites = layout.spec.sites.indices.map { crypto.keyPair(named: "sfc/site/\($0)") }
    self.layout = layout
    poll = ledger.poll
    streams = kit.streams
  }

  private func reader(poll: TimeSpan?, firstTimer: TimerID) -> BlockReader.Settings {
    BlockReader.Settings(
      modules: chain.nodes.map { NodeID($0) }, membership: chain.membership, poll: poll, firstTimer: firstTimer)
  }

  /// What an element believes.
  func rules(of node: Int) -> any RuleSource {
    let settings = CommittedRules.Settings(
      SFCLayout.element(node), pair: sites[layout.site(node)], controller: controller.publicKey,
      reader: reader(poll: poll, firstTimer: ElementSettings.sourceTimer))
    return CommittedRules(settings, chain.crypto)
  }

  /// What the controller writes with, in one of its lives.
  func publisher(for elements: [Int], life: Int) -> RulePublisher {
    var keys: [ElementID: PublicKey] = [:]
    for node in elements { keys[SFCLayout.element(node)] = sites[layout.site(node)].publicKey }
    let settings = RulePublisher.Settings(
      pair: controller, sites: keys, reader: reader(poll: nil, firstTimer: ForwarderController.ledgerTimer),
      maximumBytes: Chain.largestTransaction(inBlockOf: Int(chain.spec.blockMaximum.bytes), chain.crypto),
      timer: ForwarderController.publicationTimer)
    return RulePublisher(settings, chain.crypto, stream: streams.stream("sfc/ledger/controller/\(life)"))
  }
}
