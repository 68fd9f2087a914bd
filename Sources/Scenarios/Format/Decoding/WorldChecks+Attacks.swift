/// What must hold between an attack and the system that it is on.
extension WorldChecks {
  mutating func checkAttack(_ attack: Setting, of fault: Setting, _ root: Setting) {
    let kind: Attack.Kind = attack["kind"].choice()
    guard let sfc = root.find("sfc") else {
      checkReach(fault, root)
      if kind.isByItself { checkByItself(fault, attack, kind) }
      return checkOfLedgers(attack, kind, root)
    }
    guard Attack.Kind.ofChains.contains(kind) else {
      let known = Attack.Kind.ofChains.map(\.rawValue).joined(separator: ", ")
      note("'\(kind.rawValue)' is an attack on blockchain modules; those on chains are: \(known)", attack["kind"])
      return
    }
    if isGiven("channel", in: attack) {
      note("has no effect with 'sfc', whose adversaries have no keys of the control plane", attack["channel"])
    }
    if kind == .tampering, isGiven("every", in: attack) {
      note("has no effect with 'tampering' and 'sfc', which is about packets that pass", attack["every"])
    }
    checkLinks(attack, kind, root)
    switch kind {
    case .routeInjection: checkControl(attack, sfc)
    case .compromisedFunction: checkTaken(fault, attack, root)
    case .compromisedController: checkController(fault, attack, sfc)
    case .forgedHellos: checkHellos(attack, sfc)
    case .stolenKey, .replay, .tampering, .eavesdropping, .packetInjection, .impersonation, .staleConfiguration,
      .forgedResponse,
      .requestFlood, .badTransactions:
      return
    }
  }

  /// Lines of management services are protected, and those within data centers nobody else's (crb-smb 3.1).
  private mutating func checkReach(_ fault: Setting, _ root: Setting) {
    guard let on = fault.find("on"), !FaultBuilder.isAny(on), let roles = NodeNames.roles(root) else { return }
    let platforms = roles.nodes(called: "platform")
    for node in on.items where platforms.contains(Int(node.whole)) {
      note("'\(roles.name(Int(node.whole)))' is out of an adversary's reach: its lines are protected", node)
    }
  }

  private mutating func checkOfLedgers(_ attack: Setting, _ kind: Attack.Kind, _ root: Setting) {
    if kind == .stolenKey, root.find("nfv") == nil {
      note("tenants have keys that can be stolen: an attack 'stolen-key' needs nfv", attack["kind"])
    }
    guard kind == .stolenKey || Attack.Kind.ofLedgers.contains(kind) else {
      note("'\(kind.rawValue)' is an attack on service function chains, which 'sfc' has", attack["kind"])
      return
    }
    if let links = attack.find("links") { note("has an effect only with 'sfc'", links) }
    // With Raft members believe each other's words: only the channel says whose they are.
    guard attack["channel"].word == "open", kind != .eavesdropping else { return }
    for chain in Self.chains(root) where chain["consensus"].word == "raft" {
      note("\(chain["consensus"].path) is 'raft', which signs nothing: an open channel needs 'pbft'", attack)
    }
  }

  /// What goes over the adversary's own connections is on nobody's links; `on` says which modules it goes to.
  private mutating func checkByItself(_ fault: Setting, _ attack: Setting, _ kind: Attack.Kind) {
    if isGiven("channel", in: attack) {
      note(
        "has no effect with '\(kind.rawValue)', which comes over connections of the adversary's own", attack["channel"])
    }
    guard let on = fault.find("on"), let roles, !FaultBuilder.isAny(on) else { return }
    let places = kind == .stolenKey ? roles.nodes(called: "crb") : 0..<roles.modules
    for node in on.items where node.whole < roles.count && !places.contains(Int(node.whole)) {
      note(
        "\(name(node)) is sent nothing: '\(kind.rawValue)' is for \(kind == .stolenKey ? "the CRB's " : "")modules",
        node)
    }
  }

  /// Whether a key stands in the file; a default has the place of its mapping.
  private func isGiven(_ key: String, in attack: Setting) -> Bool {
    attack.find(key).map { $0.place != attack.place } ?? false
  }

  private mutating func checkLinks(_ attack: Setting, _ kind: Attack.Kind, _ root: Setting) {
    guard let links = attack.find("links") else { return }
    guard kind.isOnLinks else {
      note("has no effect with '\(kind.rawValue)', which is on no link of packets", links)
      return
    }
    guard case .cable(let name) = Attack.Links(links.word) else { return }
    guard case .sfc(let spec) = WorldBuilder.system(root) else { return }
    let known = SFCLayout(spec).cableNames
    guard !known.contains(name) else { return }
    let hint = Suggestion.phrase(for: name, among: known + ["outside", "inside", "all"])
    note("there is no link '\(name)'\(hint.isEmpty ? "; the first is '\(known[0])'" : hint)", links)
  }

  private mutating func checkControl(_ attack: Setting, _ sfc: Setting) {
    guard sfc["control"].word == "static" else { return }
    note("needs 'sfc.control: live': without a control plane there is nobody to deceive", attack["kind"])
  }

  private mutating func checkHellos(_ attack: Setting, _ sfc: Setting) {
    guard sfc.find("detection")?.find("hello") == nil else { return }
    note("needs 'sfc.detection.hello': there are no hellos without", attack["kind"])
  }

  private mutating func checkController(_ fault: Setting, _ attack: Setting, _ sfc: Setting) {
    if let on = fault.find("on") { note("has no effect with 'compromised-controller': there is one controller", on) }
    guard sfc.find("rules")?.word != "blockchain" else { return }
    note("needs 'sfc.rules: blockchain': elsewhere the controller's word is enough for elements", attack["kind"])
  }

  private mutating func checkTaken(_ fault: Setting, _ attack: Setting, _ root: Setting) {
    guard let on = fault.find("on") else {
      note("needs 'on', which names the service functions that are compromised", attack["kind"])
      return
    }
    guard let roles = NodeNames.roles(root) else { return }
    let functions = roles.nodes(called: "function")
    for node in on.items where !FaultBuilder.isAny(on) {
      guard node.whole < roles.count, !functions.contains(Int(node.whole)) else { continue }
      note("'\(roles.name(Int(node.whole)))' is no service function", node)
    }
  }
}
