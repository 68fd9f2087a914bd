/// Says where packets of chains can only be lost, and where faults strike nobody: either may be the question.
enum ChainWarnings {
  static func find(_ root: Setting, _ scenario: Scenario) -> [ScenarioWarning] {
    guard case .sfc(let sfc) = scenario.system, let setting = root.find("sfc") else { return [] }
    return ofKeys(setting, sfc) + ofChains(setting, sfc) + ofTraffic(setting, sfc, scenario.network)
      + ofManagers(root, sfc)
  }

  private static func ofKeys(_ root: Setting, _ sfc: SFCSpec) -> [ScenarioWarning] {
    guard let expire = sfc.keys.expire, let setting = root.find("keys")?.find("expire") else { return [] }
    guard let change = sfc.keys.change else {
      return [warning("there are no new keys, so encrypted chains stop for good", setting)]
    }
    guard expire <= change else { return [] }
    return [warning("keys expire before there are new ones, so encrypted chains stop again and again", setting)]
  }

  private static func ofChains(_ root: Setting, _ sfc: SFCSpec) -> [ScenarioWarning] {
    zip(sfc.chains.indices, root["chains"].items).compactMap { chain, setting in
      let earlier = sfc.chains[..<chain].map(\.match)
      let isReached = sfc.chains[chain].match.parts.contains { part in !earlier.contains { $0.covers(part) } }
      return isReached ? nil : warning("no packet takes it: the chains before it get them all", setting)
    }
  }

  private static func ofTraffic(_ root: Setting, _ sfc: SFCSpec, _ network: NetworkSpec) -> [ScenarioWarning] {
    let settings = root.find("traffic")?.items ?? []
    return zip(sfc.traffic, settings).compactMap { traffic, setting in
      guard let chain = sfc.chain(of: traffic) else {
        return warning("no chain takes it, so all of it is refused as 'unclassified'", setting)
      }
      guard let mtu = network.mtu, let size = traffic.packetSize else { return nil }
      let largest = sfc.largestSize(Int(size.bytes), sfc.growth(of: chain))
      guard largest > mtu.bytes else { return nil }
      let limit = Quantity.text(mtu.bytes, .size)
      return warning(
        "packets of \(Quantity.text(size.bytes, .size)) have up to \(largest) B on their way, and cables take \(limit): "
          + "all are dropped as 'packet-too-large'", setting)
    }
  }

  private static func ofManagers(_ root: Setting, _ sfc: SFCSpec) -> [ScenarioWarning] {
    guard sfc.control == .static, let roles = NodeNames.roles(root) else { return [] }
    let managers = ["auc", "controller", "orchestrator", "provisioner"].flatMap { Array(roles.nodes(called: $0)) }
    let places = (root.find("faults")?.items ?? []).flatMap(FaultBuilder.places).filter { !FaultBuilder.isAny($0) }
    return places.flatMap(\.items).filter { managers.contains(Int($0.whole)) }.map { node in
      warning("'\(roles.name(Int(node.whole)))' has nothing to do with 'control: static'", node)
    }
  }

  private static func warning(_ text: String, _ setting: Setting) -> ScenarioWarning {
    ScenarioWarning("\(setting.path): \(text)", at: setting.place)
  }
}
