/// Rows of a published table of outages that a scenario replays.
public struct OutageRows: Hashable, Sendable {
  public struct Row: Hashable, Sendable {
    /// As the paper numbers it: `1.a-3`.
    public var label: String
    public var name: String
    /// As printed.
    public var packets: Double?
    public var seconds: Double?
    /// Counts lost packets; nil where the row is a part of an outage.
    public var lost: Metric?
    public var exact: Metric?
    /// So many outages the metrics add up.
    public var times: Double
    public var at: [Coordinate]
    /// What is to be said about it; may be empty.
    public var remark: String
  }

  /// The paper and its table: `enc-sfc table-1`.
  public var title: String
  /// Packets a second.
  public var rate: Double
  public var rows: [Row]

  /// What expectations of a row have as their source.
  public func source(of row: Row) -> String { "\(title)-\(row.label)" }
}
