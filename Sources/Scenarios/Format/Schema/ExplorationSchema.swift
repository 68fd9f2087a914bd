/// What a run does otherwise than usual: docs/models/exploration.md.
enum ExplorationSchema {
  static let exploration = Field(
    "exploration",
    .mapping([
      Field(
        "order", .scalar(.count(0...Int64.max)),
        "Lets nodes take turns at each instant in an order drawn from this number; events of one instant happen in the "
          + "order in which they were scheduled when not given"),
      Field(
        "jitter", .scalar(.time(0...86_400_000_000_000)),
        "Each packet takes up to this much longer, drawn evenly; links keep their order", default: "0 s"),
    ]), "What the run does otherwise than usual, to reach rare states")
}
