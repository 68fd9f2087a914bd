import Protocols

/// What must hold between the values of one world.
struct WorldChecks {
  /// A transaction's fields besides its configuration: names, identities, signature.
  static let transactionOverhead: Int64 = 1_000
  /// Bytes of the transactions that one writer may have under way; lengths in BSON have 32 bits.
  static let mostAtOnce: Int64 = 1_000_000_000

  var errors: [ScenarioError] = []
  /// Nil where nodes are modules and nothing else.
  private(set) var roles: (any NodeRoles)?

  mutating func check(_ root: Setting) {
    roles = NodeNames.roles(root)
    for chain in Self.chains(root) {
      checkFaults(chain)
    }
    if let crb = root.find("crb") { checkWorkload(root, crb) }
    if let nfv = root.find("nfv") { checkNFV(nfv) }
    if let sfc = root.find("sfc") { checkSFC(sfc, hosts: root["hosts"], duration: root["duration"]) }
    checkDistribution(root["network"]["latency"])
    checkDistribution(root["hosts"]["clock"]["offset"])
    checkFaultPlan(root)
    checkStatedLoad(root)
  }

  /// Only of writers is it known what they ask for, and only PBFT is held to it.
  private mutating func checkStatedLoad(_ root: Setting) {
    guard let load = root["oracles"].find("load") else { return }
    guard let crb = root.find("crb") else { return note("has no effect without 'crb'", load) }
    let consensus: CRBSpec.Consensus = crb["consensus"].choice()
    if consensus != .pbft { note("has no effect with 'raft'", load) }
  }

  private mutating func checkWorkload(_ root: Setting, _ crb: Setting) {
    checkSizes(root["workload"]["configuration"], crb)
    checkLoad(root["workload"])
    checkReads(root)
    checkSealing(root, crb)
  }

  private mutating func checkFaults(_ crb: Setting) {
    guard let tolerates = crb.find("tolerates") else { return }
    let modules = crb["modules"].whole
    let consensus: CRBSpec.Consensus = crb["consensus"].choice()
    let most = Int64(consensus.faultBudget(of: Int(modules)))
    guard tolerates.whole > most else { return }
    note(
      "f too large: \(modules) module\(modules == 1 ? "" : "s") tolerate\(modules == 1 ? "s" : "") at most \(most)",
      tolerates)
  }

  mutating func checkSizes(_ configuration: Setting, _ chain: Setting) {
    let needed = configuration.whole + Self.transactionOverhead
    let block = chain["block"]["maximum"]
    if needed > block.whole {
      note(
        "\(configuration.text) with about 1 kB of other fields does not fit into a block of \(block.text)",
        configuration)
    }
    let pending = chain["pending"]["bytes"]
    if needed > pending.whole {
      note(
        "\(configuration.text) with about 1 kB of other fields does not fit into \(pending.path), \(pending.text)",
        configuration)
    }
  }

  /// What a writer submits at once is one message, or all under way.
  private mutating func checkLoad(_ workload: Setting) {
    guard let rate = workload.find("rate") else { return }
    guard let many = workload.find("window") ?? rate.find("batch")?["transactions"] else { return }
    let (bytes, overflow) = many.whole.multipliedReportingOverflow(
      by: workload["configuration"].whole + Self.transactionOverhead)
    guard overflow || bytes > Self.mostAtOnce else { return }
    let size = workload["configuration"].text
    note("\(many.text) transactions at once, of \(size) and about 1 kB of other fields, are more than 1 GB", many)
  }

  private mutating func checkSealing(_ root: Setting, _ crb: Setting) {
    let recipient = root["workload"]["recipient"]
    let signature = crb["signature"]
    guard recipient.word == "encrypted" else { return }
    guard let suite = SignatureSuite(rawValue: signature.word), !suite.supportsSealing else { return }
    note(
      "'encrypted' needs a suite that can seal keys, such as 'rsa-2048-pss'; crb.signature is '\(signature.word)'",
      recipient)
  }

  mutating func checkDistribution(_ setting: Setting) {
    guard let (form, value) = setting.sole, form == "uniform" else { return }
    guard value["from"].whole > value["to"].whole else { return }
    note("\(value["from"].text) is after 'to', \(value["to"].text)", value["from"])
  }

  /// What a scenario calls a node, `module 3` or `outer 1`.
  func name(_ node: Setting) -> String {
    guard let roles, node.whole < roles.count else { return "module \(node.whole)" }
    return roles.name(Int(node.whole))
  }

  /// What may stand where there is no such module.
  func known(modules count: Int64) -> String {
    let modules =
      switch count {
      case 0: ""
      case 1: "there is only module 0"
      default: "the modules are 0 to \(count - 1)"
      }
    return [modules, roles.map { "nodes are called \($0.known)" } ?? ""].filter { !$0.isEmpty }.joined(separator: "; ")
  }

  mutating func note(_ text: String, _ setting: Setting) {
    errors.append(ScenarioError("\(setting.path): \(text)", at: setting.place))
  }
}
