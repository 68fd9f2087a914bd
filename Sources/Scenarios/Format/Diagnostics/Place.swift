/// Where something stands: in a file, or in a `--set` override.
public struct Place: Hashable, Sendable {
  public enum Source: Hashable, Sendable {
    case file(String)
    /// The override as written, `crb.modules=4`.
    case override(String)
  }

  public var source: Source
  /// From 1; 0 speaks of the whole source.
  public var line: Int
  /// In characters, from 1; 0 speaks of the whole line or source.
  public var column: Int

  public init(_ source: Source, line: Int = 0, column: Int = 0) {
    self.source = source
    self.line = line
    self.column = column
  }
}

extension Place: CustomStringConvertible {
  /// `write-rate.yaml:14:12`, or `--set crb.modules=4`.
  public var description: String {
    switch source {
    case .file(let name): line == 0 ? name : "\(name):\(line):\(column)"
    case .override(let text): "--set \(text)"
    }
  }
}
