import Protocols

/// Takes a scenario file from bytes to its points, noting everything that is wrong.
struct ScenarioLoader {
  var errors: [ScenarioError] = []
  private var warnings: [ScenarioWarning] = []
  private let path: String
  private let profiles: ProfileLibrary
  private var loadedProfiles: [String: CostProfile] = [:]
  private var badProfiles: Set<String> = []
  /// Keys without effect, by path, and at how many points.
  private var idle: [String: (error: ScenarioError, points: Int)] = [:]
  /// Places of errors found at points.
  private var blamed: Set<Place> = []

  init(path: String, profiles: ProfileLibrary) {
    self.path = path
    self.profiles = profiles
  }

  /// Nil when anything is wrong.
  mutating func load(_ bytes: [UInt8], overrides: [String]) -> LoadedScenario? {
    let (node, problems) = YAMLReader.read(bytes, source: .file(path))
    errors += problems
    let changes = overrides.compactMap { Override($0, into: &errors) }
    guard var root = node else { return nil }
    var narrowed: Set<String> = []
    for change in changes { change.apply(to: &root, narrowed: &narrowed, into: &errors) }

    let sweep = root.entry("sweep")?.value
    var validator = Validator(root: ScenarioSchema.root)
    let base = validator.check(Self.withFirstAxisValues(root))
    errors += validator.errors
    // Without a system there is no world to check.
    guard SchemaPath.system(of: root) != nil else { return nil }
    // Points are checked even when the study is wrong, so that all errors come in one go.
    guard let axes = Self.axes(of: sweep) else { return nil }
    var builder = StudyBuilder(narrowed: narrowed)
    let study = base.map { builder.study($0, axes: axes) }
    errors += builder.errors
    if let capsule = base?.find("capsule") { errors += Capsule.errors(in: capsule) }
    guard let points = points(root, axes: axes, sweep: sweep) else { return nil }
    errors += validator.idle.filter { !Self.isOfWorld($0.path) }.map(\.error)
    // A key may have its effect at some points only, where the sweep chooses the form that it belongs to.
    let everywhere = idle.filter { $0.value.points >= points.count }
    errors += everywhere.sorted { $0.key < $1.key }.map(\.value.error)
    guard let study, errors.isEmpty else { return nil }
    return LoadedScenario(
      path: path, text: String(decoding: bytes, as: UTF8.self), overrides: overrides, study: study, points: points,
      capsule: base?.find("capsule").map(Capsule.init), warnings: warnings)
  }

  /// Nil when the sweep is wrong.
  private static func axes(of sweep: Node?) -> [Axis]? {
    guard let sweep else { return [] }
    var validator = Validator(root: ScenarioSchema.root)
    return validator.check(sweep, .axes, path: "sweep").map(AxisBuilder.axes)
  }

  /// A swept key need not be given by itself.
  private static func withFirstAxisValues(_ root: Node) -> Node {
    var filled = root
    for entry in root.entry("sweep")?.value.entries ?? [] {
      guard (try? SchemaPath.axis(entry.key)) != nil else { continue }
      guard case .list(let values) = entry.value.content, let first = values.first else { continue }
      let keys = entry.key.split(separator: ".").map(String.init)
      var node: Node? = root
      for key in keys { node = node?.entry(key)?.value }
      guard node == nil else { continue }
      NodeEditing.set(first, at: keys[...], in: &filled, schema: .mapping(ScenarioSchema.root))
    }
    return filled
  }

  private mutating func points(_ root: Node, axes: [Axis], sweep: Node?) -> [SweepPoint]? {
    var count = 1
    for axis in axes {
      count *= axis.values.count
      guard count <= ScenarioFile.maximumPoints else {
        let text = "sweep: more than \(ScenarioFile.maximumPoints) points"
        errors.append(ScenarioError(text, at: sweep?.place ?? root.place))
        return nil
      }
    }
    let lists = axes.map { axis -> [Node] in
      guard case .list(let values) = sweep?.entry(axis.key)?.value.content else { return [] }
      return values
    }
    let world = Node(.mapping(root.entries.filter { ScenarioSchema.world.field($0.key) != nil }), at: root.place)
    return (0..<count).compactMap { index in
      var coordinates: [Int] = []
      var rest = index
      for axis in axes.reversed() {
        coordinates.insert(rest % axis.values.count, at: 0)
        rest /= axis.values.count
      }
      var world = world
      for (axis, values) in zip(axes.indices, lists) {
        let keys = axes[axis].key.split(separator: ".").map(String.init)
        NodeEditing.set(values[coordinates[axis]], at: keys[...], in: &world, schema: .mapping(ScenarioSchema.root))
      }
      return point(index, world, axes: axes, coordinates: coordinates)
    }
  }

