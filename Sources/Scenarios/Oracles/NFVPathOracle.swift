import Protocols
import Vocabulary

/// Chains lead through VNFs that are ready: a path is never led to an instance that does not run or was terminated, no
/// instance is terminated that a path leads through, and what takes over from an instance has its configuration (crb-smb 3.6).
///
/// An instance that went with the power of its host is a fault of the host, and no violation.
final class NFVPathOracle {
  private var found = ViolationList(.path)
  var violations: [Violation] { found.all }

  /// By instance number. Never iterated.
  private var booted: Set<Int64> = []
  private var terminated: Set<Int64> = []
  private var configurations: [Int64: [UInt8]] = [:]
  /// By data center, then chain.
  private var paths: [[String: [String]]]

  init(sites: Int) { paths = Array(repeating: [:], count: sites) }

  func booted(_ instance: Int64) { booted.insert(instance) }

  /// A VNF has applied a configuration for its software.
  func configured(_ instance: String, _ configuration: [UInt8]?) {
    configurations[Self.number(instance)] = configuration
  }

  func terminated(_ instance: Int64, at now: Instant) {
    terminated.insert(instance)
    for path in paths {
      for name in path.keys.sorted() where path[name]!.contains(where: { Self.number($0) == instance }) {
        found.report("\(name) leads through an instance that is terminated", at: now)
      }
    }
  }

  /// What a management service knows of its chains now.
  func shows(_ chains: [(name: String, chain: PlatformState.Chain)], site: Int, at now: Instant) {
    var present: [String: [String]] = [:]
    for (name, chain) in chains {
      present[name] = chain.path
      let before = paths[site][name] ?? []
      guard chain.path != before else { continue }
      for (place, instance) in chain.path.enumerated() where !before.contains(instance) {
        judge(instance, after: before.indices.contains(place) ? before[place] : nil, on: name, at: now)
      }
    }
    paths[site] = present
  }

  private func judge(_ instance: String, after former: String?, on chain: String, at now: Instant) {
    let number = Self.number(instance)
    if !booted.contains(number) { found.report("\(chain) is led through \(instance), which never ran", at: now) }
    if terminated.contains(number) { found.report("\(chain) is led through \(instance), which is terminated", at: now) }
    guard let former, configurations[Self.number(former)] != configurations[number] else { return }
    found.report("\(chain): \(instance) takes over without the configuration of \(former)", at: now)
  }

  /// At the end, of a tenant: instances that still run and do what another does now, but for those that an operation under
  /// way is about. `failures`: operations that the tenant was told have failed.
  func finish(running: [String], known keys: PublicKeyDatabase, failures: Int, leadsAll: Bool) {
    var led: Set<String> = []
    for path in paths { for chain in path.keys.sorted() { led.formUnion(path[chain]!) } }
    for instance in running {
      guard let own = keys.instance(instance) else { continue }
      if own.isDeleted { found.report("\(instance) runs, and its tenant was told that it is gone") }
      guard leadsAll, failures == 0, !led.contains(instance) else { continue }
      found.report("\(instance) runs beside the instance that took over from it, and nothing was reported as failed")
    }
  }

  private static func number(_ instance: String) -> Int64 { InstanceName(instance)?.number ?? 0 }
}
