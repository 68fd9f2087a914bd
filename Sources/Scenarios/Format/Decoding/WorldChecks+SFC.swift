import Protocols

/// What must hold of sites, functions and chains.
extension WorldChecks {
  /// Hops of one path that service index and time to live can count.
  private static let mostFunctions = 120

  mutating func checkSFC(_ sfc: Setting, duration: Setting) {
    let sites = sfc["sites"].items
    checkNames(sites, "site")
    let functions = sfc["functions"].items.map { $0["name"] }
    checkNames(functions, "function")
    checkNames(sfc["chains"].items.map { $0["name"] }, "chain")
    for key in ["client", "server"] { if let site = sfc.find(key) { checkKnown(site, sites, "site") } }
    for function in sfc["functions"].items { checkKnown(function["site"], sites, "site") }
    for chain in sfc["chains"].items { checkChain(chain, functions, rounds: sfc["rounds"]) }
    checkKeys(sfc)
    let end = duration["warm-up"].whole + duration["measure"].whole
    for traffic in sfc.find("traffic")?.items ?? [] where traffic["start"].whole >= end {
      note("\(traffic["start"].text) is past the end of the run, which lasts \(Quantity.text(end, .time))", traffic["start"])
    }
  }

  private mutating func checkNames(_ names: [Setting], _ noun: String) {
    var seen: Set<String> = []
    for name in names where !seen.insert(name.word).inserted {
      note("there is another \(noun) '\(name.word)'", name)
    }
  }

  private mutating func checkKnown(_ name: Setting, _ known: [Setting], _ noun: String) {
    let words = known.map(\.word)
    guard !words.contains(name.word) else { return }
    let hint = Suggestion.phrase(for: name.word, among: words)
    let choice = hint.isEmpty ? "; known: \(words.joined(separator: ", "))" : hint
    note("there is no \(noun) '\(name.word)'\(choice)", name)
  }

  private mutating func checkChain(_ chain: Setting, _ functions: [Setting], rounds: Setting) {
    let path = chain["path"].items
    for name in path { checkKnown(name, functions, "function") }
    let length = path.count * Int(rounds.whole)
    if length > Self.mostFunctions {
      note("a path of \(length) functions; packets can be counted through \(Self.mostFunctions)", chain["path"])
    }
    if let ports = chain["match"].find("ports"), chain["match"]["protocol"].word == "icmp" {
      note("ICMP has no ports", ports)
    }
    guard chain["encrypted"].word == "true" else { return }
    for (place, name) in path.enumerated() {
      let next = place + 1 < path.count ? path[place + 1] : rounds.whole > 1 ? path[0] : nil
      guard let next, next.word == name.word else { continue }
      note("an encrypted link would lead from '\(name.word)' to itself", place + 1 < path.count ? next : name)
    }
  }

  private mutating func checkKeys(_ sfc: Setting) {
    let keys = sfc["keys"]
    guard !sfc["chains"].items.contains(where: { $0["encrypted"].word == "true" }) else { return }
    for key in ["change", "expire"] {
      if let span = keys.find(key) { note("has an effect only where a chain is encrypted", span) }
    }
  }

  /// Whether a fault can be one of a world without blockchain modules and disks; otherwise that is noted.
  mutating func isOfChains(_ fault: Setting, _ key: String, _ value: Setting) -> Bool {
    let ofModules = ["byzantine", "attack"] + FaultSchema.kinds.map(\.key).filter(Self.isOfDisks)
    if ofModules.contains(key) {
      note("blockchain modules and their disks have such faults; there are none with 'sfc'", value)
      return false
    }
    guard let milestone = fault.find("upon") else { return true }
    note("blockchain modules have milestones; there are none with 'sfc'", milestone)
    return false
  }

  private static func isOfDisks(_ key: String) -> Bool {
    [
      "slow-disk", "lying-sync", "bit-rot", "misdirected-write", "torn-write", "failing-sync", "full-disk",
      "membership-list",
    ].contains(key)
  }
}