  private mutating func point(_ index: Int, _ world: Node, axes: [Axis], coordinates: [Int]) -> SweepPoint? {
    var validator = Validator(root: ScenarioSchema.world)
    let setting = validator.check(world)
    noteOnce(validator.errors)
    for (path, error) in validator.idle { idle[path, default: (error, 0)].points += 1 }
    guard let setting = setting.map({ resolved($0) }) else { return nil }
    var checks = WorldChecks()
    checks.check(setting)
    noteOnce(checks.errors)
    let scenario = WorldBuilder.scenario(setting)
    if checks.errors.isEmpty {
      let found =
        ProgressWarnings.find(setting, scenario) + ChainWarnings.find(setting, scenario)
        + ClockWarnings.find(setting, scenario) + CutWarnings.find(setting, scenario)
        + LatencyWarnings.find(setting, scenario) + IdleWarnings.find(setting, scenario)
      warnings += found.filter { !warnings.contains($0) }
    }
    guard let profile = profile(setting["hosts"]["profile"], for: scenario) else { return nil }
    let values = zip(axes, coordinates).map { $0.values[$1] }
    return SweepPoint(index: index, coordinates: coordinates, values: values, scenario: scenario, profile: profile)
  }

  private mutating func resolved(_ setting: Setting) -> Setting {
    let (resolved, errors) = NodeNames.resolve(setting)
    noteOnce(errors)
    return resolved
  }

  private static func isOfWorld(_ path: String) -> Bool {
    ScenarioSchema.world.field(String(path.prefix { $0 != "." && $0 != "[" })) != nil
  }

  /// What is wrong at one point is often wrong at the others: one error a place is enough.
  private mutating func noteOnce(_ found: [ScenarioError]) {
    for error in found where blamed.insert(error.place).inserted { errors.append(error) }
  }

  private mutating func profile(_ setting: Setting, for scenario: Scenario) -> CostProfile? {
    let name = setting.word
    if loadedProfiles[name] == nil, !badProfiles.contains(name) { loadProfile(setting) }
    guard let profile = loadedProfiles[name] else { return nil }
    switch scenario.system {
    case .crb(let crb):
      check(profile, for: crb.signature, reads: scenario.workload.readers != nil, of: "crb", setting)
    case .nfv(let nfv):
      check(profile, for: nfv.crb.signature, reads: true, makesKeys: true, of: "nfv.crb", setting)
      check(profile, for: nfv.smb.signature, reads: true, of: "nfv.smb", setting)
      if profile.platform == nil { note("the profile '\(name)' has no 'platform', which 'nfv' needs", setting) }
    case .sfc(let sfc):
      if let suite = sfc.ledger?.smb.signature { check(profile, for: suite, reads: true, of: "sfc.smb", setting) }
      if profile.forwarding == nil { note("the profile '\(name)' has no 'forwarding', which 'sfc' needs", setting) }
      for price in profile.missingForwardingPrices {
        note("the profile '\(name)' has no price '\(price)', which 'sfc' needs", setting)
      }
    }
    return profile
  }

  private mutating func check(
    _ profile: CostProfile, for suite: SignatureSuite, reads: Bool, makesKeys: Bool = false, of chain: String,
    _ setting: Setting
  ) {
    for price in profile.missingPrices(for: suite, reads: reads, makesKeys: makesKeys) {
      let isOfReads = price == Meter.Operation.query.name
      let need = isOfReads ? "reads need" : "\(chain).signature '\(suite.rawValue)' needs"
      note("the profile '\(profile.name)' has no price '\(price)', which \(need)", setting)
    }
  }

  private mutating func loadProfile(_ setting: Setting) {
    let name = setting.word
    badProfiles.insert(name)
    guard let path = profiles.path(of: name) else {
      guard !ProfileLibrary.isPath(name) else { return note("'\(name)': no such file", setting) }
      let known = profiles.names
      let hint = Suggestion.phrase(for: name, among: known)
      let choice = known.isEmpty ? "none are found" : "known: \(known.joined(separator: ", "))"
      note("unknown profile '\(name)'\(hint.isEmpty ? "; \(choice)" : "\(hint) (\(choice))")", setting)
      return
    }
    do {
      loadedProfiles[name] = try ProfileFile.load(path: path)
    } catch {
      errors += error.errors
    }
  }

  private mutating func note(_ text: String, _ setting: Setting) {
    errors.append(ScenarioError("\(setting.path): \(text)", at: setting.place))
  }
}
