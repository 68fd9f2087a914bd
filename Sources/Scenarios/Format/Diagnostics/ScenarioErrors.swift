/// Everything wrong with a scenario, found in one go: in the order of the file, then of the overrides.
public struct ScenarioErrors: Error, Sendable {
  public let errors: [ScenarioError]

  init(_ found: [ScenarioError]) {
    var seen = Set<ScenarioError>()
    let distinct = found.filter { seen.insert($0).inserted }
    errors = distinct.enumerated().sorted { a, b in
      let (left, right) = (Self.rank(a.element), Self.rank(b.element))
      return left == right ? a.offset < b.offset : left < right
    }.map(\.element)
  }

  /// True when only `--set` is to blame: wrong usage rather than a bad scenario.
  public var areUsage: Bool {
    errors.allSatisfy { error in
      if case .override = error.place.source { return true }
      return false
    }
  }

  private static func rank(_ error: ScenarioError) -> (Int, Int, Int) {
    switch error.place.source {
    case .file: (0, error.place.line, error.place.column)
    case .override: (1, 0, 0)
    }
  }
}

extension ScenarioErrors: CustomStringConvertible {
  /// One line an error.
  public var description: String { errors.map(\.description).joined(separator: "\n") }
}
