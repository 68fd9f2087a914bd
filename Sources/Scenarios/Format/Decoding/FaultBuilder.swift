import Vocabulary

/// Makes typed faults from checked settings.
enum FaultBuilder {
  /// - Parameters:
  ///   - modules: how many there are.
  ///   - ofChains: whether the system is service function chains.
  static func fault(_ setting: Setting, modules: Int, ofChains: Bool) -> Fault {
    var fault = Fault(
      kind(setting, ofChains: ofChains), at: time(setting["at"]), lasts: setting.find("for").map(time),
      upon: setting.find("upon").map { $0.choice() }, on: setting.find("on").map(list),
      stream: setting.find("stream").map { Int($0.whole) })
    let picksOne = places(setting).contains(where: isAny)
    if picksOne { fault.modules = Array(0..<modules) }
    fault.recurrence = setting.find("rate").map {
      Recurrence(rate: $0.real, until: setting.find("until").map(time), picksOne: picksOne)
    }
    return fault
  }

  /// Where `any` can stand.
  static func places(_ setting: Setting) -> [Setting] {
    ["crash", "pause", "clog", "on"].compactMap { setting.find($0) }
  }

  /// Whether a list of modules is `any`.
  static func isAny(_ setting: Setting) -> Bool { setting.items.contains { $0.scalar == .word("any") } }

  /// The one key that says what goes wrong, and its value.
  static func cause(_ setting: Setting) -> (key: String, value: Setting) {
    for field in FaultSchema.kinds {
      if let value = setting.find(field.key) { return (field.key, value) }
    }
    preconditionFailure("the schema lets a fault pass that is none: \(setting.path)")
  }

  private static func kind(_ setting: Setting, ofChains: Bool) -> Fault.Kind {
    let (key, value) = cause(setting)
    switch key {
    case "crash": return .outage(.crash(list(value), restartAfter: setting.find("restart-after").map(time)))
    case "pause": return .outage(.pause(list(value)))
    case "partition": return .network(.partition(value.items.map(list)))
    case "cut": return .network(.cut(from: list(value["from"]), to: list(value["to"])))
    case "clog": return .network(.clog(list(value)))
    case "loss": return .network(.loss(chance(value)))
    case "mtu": return .network(.mtu(ByteCount(value.whole)))
    case "delay": return .network(.delay(DistributionBuilder.distribution(value)))
    case "reorder":
      return .network(.reorder(chance(value), by: DistributionBuilder.distribution(value["by"])))
    case "bandwidth": return .network(.bandwidth(Bandwidth(bitsPerSecond: value.whole)))
    case "duplicate": return .network(.duplicate(chance(value)))
    case "corrupt": return .network(.corrupt(chance(value)))
    case "slow-disk": return .disk(.slow(DistributionBuilder.distribution(value)))
    case "lying-sync": return .disk(.lyingSync(chance(value)))
    case "bit-rot": return .disk(.bitRot(chance(value)))
    case "byzantine": return .byzantine(ByzantineFault(list(value["modules"]), behaviour(value)))
    case "attack": return .attack(attack(value, ofChains: ofChains))
    case "misdirected-write": return .disk(.misdirectedWrite(chance(value)))
    case "torn-write": return .disk(.tornWrite(chance(value)))
    case "failing-sync":
      return .disk(.failingSync(chance(value), restartAfter: setting.find("restart-after").map(time)))
    case "full-disk": return .disk(.full(room: ByteCount(value.whole)))
    case "membership-list": return .disk(.membershipList(value.choice()))
    case "clock-jump": return .clock(.jump(time(value)))
    case "clock-drift": return .clock(.drift(value.whole))
    case "clock-freeze": return .clock(.freeze)
    case "timer-drift": return .clock(.timerDrift(value.whole))
    default: preconditionFailure("the schema has a fault '\(key)' that is not built")
    }
  }

  private static func attack(_ setting: Setting, ofChains: Bool) -> Attack {
    var attack = Attack(setting["kind"].choice(), channel: setting["channel"].choice())
    if ofChains { attack.links = setting.find("links").map { Attack.Links($0.word) } ?? .outside }
    if let interval = setting.find("every") { attack.interval = time(interval) }
    if let share = setting.find("share") { attack.share = share.real }
    return attack
  }

  private static func behaviour(_ setting: Setting) -> Misbehaviour {
    switch setting["behaviour"].word {
    case "silence": return .silence(to: setting.find("to").map(list))
    case "equivocation": return .equivocation
    case "double-voting": return .doubleVoting
    case "forged-certificates": return .forgedCertificates
    case "stale-certificates": return .staleCertificates
    case "empty-certificates": return .emptyCertificates
    case "invalid-blocks": return .invalidBlocks
    case "censorship": return .censorship(writer: Int(setting["writer"].whole))
    case "delay": return .delay(by: setting.find("by").map(time))
    case "amnesia": return .amnesia
    case "wrong-views": return .wrongViews(every: time(setting["every"]))
    case "view-change-storm": return .viewChangeStorm(every: time(setting["every"]))
    case "replay": return .replay(every: time(setting["every"]))
    case "flood": return .flood(every: time(setting["every"]))
    case "request-twice": return .requestTwice
    case "watermark-exhaustion": return .watermarkExhaustion
    case "collusion": return .collusion
    case "forged-blocks": return .forgedBlocks
    case "false-answers": return .falseAnswers
    case "withholding": return .withholding
    case "mutation": return .mutation(share: setting["share"].real)
    case let word: preconditionFailure("the schema has a behaviour '\(word)' that is not built")
    }
  }

  private static func chance(_ setting: Setting) -> Chance {
    if let list = setting.find("strikes") { return .strikes(list.items.map { Int($0.whole) }) }
    return .share((setting.find("share") ?? setting).real)
  }

  private static func list(_ setting: Setting) -> [Int] {
    isAny(setting) ? [] : setting.items.map { Int($0.whole) }
  }

  private static func time(_ setting: Setting) -> TimeSpan { TimeSpan(nanoseconds: setting.whole) }
}
