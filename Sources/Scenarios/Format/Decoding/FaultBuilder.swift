import Vocabulary

/// Makes typed faults from checked settings.
enum FaultBuilder {
  static func fault(_ setting: Setting) -> Fault {
    Fault(
      kind(setting), at: time(setting["at"]), lasts: setting.find("for").map(time),
      upon: setting.find("upon").map { $0.choice() }, on: setting.find("on").map(modules))
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
    case "crash": return .crash(modules(value), restartAfter: setting.find("restart-after").map(time))
    case "pause": return .pause(modules(value))
    case "partition": return .partition(value.items.map(modules))
    case "cut": return .cut(from: modules(value["from"]), to: modules(value["to"]))
    case "loss": return .loss(value.real)
    case "delay": return .delay(DistributionBuilder.distribution(value))
    case "duplicate": return .duplicate(value.real)
    case "corrupt": return .corrupt(value.real)
    case "slow-disk": return .slowDisk(DistributionBuilder.distribution(value))
    case "lying-sync": return .lyingSync(value.real)
    case "bit-rot": return .bitRot(value.real)
    case "clock-jump": return .clockJump(time(value))
    default: preconditionFailure("the schema has a fault '\(key)' that is not built")
    }
  }

  private static func modules(_ setting: Setting) -> [Int] { setting.items.map { Int($0.whole) } }
  private static func time(_ setting: Setting) -> TimeSpan { TimeSpan(nanoseconds: setting.whole) }
}
