import Vocabulary

/// Makes typed faults from checked settings.
enum FaultBuilder {
  static func fault(_ setting: Setting) -> Fault {
    Fault(
      kind(setting), at: time(setting["at"]), lasts: setting.find("for").map(time),
      upon: setting.find("upon").map { $0.choice() }, on: setting.find("on").map(modules),
      stream: setting.find("stream").map { Int($0.whole) })
  }

  /// The one key that says what goes wrong, and its value.
  static func cause(_ setting: Setting) -> (key: String, value: Setting) {
    for field in FaultSchema.kinds {
      if let value = setting.find(field.key) { return (field.key, value) }
    }
    preconditionFailure("the schema lets a fault pass that is none: \(setting.path)")
  }

  private static func kind(_ setting: Setting) -> Fault.Kind {
    let (key, value) = cause(setting)
    switch key {
    case "crash": return .outage(.crash(modules(value), restartAfter: setting.find("restart-after").map(time)))
    case "pause": return .outage(.pause(modules(value)))
    case "partition": return .network(.partition(value.items.map(modules)))
    case "cut": return .network(.cut(from: modules(value["from"]), to: modules(value["to"])))
    case "loss": return .network(.loss(chance(value)))
    case "delay": return .network(.delay(DistributionBuilder.distribution(value)))
    case "duplicate": return .network(.duplicate(chance(value)))
    case "corrupt": return .network(.corrupt(chance(value)))
    case "slow-disk": return .disk(.slow(DistributionBuilder.distribution(value)))
    case "lying-sync": return .disk(.lyingSync(chance(value)))
    case "bit-rot": return .disk(.bitRot(chance(value)))
    case "byzantine": return .byzantine(ByzantineFault(modules(value["modules"]), behaviour(value)))
    case "clock-jump": return .clock(.jump(time(value)))
    default: preconditionFailure("the schema has a fault '\(key)' that is not built")
    }
  }

  private static func behaviour(_ setting: Setting) -> Misbehaviour {
    switch setting["behaviour"].word {
    case "silence": return .silence(to: setting.find("to").map(modules))
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
    case "mutation": return .mutation(share: setting["share"].real)
    case let word: preconditionFailure("the schema has a behaviour '\(word)' that is not built")
    }
  }

  private static func chance(_ setting: Setting) -> Chance {
    guard let list = setting.find("strikes") else { return .share(setting.real) }
    return .strikes(list.items.map { Int($0.whole) })
  }

  private static func modules(_ setting: Setting) -> [Int] { setting.items.map { Int($0.whole) } }
  private static func time(_ setting: Setting) -> TimeSpan { TimeSpan(nanoseconds: setting.whole) }
}
