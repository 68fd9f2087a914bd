import Protocols

/// What must hold of sites, functions and chains.
extension WorldChecks {
  mutating func checkSFC(_ sfc: Setting, hosts: Setting, duration: Setting) {
    let sites = sfc["sites"].items
    checkNames(sites, "site")
    let functions = sfc["functions"].items
    let names = functions.map { $0["name"] }
    checkNames(names, "function")
    let chains = sfc["chains"].items
    checkNames(chains.map { $0["name"] }, "chain")
    for key in ["client", "server"] { if let site = sfc.find(key) { checkKnown(site, sites, "site") } }
    for function in functions {
      checkKnown(function["site"], sites, "site")
      if let standby = function.find("standby") { checkStandby(standby, of: function, sfc) }
    }
    for chain in chains { checkChain(chain, names, sfc) }
    if let hops = sfc.find("hops"), sfc["rounds"].whole != 1 { note("cannot stand beside 'rounds'", hops) }
    checkLengths(sfc)
    checkPathNumbers(sfc)
    checkKeys(sfc)
    checkDetection(sfc)
    checkEffects(sfc)
    checkHosts(hosts, sfc)
    checkLedger(sfc)
    let end = duration["warm-up"].whole + duration["measure"].whole
    for operation in sfc.find("operations")?.items ?? [] {
      checkTime(operation["at"], end: end)
      if let migration = operation.find("migrate") {
        checkKnown(migration["function"], names, "function")
        checkKnown(migration["to"], sites, "site")
        continue
      }
      checkKnown(operation["chain"], chains.map { $0["name"] }, "chain")
      let chain = chains.first { $0["name"].word == operation["chain"].word }
      checkPath(
        operation["path"], names, isEncrypted: chain.map { SFCBuilder.isEncrypted($0, sfc["encryption"]) } ?? false,
        rounds: 1)
    }
    checkMigrations(sfc)
    for traffic in sfc.find("traffic")?.items ?? [] { checkTime(traffic["start"], end: end) }
  }

  /// A function that moves must move, and take part in an encrypted chain if its encryption functions are to leave it.
  private mutating func checkMigrations(_ sfc: Setting) {
    var sites: [String: String] = [:]
    for function in sfc["functions"].items { sites[function["name"].word] = function["site"].word }
    let operations = (sfc.find("operations")?.items ?? []).sorted { $0["at"].whole < $1["at"].whole }
    for migration in operations.compactMap({ $0.find("migrate") }) {
      let (function, site) = (migration["function"].word, migration["to"])
      if sites[function] == site.word { note("'\(function)' is at '\(site.word)' already", site) }
      if migration["moves"].word == "both" { sites[function] = site.word }
      guard migration["moves"].word != "both" else { continue }
      let isEncrypted = sfc["chains"].items.contains { chain in
        SFCBuilder.isEncrypted(chain, sfc["encryption"]) && chain["path"].items.contains { $0.word == function }
      }
      if !isEncrypted { note("no encrypted chain leads through '\(function)'", migration["moves"]) }
    }
  }

  private mutating func checkTime(_ time: Setting, end: Int64) {
    guard time.whole >= end else { return }
    note("\(time.text) is past the end of the run, which lasts \(Quantity.text(end, .time))", time)
  }

  private mutating func checkStandby(_ standby: Setting, of function: Setting, _ sfc: Setting) {
    checkKnown(standby, sfc["sites"].items, "site")
    if standby.word == function["site"].word { note("a duplicate at the same site would fail with it", standby) }
    if sfc["control"].word == "static" {
      note("has an effect only with 'control: live', where an orchestrator can use it", standby)
    }
  }

  private mutating func checkNames(_ names: [Setting], _ noun: String) {
    var seen: Set<String> = []
    for name in names where !seen.insert(name.word).inserted {
      note("there is another \(noun) '\(name.word)'", name)
    }
  }

  private mutating func checkKnown(_ name: Setting, _ known: [Setting], _ noun: String) {
    var words: [String] = []
    for word in known.map(\.word) where !words.contains(word) { words.append(word) }
    guard !words.contains(name.word) else { return }
    let hint = Suggestion.phrase(for: name.word, among: words)
    let choice = hint.isEmpty ? "; known: \(words.joined(separator: ", "))" : hint
    note("there is no \(noun) '\(name.word)'\(choice)", name)
  }

  private mutating func checkChain(_ chain: Setting, _ functions: [Setting], _ sfc: Setting) {
    let rounds = sfc.find("hops") == nil ? Int(sfc["rounds"].whole) : 2
    checkPath(
      chain["path"], functions, isEncrypted: SFCBuilder.isEncrypted(chain, sfc["encryption"]), rounds: rounds)
    if let ports = chain["match"].find("ports"), chain["match"]["protocol"].word == "icmp" {
      note("ICMP has no ports", ports)
    }
  }

  private mutating func checkPath(_ path: Setting, _ functions: [Setting], isEncrypted: Bool, rounds: Int) {
    let names = path.items
    for name in names { checkKnown(name, functions, "function") }
    guard isEncrypted else { return }
    for (place, name) in names.enumerated() {
      let next = place + 1 < names.count ? names[place + 1] : rounds > 1 ? names[0] : nil
      guard let next, next.word == name.word else { continue }
      note("an encrypted link would lead from '\(name.word)' to itself", place + 1 < names.count ? next : name)
    }
  }

