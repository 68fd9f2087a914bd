import Protocols

/// Service paths and encrypted links are numbered through, in 24 bits each.
extension WorldChecks {
  mutating func checkPathNumbers(_ sfc: Setting) {
    // Names that are nobody's have been noted.
    let spec = SFCBuilder.spec(sfc)
    guard errors.isEmpty else { return }
    let place = sfc.find("copies") ?? sfc["chains"]
    for (count, most, noun) in [
      (spec.pathCount, ServicePathID.largest, "service paths"),
      (spec.linkCount, EncryptionPathID.largest, "encrypted links"),
    ] where count > most {
      return note("copies, ports, ways and functions make \(count) \(noun), whose numbers end at \(most)", place)
    }
  }
}

extension SFCSpec {
  /// How many service paths `SFCDeployments` numbers.
  var pathCount: Int {
    let plans = plans
    return copies * ways
      * chains.indices.reduce(0) { sum, chain in
        sum + chains[chain].match.flows.count * Set(plans.map { $0.paths[chain] }).count
      }
  }

  /// And how many encrypted links, if all plans are carried out.
  var linkCount: Int {
    struct Numbered: Hashable {
      var functions: [Int]
      var link: SFCPlan.Link
    }
    let plans = plans + [failedOver].compactMap { $0 }
    return copies * ways
      * chains.indices.reduce(0) { sum, chain in
        let links = plans.flatMap { plan in
          plan.hops(of: chain, self).compactMap(\.link).map { Numbered(functions: plan.paths[chain], link: $0) }
        }
        return sum + chains[chain].match.flows.count * Set(links).count
      }
  }

  private var ways: Int { way == .chain ? 2 : 1 }
}
