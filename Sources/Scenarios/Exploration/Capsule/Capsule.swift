import Vocabulary

/// What a failure capsule says beside its scenario: docs/formats/capsule.md.
public struct Capsule: Hashable, Sendable {
  /// The number of the capsule format.
  private static let format = 1

  /// Which chainbed wrote it.
  public var chainbed: String
  /// The scenario that the case was drawn from.
  public var base: String?
  /// What was set in it first.
  public var overrides: [String] = []
  /// Nil: within.
  public var budget: FaultBudget?
  /// Of the fuzz run.
  public var fuzzSeed: UInt64?
  public var number: Int?
  /// The invariant: the name of the oracle that spoke first, and what it said when.
  public var oracle: String
  public var said: String
  public var at: TimeSpan?
  /// Of the run of this capsule.
  public var fingerprint: String
  /// What happened last before that.
  public var transcript: [String]
}

extension Capsule {
  /// The section of the file. The fingerprint is last, so that a file that is cut off is without it.
  var node: Node {
    .mapping([
      ("format", .count(Self.format)), ("chainbed", .text(chainbed)), ("base", base.map { .text($0) }),
      ("set", overrides.isEmpty ? nil : .list(overrides.map { .text($0) })),
      ("budget", budget.map { .text($0.rawValue) }),
      ("fuzz-seed", fuzzSeed.map { .count($0) }), ("case", number.map { .count($0) }), ("oracle", .text(oracle)),
      ("said", .text(said)), ("at", at.map { .time($0) }),
      ("transcript", .list(transcript.map { .text($0) })), ("fingerprint", .text(fingerprint)),
    ])
  }

  init(_ setting: Setting) {
    self.init(
      chainbed: setting["chainbed"].word, base: setting.find("base")?.word,
      overrides: setting.find("set")?.items.map(\.word) ?? [],
      budget: setting.find("budget").flatMap { FaultBudget(rawValue: $0.word) },
      fuzzSeed: setting.find("fuzz-seed").map { UInt64(bitPattern: $0.whole) },
      number: setting.find("case").map { Int($0.whole) },
      oracle: setting["oracle"].word, said: setting["said"].word,
      at: setting.find("at").map { TimeSpan(nanoseconds: $0.whole) }, fingerprint: setting["fingerprint"].word,
      transcript: setting.find("transcript")?.items.map(\.word) ?? [])
  }

  /// What no capsule of this format says.
  static func errors(in setting: Setting) -> [ScenarioError] {
    let (format, oracle, fingerprint) = (setting["format"], setting["oracle"], setting["fingerprint"])
    var errors: [ScenarioError] = []
    func note(_ text: String, _ setting: Setting) {
      errors.append(ScenarioError("\(setting.path): \(text)", at: setting.place))
    }
    if Int(format.whole) != Self.format {
      note("\(format.text) is not known; this chainbed reads \(Self.format)", format)
    }
    if OracleName(rawValue: oracle.word) == nil {
      let hint = Suggestion.phrase(for: oracle.word, among: OracleName.allCases.map(\.rawValue))
      note("unknown oracle '\(oracle.word)'\(hint)", oracle)
    }
    if fingerprint.word.count != 64 || !fingerprint.word.allSatisfy(\.isHexDigit) {
      note("is not 64 hexadecimal digits", fingerprint)
    }
    return errors
  }
}