  private mutating func checkKeys(_ sfc: Setting) {
    guard let keys = sfc.find("keys") else { return }
    guard !sfc["chains"].items.contains(where: { SFCBuilder.isEncrypted($0, sfc["encryption"]) }) else { return }
    guard sfc["integrity"].word == "none" else { return }
    for key in ["change", "expire"] {
      if let span = keys.find(key) { note("has an effect only where a chain is encrypted, or with 'integrity'", span) }
    }
  }

  private mutating func checkLedger(_ sfc: Setting) {
    guard let smb = sfc.find("smb") else { return }
    let signature = smb["signature"]
    if let suite = SignatureSuite(rawValue: signature.word), !suite.supportsSealing {
      note(
        "rules are encrypted for their site, which needs a suite that can seal keys, such as 'rsa-2048-pss'", signature)
    }
    if smb["consensus"].word != "pbft" {
      note("elements believe a quorum's signatures, which only 'pbft' collects", smb["consensus"])
    }
    let block = smb["block"]["maximum"]
    if block.whole < Self.leastBlock {
      note("a rule set takes up to \(Quantity.text(Self.leastBlock, .size)) with its signature and keys", block)
    }
  }

  /// Of a block that can hold the rules of an element for one path.
  private static let leastBlock: Int64 = 8_000

  private mutating func checkDetection(_ sfc: Setting) {
    guard let detection = sfc.find("detection"), let every = detection.find("every") else { return }
    guard let timeout = detection.find("timeout"), timeout.whole > every.whole else { return }
    note("nobody waits so long: each is asked again after \(every.text)", timeout)
  }

  /// What changes nothing is most likely a mistake.
  private mutating func checkEffects(_ sfc: Setting) {
    let hasStandby = sfc["functions"].items.contains { $0.find("standby") != nil }
    if let protection = sfc.find("protection"), protection.word != "none", !hasStandby {
      note("has an effect only where a function has a 'standby'", protection)
    }
    let moves = (sfc.find("operations")?.items ?? []).compactMap { $0.find("migrate")?["moves"].word }
    if let policy = sfc.find("policy"), policy.word == "ignored", moves.allSatisfy({ $0 == "both" }) {
      note("has an effect only on a migration that the policy forbids, by other 'moves' than 'both'", policy)
    }
  }

  /// What elements of chains alone make no use of.
  private mutating func checkHosts(_ hosts: Setting, _ sfc: Setting) {
    guard sfc.find("smb") == nil else { return }
    let verification = hosts["verification"]
    if verification.word != HostsSpec.Verification.oneCore.rawValue {
      note("has an effect only with a blockchain, whose messages have several signatures: with 'sfc.smb'", verification)
    }
    if let cache = hosts.find("page-cache"), sfc["control"].word == "static" {
      note("has an effect only where nodes have disks: with 'sfc.control: live' or 'sfc.smb'", cache)
    }
  }

  /// Whether a fault can be one of this world; otherwise that is noted. Disks have the modules of a blockchain, and those who manage
  /// elements.
  mutating func isOfChains(_ fault: Setting, _ key: String, _ value: Setting, _ root: Setting) -> Bool {
    let modules = NodeNames.modules(root)
    if modules == 0, key == "byzantine" {
      note("blockchain modules have such faults; there are none with 'sfc'", value)
      return false
    }
    if Self.isOfDisks(key), !isOfDisk(fault, key, value, root) { return false }
    guard let milestone = fault.find("upon"), modules == 0 else { return true }
    note("blockchain modules have milestones; there are none with 'sfc'", milestone)
    return false
  }

  /// Whether those that a fault of disks names have disks, on which it can be survived.
  private mutating func isOfDisk(_ fault: Setting, _ key: String, _ value: Setting, _ root: Setting) -> Bool {
    let modules = NodeNames.modules(root)
    guard case .sfc(let spec) = WorldBuilder.system(root) else { return true }
    let layout = SFCLayout(spec)
    let named = FaultBuilder.places(fault).filter { !FaultBuilder.isAny($0) }.flatMap(\.items)
    guard spec.control == .live || modules > 0 else {
      note("needs 'sfc.control: live', whose managers have disks", value)
      return false
    }
    if named.isEmpty, modules == 0, Self.losesJournals(key) {
      note(
        "a journal that lies about what it holds is not survived: managers have 'torn-write', 'failing-sync', "
          + "'slow-disk' and 'full-disk'", value)
      return false
    }
    for node in named where node.whole >= modules && !NodeNames.isNumbered(node) {
      let role = layout.place(Int(node.whole)).role
      guard role.isManager else {
        note(
          "'\(layout.name(Int(node.whole)))' has no disk: blockchain modules have, and 'auc 0', 'controller 0', "
            + "'orchestrator 0' and 'provisioner 0'", node)
        return false
      }
      guard !Self.losesJournals(key) else {
        note(
          "a journal that lies about what it holds is not survived: '\(layout.name(Int(node.whole)))' has "
            + "'torn-write', 'failing-sync', 'slow-disk' and 'full-disk'", node)
        return false
      }
    }
    return true
  }

  /// Faults of which a quorum of modules tells the truth, and a journal that stands alone cannot.
  private static func losesJournals(_ key: String) -> Bool {
    ["lying-sync", "bit-rot", "misdirected-write", "membership-list"].contains(key)
  }

  static func isOfDisks(_ key: String) -> Bool {
    [
      "slow-disk", "lying-sync", "bit-rot", "misdirected-write", "torn-write", "failing-sync", "full-disk",
      "membership-list",
    ].contains(key)
  }
}
