import Protocols

/// Each forwarder on the way counts a packet's time to live down, and ends it at 0.
extension WorldChecks {
  mutating func checkLengths(_ sfc: Setting) {
    // Names that are nobody's have been noted.
    let spec = SFCBuilder.spec(sfc)
    let chains = sfc["chains"].items
    guard errors.isEmpty else { return }
    let operations = (sfc.find("operations")?.items ?? []).sorted { $0["at"].whole < $1["at"].whole }
    for (number, plan) in (spec.plans + [spec.failedOver].compactMap { $0 }).enumerated() where plan.isSound {
      for (chain, setting) in zip(spec.chains.indices, chains) {
        let count = plan.forwarders(on: chain, spec)
        guard count > SFCPlan.mostForwarders else { continue }
        let cause = number > 0 && number <= operations.count ? operations[number - 1] : setting["path"]
        let place = cause.find("path") ?? cause.find("migrate")?["to"] ?? cause
        note(
          "packets of '\(setting["name"].word)' would pass forwarders \(count) times, and their time to live ends after "
            + "\(SFCPlan.mostForwarders)", place)
        return
      }
    }
  }
}

extension SFCPlan {
  static let mostForwarders = Int(NetworkServiceHeader.initialTimeToLive) - 1

  /// How often a packet of a chain passes a forwarder that counts its service header down: inner and outer ones, but for the
  /// outer ones of encrypted links, which count the header in front of it.
  func forwarders(on chain: Int, _ spec: SFCSpec) -> Int {
    hops(of: chain, spec).reduce(0) { $0 + ($1.link != nil ? 2 : $1.from == $1.to ? 1 : 4) }
  }
}
