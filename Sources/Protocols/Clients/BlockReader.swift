import Vocabulary

/// Asks one module after the other for the blocks that hold something for some recipients, and believes none without its
/// proof of acceptance. How far it has read is kept for each module apart: one that leaves a block out hides it only until
/// another's turn. docs/models/rules-from-blocks.md.
public struct BlockReader {
  public struct Settings {
    public var modules: [NodeID]
    public var membership: Membership
    /// How often a module is asked when nobody waits for anything; nil: never.
    public var poll: TimeSpan?
    /// How often when somebody does.
    public var hurry: TimeSpan
    /// How long a module may take for an answer.
    public var timeout: TimeSpan
    /// The first of two timers.
    public var firstTimer: TimerID

    public init(
      modules: [NodeID], membership: Membership, poll: TimeSpan?, hurry: TimeSpan = .milliseconds(100),
      timeout: TimeSpan = .seconds(2), firstTimer: TimerID
    ) {
      precondition(modules.count == membership.count, "\(modules.count) nodes for \(membership.count) members")
      self.modules = modules
      self.membership = membership
      self.poll = poll
      self.hurry = min(hurry, poll ?? hurry)
      self.timeout = timeout
      self.firstTimer = firstTimer
    }

    /// Among so many modules one is not byzantine.
    public var witnesses: Int { membership.faultBudget + 1 }
  }

  /// A block that a quorum has accepted.
  public struct Proven {
    public let height: Int64
    public let block: Block
  }

  private struct Round {
    let module: NodeID
    var index = 0
    var questions = 0
    var number: Int64
  }

  /// Questions in one round at most.
  private static let longestRound = 256

  public let settings: Settings
  private let cryptography: Cryptography
  private let rules: ProofRules
  private var circle: ModuleCircle
  /// Public keys whose transactions are looked for.
  private var recipients: [[UInt8]] = []
  /// By module: the height up to which it has given what is for each recipient. Never iterated.
  private var heights: [NodeID: [Int64]] = [:]
  private var round: Round?
  private var lastNumber: Int64 = 0
  /// Modules that were asked in vain since the last pause.
  private var failures = 0
  /// Modules that have given everything they have at least once.
  public private(set) var complete: Set<NodeID> = []
  /// Whether somebody waits for what a block may hold.
  public var isAwaited = false

  public init(_ settings: Settings, for recipients: [PublicKey], _ cryptography: Cryptography) {
    self.settings = settings
    self.cryptography = cryptography
    self.recipients = recipients.map(\.encoded)
    rules = ProofRules(membership: settings.membership)
    circle = ModuleCircle(settings.modules)
  }

  private var pause: TimerID { settings.firstTimer }
  private var silence: TimerID { TimerID(slot: settings.firstTimer.slot + 1) }

  public func owns(_ timer: TimerID) -> Bool { (0..<2).contains(timer.slot - settings.firstTimer.slot) }
  public func knows(_ node: NodeID) -> Bool { settings.modules.contains(node) }

  /// Whether what it has read has been said by enough modules for one of them to be honest.
  public var isWitnessed: Bool { complete.count >= settings.witnesses }

  /// Asks now, unless it does already.
  public mutating func ask(into effects: inout Effects) {
    guard round == nil else { return }
    failures = 0
    begin(into: &effects)
  }

  private mutating func begin(into effects: inout Effects) {
    effects.cancel(pause)
    round = Round(module: circle.turn(), number: 0)
    askNext(into: &effects)
  }

  private mutating func askNext(into effects: inout Effects) {
    guard var round else { return }
    lastNumber += 1
    round.questions += 1
    round.number = lastNumber
    self.round = round
    let after = heights[round.module]?[round.index] ?? 0
    let request = BlockRequest(number: lastNumber, recipient: recipients[round.index], after: after)
    effects.sendToModule(.readBlock(request), .read, to: round.module)
    effects.arm(silence, after: settings.timeout)
  }

  public mutating func timerFired(_ timer: TimerID, into effects: inout Effects) {
    if timer == pause { return ask(into: &effects) }
    guard round != nil else { return }
    fail(into: &effects)
  }

  /// Takes a message of a module. Gives the block that it holds, if that is proven.
  public mutating func receive(
    _ payload: Payload, from module: NodeID, into effects: inout Effects
  ) -> Proven? {
    effects.meter.charge(.codecByte, payload.count)
    switch payload.decoded(ModuleMessage.init(decoding:)).content {
    case .client(.block(let answer)): return take(answer, from: module, into: &effects)
    case .client(.receipt(_, let refused)):
      // Of what was handed in: no module's word counts for it.
      if let refused, refused != .duplicateTransaction { effects.drop(because: refused) }
    case .client, .consensus, .raft: effects.drop(because: .unknownKind)
    case .refused(let reason): effects.drop(because: reason)
    }
    return nil
  }

  private mutating func take(_ answer: BlockAnswer, from module: NodeID, into effects: inout Effects) -> Proven? {
    guard var round, round.module == module, round.number == answer.number else {
      effects.drop(because: .unasked)
      return nil
    }
    if let reason = answer.refused {
      effects.drop(because: reason)
      fail(into: &effects)
      return nil
    }
    guard let block = answer.block else {
      round.index += 1
      self.round = round
      if round.index < recipients.count { askNext(into: &effects) } else { end(into: &effects) }
      return nil
    }
    let after = heights[module]?[round.index] ?? 0
    guard answer.height > after else {
      effects.drop(because: .malformed)
      fail(into: &effects)
      return nil
    }
    if let reason = refusal(of: block, at: answer.height, &effects.meter) {
      effects.drop(because: reason)
      fail(into: &effects)
      return nil
    }
    heights[module, default: recipients.map { _ in 0 }][round.index] = answer.height
    if round.questions < Self.longestRound { askNext(into: &effects) } else { end(into: &effects) }
    return Proven(height: answer.height, block: block)
  }

  /// A proof binds the block's identifier and content to its height, so no other check of the block is needed.
  private func refusal(of block: Block, at height: Int64, _ meter: inout Meter) -> DropReason? {
    meter.charge(.hashByte, block.content.bytes.count)
    return rules.check(block.header.proof, of: block.digest, at: height, cryptography, &meter)
  }

  /// The module has given all that it has.
  private mutating func end(into effects: inout Effects) {
    guard let round else { return }
    circle.answered(round.module)
    self.round = nil
    failures = 0
    effects.cancel(silence)
    let isNew = round.index == recipients.count && complete.insert(round.module).inserted
    if isNew, needsWitnesses { begin(into: &effects) } else { rest(into: &effects) }
  }

  /// The module does not answer as it should: the next one is asked at once, each once.
  private mutating func fail(into effects: inout Effects) {
    guard let module = round?.module else { return }
    circle.wasSilent(module)
    round = nil
    failures += 1
    effects.cancel(silence)
    if failures < settings.modules.count { begin(into: &effects) } else { rest(into: &effects) }
  }

  /// Who asks of its own accord wants to know all that there is.
  private var needsWitnesses: Bool { settings.poll != nil && !isWitnessed }

  private mutating func rest(into effects: inout Effects) {
    guard let span = isAwaited || needsWitnesses ? settings.hurry : settings.poll else { return }
    effects.arm(pause, after: span)
  }
}
