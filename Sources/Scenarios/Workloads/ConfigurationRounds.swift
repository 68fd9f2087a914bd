import Protocols

/// What a tenant does who configures VNFs (crb-smb 3.3.2, 3.4): all that a configuration, a request for one and a key pair can
/// be used for, round after round.
struct ConfigurationRounds {
  /// The VNFs of a group get another one's key pair after so many rounds.
  static let ofGroup = 4

  private let plan: TenantPlan
  /// That are over.
  private var rounds = 0
  /// VNFs that have the key pair of the present group.
  private var members: [String] = []

  init(_ plan: TenantPlan) { self.plan = plan }

  private var group: String { "group \(rounds / Self.ofGroup)" }

  /// `instances`: all, at least one.
  func next(_ instances: [String]) -> [TenantOperation] {
    let strangers = instances.filter { !members.contains($0) }
    guard strangers.isEmpty else { return strangers.map { .joinGroups($0, [group]) } }
    let one = instances[rounds % instances.count]
    let another = instances[(rounds + 1) % instances.count]
    return [
      .configure(one, plan.configuration(of: one, version: 2 * rounds)), .requestConfiguration(one),
      .replaceKeyPair(another), .configureGroup(group, plan.configuration(of: group, version: 2 * rounds + 1)),
      .publish(template),
    ]
  }

  /// Everybody may read it.
  private var template: Configuration {
    Configuration(
      cid: "template of tenant \(plan.tenant)", vid: "\(rounds)", description: "template",
      configuration: Array("threshold: \(rounds)".utf8))
  }

  /// What became of an operation. True at the end of a round.
  mutating func ended(_ operation: TenantOperation, _ outcome: TenantOperation.Outcome) -> Bool {
    switch operation {
    case .joinGroups(let instance, let groups):
      if case .done = outcome, groups == [group] { members.append(instance) }
    case .publish:
      rounds += 1
      if rounds % Self.ofGroup == 0 { members = [] }
      return true
    case .createVNF, .createChain, .switchPath, .deleteVNF, .deleteChain, .configure, .configureGroup,
      .requestConfiguration, .replaceKeyPair, .replaceOwnKeyPairs, .migrate:
      break
    }
    return false
  }
}
