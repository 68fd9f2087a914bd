import Vocabulary

/// A small scenario that fails as a larger one did.
public struct ShrinkResult: Sendable {
  /// What there is in a scenario.
  public struct Size: Hashable, Sendable {
    public var faults: Int
    public var strikes: Int
    public var modules: Int
    public var duration: TimeSpan
    /// Keys that are not as they are by default.
    public var settings: Int

    init(_ scenario: Scenario) {
      faults = scenario.faults.faults.count
      strikes = scenario.faults.faults.reduce(0) { $0 + ($1.kind.strikes?.count ?? 0) }
      modules = scenario.modules
      duration = scenario.duration.total
      settings = Self.leaves(
        ScenarioWriter.brief(scenario).entries.filter { $0.key != "faults" && $0.key != "seed" }.map(\.value))
    }

    private static func leaves(_ nodes: [Node]) -> Int {
      nodes.reduce(0) { sum, node in
        switch node.content {
        case .scalar: sum + 1
        case .list(let items): sum + leaves(items)
        case .mapping(let entries): sum + leaves(entries.map(\.value))
        }
      }
    }
  }

  public let before: Size
  public let after: Size
  /// How many runs it took.
  public let runs: Int
  /// What the oracle says of the small scenario.
  public internal(set) var violation: Violation?
  /// Whether all runs were spent: with more it may become smaller.
  public internal(set) var ranOut = false
  let scenario: Scenario
  private let origin: String
  private let title: String

  init(before loaded: LoadedScenario, scenario: Scenario, runs: Int) {
    before = Size(loaded.scenario)
    after = Size(scenario)
    self.runs = runs
    self.scenario = scenario
    title = loaded.study.title
    origin =
      loaded.capsule?.base.map { base in
        "\(base), fuzz seed \(loaded.capsule?.fuzzSeed ?? 0), case \(loaded.capsule?.number ?? 0)"
      } ?? loaded.path
  }

  private var measured: String {
    switch scenario.system {
    case .crb: "rates, blocks, continuity"
    case .nfv: "operations, migrations, continuity"
    case .sfc: "chains, drops"
    }
  }

  /// A scenario file: it is good once no invariant fails any more.
  public var text: String {
    let oracle = violation?.oracle ?? "every invariant"
    let kinds = scenario.faults.faults.map(\.kind.name).reduce(into: [String]()) { kinds, kind in
      if !kinds.contains(kind) { kinds.append(kind) }
    }
    let cause = kinds.isEmpty ? "without faults" : "with " + Quantity.list(kinds).replacing(" or ", with: " and ")
    let head = Node.mapping([
      ("title", .text("\(oracle.prefix(1).uppercased() + oracle.dropFirst()) \(cause)")),
      ("question", .text("Does \(oracle) hold \(cause)?")),
    ])
    let said = violation.map { "# Made small from \(origin)\n# It failed with: \($0)\n" } ?? ""
    return YAMLWriter.text(head) + said + "\n" + YAMLWriter.text(ScenarioWriter.brief(scenario))
      + "\nmeasure: [\(measured)]\n"
  }
}
