/// The whole scenario format.
enum ScenarioSchema {
  static let root = Kind.Mapping(
    fields: [
      Field("title", .scalar(.text), "What the scenario is called in reports", required: true, sweepable: false),
      Field("question", .scalar(.text), "What it asks, in a sentence", sweepable: false),
      Field("replays", .scalar(.text), "The published experiment that it repeats: paper and figure", sweepable: false),
      Field(
        "seed", .scalar(.seed), "Start of every random stream; replications derive theirs from it",
        default: "1"),
    ] + systems + [
      WorldSchema.hosts, WorldSchema.network, WorkloadSchema.workload, StudySchema.duration, FaultSchema.faults,
      FaultSchema.oracles, ExplorationSchema.exploration,
    ] + StudySchema.fields + [CapsuleSchema.capsule],
    exactlyOneOf: systems.map(\.key))

  /// The keys that describe the world, which each point of a sweep has anew.
  static let world = Kind.Mapping(fields: root.fields.filter(\.sweepable), exactlyOneOf: root.exactlyOneOf)

  /// One key a system; a scenario has exactly one of them.
  static let systems = [CRBSchema.crb, NFVSchema.nfv, SFCSchema.sfc]

  /// Every dotted key that can be an axis, in the order of the format. The seed is not among them: replications vary it.
  static let axisKeys: [String] = keys(of: root, prefix: "").filter { $0 != "seed" }

  private static func keys(of mapping: Kind.Mapping, prefix: String) -> [String] {
    mapping.fields.filter(\.sweepable).flatMap { field -> [String] in
      let own = field.kind.scalar == nil ? [] : [prefix + field.key]
      return own + (field.kind.mapping.map { keys(of: $0, prefix: prefix + field.key + ".") } ?? [])
    }
  }
}
