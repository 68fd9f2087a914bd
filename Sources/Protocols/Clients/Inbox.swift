import Vocabulary

/// Asks one module after the other for the transactions of some recipients. How far it has read is kept for each module
/// apart: what one says of heights is believed of itself only, so a liar hides nothing that another shows; and for good only
/// when it has signed it, so nobody else hides anything either.
struct Inbox {
  /// Questions in one round at most; a module that has more is asked again another time.
  static let longestRound = 256
  /// Answers of a module that are read on from before it must sign.
  static let longestTrust = 64

  private var circle: ModuleCircle
  private(set) var recipients: [PublicKey] = []
  /// How far each module has been read, by recipient. Never iterated.
  private var places: [NodeID: [Digest: ReadingPlace]] = [:]
  /// Of each module that has given something which it has not signed for: how many answers, and when it is to be asked.
  /// Never iterated.
  private var trusted: [NodeID: (answers: Int, due: Instant)] = [:]
  private let proofInterval: TimeSpan
  private var round: Round?
  private var lastNumber: Int64 = 0
  /// The latest questions whose answers were not waited for any longer.
  private var givenUp: [(module: NodeID, number: Int64)] = []
  private static let longestMemory = 16

  private struct Round {
    let module: NodeID
    let recipients: [PublicKey]
    /// Of the recipient that is being asked for.
    var index = 0
    var questions = 0
    var found: [Transaction] = []
  }

  enum Progress {
    case unasked
    /// The answer to a question that was given up: the module is slow, and the message was not lost.
    case late
    case goesOn
    /// The round is over; even an empty one is an answer.
    case done([Transaction])
    /// The module does not answer as it should; what it gave before.
    case refused(DropReason, [Transaction])
  }

  init(_ modules: [NodeID], proofInterval: TimeSpan) {
    circle = ModuleCircle(modules)
    self.proofInterval = proofInterval
  }

  var isAsking: Bool { round != nil }

  mutating func follow(_ keys: [PublicKey]) {
    recipients = keys
    for module in circle.modules {
      guard let known = places[module] else { continue }
      var kept: [Digest: ReadingPlace] = [:]
      for key in keys { kept[key.fingerprint] = known[key.fingerprint] }
      places[module] = kept
    }
  }

  /// Forgets how far it has read; an answer that is under way counts no more.
  mutating func readAnew() {
    round = nil
    places = [:]
    trusted = [:]
  }

  /// Asks the module whose turn it is. False if there is nothing to ask for.
  mutating func begin(into effects: inout Effects) -> Bool {
    guard !recipients.isEmpty else { return false }
    round = Round(module: circle.turn(), recipients: recipients)
    ask(into: &effects)
    return true
  }

  private mutating func ask(into effects: inout Effects) {
    guard var round else { return }
    round.questions += 1
    self.round = round
    lastNumber += 1
    let key = round.recipients[round.index]
    let after = places[round.module]?[key.fingerprint]?.position.height ?? 0
    let request = ReadRequest(number: lastNumber, query: .next(recipient: key.encoded, after: after))
    let payload = Payload(ClientMessage.read(request))
    effects.meter.charge(.codecByte, payload.count)
    effects.send(payload, .read, to: round.module)
  }

  mutating func receive(
    _ answer: ReadAnswer, from module: NodeID, at now: Instant, into effects: inout Effects
  ) -> Progress {
    guard var round, round.module == module, answer.number == lastNumber else {
      let place = givenUp.firstIndex { $0.module == module && $0.number == answer.number }
      guard let place else { return .unasked }
      givenUp.remove(at: place)
      return .late
    }
    if let reason = answer.refused { return .refused(reason, fail()) }
    if answer.transactions.isEmpty {
      round.index += 1
    } else {
      let key = round.recipients[round.index].fingerprint
      var place = places[module]?[key] ?? ReadingPlace()
      guard answer.height > place.position.height else { return .refused(.malformed, fail()) }
      place.advance(to: answer.height, answer.transactions, &effects.meter)
      places[module, default: [:]][key] = place
      trusted[module, default: (0, now + proofInterval)].answers += 1
      round.found += answer.transactions
    }
    self.round = round
    guard round.index < round.recipients.count, round.questions < Inbox.longestRound else {
      self.round = nil
      circle.answered(module)
      askForProof(module, isQuiet: round.found.isEmpty, at: now, into: &effects)
      return .done(round.found)
    }
    ask(into: &effects)
    return .goesOn
  }

  /// Has the module sign for what it gave. Not while there is something to be done about that, if it can wait.
  private mutating func askForProof(
    _ module: NodeID, isQuiet: Bool, at now: Instant, into effects: inout Effects
  ) {
    guard let trust = trusted[module] else { return }
    guard trust.answers >= Self.longestTrust || (isQuiet && now >= trust.due) else { return }
    trusted[module] = nil
    for recipient in recipients {
      guard var place = places[module]?[recipient.fingerprint], !place.isProven else { continue }
      effects.sendToModule(.attest(place.statement(for: recipient)), .attest, to: module)
      places[module]?[recipient.fingerprint] = place
      // Until the answer is there: it may be lost.
      trusted[module] = (0, now + proofInterval)
    }
  }

  /// A module has signed for what it gave, or does not. False if it was not asked to.
  mutating func receive(
    _ statement: ModuleStatement, from module: NodeID, into effects: inout Effects, isSigned: (inout Meter) -> Bool
  ) -> Bool {
    guard case .history(let recipient, let height, let history) = statement else { return false }
    guard let key = recipients.first(where: { $0.encoded == recipient })?.fingerprint else { return false }
    guard var place = places[module]?[key], place.asks(height, history) else { return false }
    let isSigned = isSigned(&effects.meter)
    if !isSigned { effects.drop(because: .badSignature) }
    place.settle(isSigned: isSigned)
    places[module]?[key] = place
    return true
  }

  /// Ends the round, which takes too long. What the module gave; one that gave nothing counts as silent.
  mutating func giveUp() -> [Transaction] {
    guard let round else { return [] }
    if round.found.isEmpty { circle.wasSilent(round.module) }
    givenUp.append((round.module, lastNumber))
    if givenUp.count > Inbox.longestMemory { givenUp.removeFirst() }
    self.round = nil
    return round.found
  }

  /// Ends the round: the module does not answer as it should. What it gave before.
  private mutating func fail() -> [Transaction] {
    guard let round else { return [] }
    circle.wasSilent(round.module)
    self.round = nil
    return round.found
  }
}
