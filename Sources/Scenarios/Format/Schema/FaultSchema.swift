/// What goes wrong in a run, and what must hold all the same.
enum FaultSchema {
  private static let day: Int64 = 86_400_000_000_000
  private static let modules = Kind.list(of: .scalar(.module), atLeast: 1, loose: true)
  private static let anyModules = Kind.list(of: .scalar(.moduleOrAny), atLeast: 1, loose: true)
  private static let drift = Kind.scalar(.whole(.drift, -100_000_000...100_000_000))

  private static let share = Field("share", .scalar(.real(.fraction, 0...1)), "Each with this probability")
  /// The list may be empty: nothing was struck.
  private static let strikes = Field(
    "strikes", .list(of: .scalar(.count(1...Int64(Int32.max))), atLeast: 0, loose: true),
    "Ordinals of what is struck, ascending; the first one since the fault began is 1")

  /// A share, or ordinals.
  private static let chance = Kind.either(
    .real(.fraction, 0...1),
    Kind.Mapping(fields: [strikes], exactlyOneOf: ["strikes"], name: "list of strikes"))

  /// Keys of which a fault has one.
  static let kinds = [
    Field("crash", anyModules, "Modules that lose power: their memory is gone, their disks keep what is durable"),
    Field("pause", anyModules, "Modules that stand still; what arrives waits"),
    Field(
      "partition", .list(of: .list(of: .scalar(.module), atLeast: 1, loose: true), atLeast: 2, loose: false),
      "Groups of modules between which no packet passes; who is in none reaches all"),
    Field(
      "cut",
      .mapping([
        Field("from", modules, "Senders", required: true), Field("to", modules, "Receivers", required: true),
      ]), "No packet passes this way"),
    Field("clog", anyModules, "Modules whose links, both ways, stop; at the end what waited arrives"),
    Field("loss", chance, "Packets lost"),
    Field(
      "mtu", .scalar(.size(68...65_535)), "Packets larger than this are lost, as in a path that tells nobody its MTU"),
    Field("delay", WorldSchema.distribution(from: 0), "Packets take this much longer"),
    Field(
      "reorder",
      .mapping(
        Kind.Mapping(
          fields: [
            share, strikes,
            Field("by", WorldSchema.distribution(from: 0), "How long they are held back", required: true),
          ], exactlyOneOf: ["share", "strikes"])), "Packets held back, which those behind them overtake"),
    Field(
      "bandwidth", .scalar(.whole(.bitRate, 1_000...1_000_000_000_000)), "Hosts send and receive no faster than this"),
    Field("duplicate", chance, "Packets that arrive twice"),
    Field("corrupt", chance, "Packets that arrive with one bit changed"),
    Field("slow-disk", WorldSchema.distribution(from: 0), "Disk requests take this much longer"),
    Field("lying-sync", chance, "Syncs that report success and make nothing durable"),
    Field("bit-rot", chance, "Syncs that write one bit wrongly"),
    Field("byzantine", .mapping(ByzantineSchema.mapping), "Modules that break the protocol, and how"),
    Field("attack", .mapping(AttackSchema.mapping), "An adversary on the links, and what it does"),
    Field("misdirected-write", chance, "Syncs that write to another offset of the file"),
    Field("torn-write", chance, "Sectors that survive a loss of power without being durable"),
    Field("failing-sync", chance, "Syncs that fail; the module stops"),
    Field("full-disk", .scalar(.size(0...1_000_000_000_000)), "Room left on the disk; syncs beyond it wait"),
    Field(
      "membership-list", .scalar(.choice(ListDamage.allCases.map { .init(word: $0.rawValue, doc: $0.meaning) })),
      "What stands on the disk in the place of the certified membership list, which modules read when they start"),
    Field("clock-jump", .scalar(.time(-day...day)), "What clocks show jumps by this"),
    Field("clock-drift", drift, "Clocks run fast, or slow, by this, and timers with them"),
    Field(
      "clock-freeze", .scalar(.choice([.init(word: "shown", doc: "what clocks show stands still, timers run on")])),
      "Clocks stand still; afterwards they go on from there"),
    Field("timer-drift", drift, "Timers run fast, or slow, by this; what clocks show does not"),
  ]

  /// Kinds that name their modules themselves, or are about nobody in particular; all others have `on`.
  static let placed: Set = ["crash", "pause", "partition", "cut", "clog", "byzantine"]

  static let faults = Field(
    "faults",
    .list(
      of: .mapping(
        Kind.Mapping(
          fields: [
            Field(
              "at", .scalar(.time(0...day)), "When, from the start of the run; with `rate`, from when on",
              required: true),
            Field(
              "rate", .scalar(.real(.rate, 1e-5...1_000)),
              "How often, on average; the times between strikes are exponential. Once, when not given"),
            Field("until", .scalar(.time(0...day)), "No strike of a `rate` from then on; to the end when not given"),
            Field(
              "upon",
              .scalar(
                .choice([
                  .init(word: "proposed", doc: "a block is built, its pre-prepare not sent"),
                  .init(word: "pre-prepared", doc: "the pre-prepare is sent"),
                  .init(word: "prepared", doc: "a quorum accepts"),
                  .init(word: "committed", doc: "a quorum commits"), .init(word: "appended", doc: "a block is durable"),
                  .init(word: "creating", doc: "a migration begins"),
                  .init(word: "awaiting-key-pair", doc: "its new VNF runs"),
                  .init(word: "transferring", doc: "the source is asked for its configuration"),
                  .init(word: "confirming", doc: "the destination is asked for it"),
                  .init(word: "switching", doc: "the path is to be switched"),
                  .init(word: "releasing", doc: "the destination is told to obey the tenant alone"),
                  .init(word: "terminating", doc: "the source is to be terminated"),
                  .init(word: "rolling-back", doc: "a migration has failed and is taken back"),
                ])),
              "Waits, from then on: a `crash` or `pause` until its module has come so far with a block, any fault until a tenant has "
                + "come so far with a migration"),
            Field(
              "for", .scalar(.time(1...day)),
              "How long; to the end of the run when not given (a crash lasts until `restart-after`)"),
            Field(
              "restart-after", .scalar(.time(1...day)),
              "How long after a crash, or a sync that failed, the module starts again; never when not given"),
            Field(
              "on", anyModules,
              "Modules whose links (both ways), disks or clocks are concerned; all hosts' links, or all modules' "
                + "disks or clocks, when not given"),
            Field(
              "stream", .scalar(.count(0...Int64.max)),
              "Number of the random stream that it draws from; its position in the list, from 0, when not given"),
          ] + kinds, exactlyOneOf: kinds.map(\.key))), atLeast: 0, loose: false), "What goes wrong, and when")

  static let oracles = Field(
    "oracles",
    .mapping([
      Field(
        "progress-within", .scalar(.time(1...day)),
        "How soon after all faults a block must be decided; when not given, four times `crb.view-change-timeout` and "
          + "twice the time from the first fault to the last one's end, doubled for each module that is faulty for good"
      ),
      Field(
        "load", .scalar(.real(.fraction, 0.01...0.99)),
        "What the workload asks for of what the modules and links carry, at most: then what faults held up must be made up for "
          + "in time, in runs of PBFT without byzantine modules. Nothing is asked when not given"),
    ]), "What every run is held to")
}
