/// One self-contained page with everything about a run: opens anywhere, needs no network and no scripts.
public struct HTMLReport: Sendable {
  /// A figure and its picture, or why there is none.
  public struct Drawing: Sendable {
    public var figure: Figure
    /// SVG as `Figure.write(to:)` gives it.
    public var svg: String?
    /// The error line when there is no picture.
    public var problem: String

    public init(_ figure: Figure, svg: String) {
      self.figure = figure
      self.svg = svg
      problem = ""
    }

    public init(_ figure: Figure, problem: FigureError) {
      self.figure = figure
      svg = nil
      self.problem = problem.description
    }
  }

  /// An expectation that was checked.
  public struct Finding: Sendable {
    public var text: String
    public var holds: Bool

    public init(_ text: String, holds: Bool) {
      self.text = text
      self.holds = holds
    }
  }

  /// A number that the simulation was given, and where it is from.
  public struct Origin: Sendable {
    public var name: String
    /// With its unit.
    public var value: String
    /// `measured`, `paper`, `calibrated on ...`, `assumed`.
    public var origin: String

    public init(name: String, value: String, origin: String) {
      self.name = name
      self.value = value
      self.origin = origin
    }
  }

  /// A key and its value.
  public struct Parameter: Sendable {
    public var key: String
    public var value: String

    public init(_ key: String, _ value: String) {
      self.key = key
      self.value = value
    }
  }

  public var title: String
  /// What the run was to answer, in a sentence or two.
  public var question = ""
  public var findings: [Finding] = []
  /// Invariants that were violated, a line each.
  public var violations: [String] = []
  /// What a reader should know before believing the results, a line each.
  public var notes: [String] = []
  public var drawings: [Drawing] = []
  /// A published table of outages beside what was simulated.
  public var outages: OutageTable?
  /// Paper versus simulated.
  public var comparison = ComparisonTable()
  /// Means with their intervals: `Measurements.summary`.
  public var summary: Table?
  public var parameters: [Parameter] = []
  /// Name of the cost profile.
  public var profileName = ""
  public var profile: [Origin] = []
  public var provenance = Provenance()

  public init(title: String) { self.title = title }

  /// Writes the page under its name, or nothing.
  public func write(to path: String) throws(FileError) { try AtomicFile.write(text, to: path) }
}
