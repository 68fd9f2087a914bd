/// A scenario file that was read and found good.
public struct LoadedScenario: Sendable {
  public var path: String
  /// The file's text, for provenance.
  public var text: String
  /// As given, `crb.modules=4`.
  public var overrides: [String]
  public var study: Study
  /// Every point of the sweep in order, the last axis fastest; one point without a sweep.
  public var points: [SweepPoint]
  /// Of a failure that was found.
  public var capsule: Capsule?
  /// What is allowed and probably not wanted, each place once.
  public var warnings: [ScenarioWarning] = []

  public var axes: [Axis] { study.axes }
  /// The world at the first point.
  public var scenario: Scenario { points[0].scenario }
  /// The cost profile at the first point.
  public var profile: CostProfile { points[0].profile }
  /// The cost profiles of all points, each once.
  public var profiles: [CostProfile] {
    points.reduce(into: []) { profiles, point in
      if !profiles.contains(where: { $0.path == point.profile.path }) { profiles.append(point.profile) }
    }
  }
}
