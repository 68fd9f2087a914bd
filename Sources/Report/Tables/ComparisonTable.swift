/// What a paper printed beside what the simulation gave.
public struct ComparisonTable: Sendable {
  public var rows: [Row]

  public init(_ rows: [Row] = []) { self.rows = rows }

  public struct Row: Sendable {
    /// How far the simulated number can be called a prediction.
    public enum Kind: String, Sendable {
      /// No number of the profile was calibrated on it.
      case predicted
      /// A number of the profile was calibrated on it, so that it says little.
      case calibrated
      /// It follows from what the simulation was given, so that it says little.
      case fromInputs = "from inputs"
      /// It hangs on a choice in the design that was made in sight of it, so that it says little.
      case byDesign = "by design"
      /// A property of a curve.
      case shape
      /// Not published: the scenario's own expectation.
      case own
    }

    /// The quantity and its conditions.
    public var what: String
    /// The paper's words or number, with its unit.
    public var published: String
    /// What the simulation gave, with its unit.
    public var simulated: String
    public var kind: Kind
    public var holds: Bool
    /// It does not hold, and the remark says why that is so.
    public var isKnown: Bool
    /// Figure, table or section of the paper.
    public var source: String
    /// The deviation, or why it does not hold; may be empty.
    public var remark: String

    public init(
      what: String, published: String, simulated: String, kind: Kind, holds: Bool, isKnown: Bool = false,
      source: String, remark: String = ""
    ) {
      self.what = what
      self.published = published
      self.simulated = simulated
      self.kind = kind
      self.holds = holds
      self.isKnown = isKnown
      self.source = source
      self.remark = remark
    }

    /// Whether what it follows from was given, or chosen in sight of it.
    var isGiven: Bool {
      switch kind {
      case .calibrated, .fromInputs, .byDesign: !isKnown
      case .predicted, .shape, .own: false
      }
    }

    /// `yes`, `differs` or the word given.
    func holds(otherwise no: String) -> String { holds ? "yes" : isKnown ? "differs" : no }

    /// With a mean and its half-width, in people's units.
    public init(
      what: String, published: String, simulated: ConfidenceInterval, unit: String, kind: Kind, holds: Bool,
      source: String, remark: String = ""
    ) {
      self.init(
        what: what, published: published, simulated: NumberFormat.text(simulated, unit: unit), kind: kind,
        holds: holds, source: source, remark: remark)
    }
  }

  /// Rows that hold.
  public var holding: Int { rows.count { $0.holds } }

  /// For a terminal, at most 110 cells wide but for long names of metrics, which stay whole. The sources are in `table` and
  /// in the report.
  public var text: String {
    let longest = rows.flatMap { $0.what.split(separator: " ") }.map(\.count).max() ?? 0
    var table = TextTable([
      .init("what", maximumWidth: max(26, longest)), .init("expected", maximumWidth: 18),
      .init("simulated", maximumWidth: 24),
      .init("kind"), .init("holds"), .init("remark", maximumWidth: 17),
    ])
    for row in rows {
      table.append([
        row.what, row.published, row.simulated, row.kind.rawValue, row.holds(otherwise: "NO"), row.remark,
      ])
    }
    return table.text
  }

  /// Columns what, published, simulated, kind, holds (yes, no or differs), source, remark.
  public var table: Table {
    var table = Table(
      columns: ["what", "published", "simulated", "kind", "holds", "source", "remark"].map { Column($0, .text) })
    for row in rows {
      let texts = [
        row.what, row.published, row.simulated, row.kind.rawValue, row.holds(otherwise: "no"), row.source, row.remark,
      ]
      table.append(texts.map { .text($0) })
    }
    return table
  }
}
