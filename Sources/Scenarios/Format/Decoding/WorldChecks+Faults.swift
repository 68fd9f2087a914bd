/// What must hold between faults, the modules that there are, and the length of the run.
extension WorldChecks {
  /// A module that is down or stands still, for the search of contradictions.
  private struct Outage {
    let module: Int64
    let from: Int64
    let until: Int64
    let state: String
    let path: String
  }

  mutating func checkFaultPlan(_ root: Setting) {
    let length = root["duration"]["warm-up"].whole + root["duration"]["measure"].whole
    let modules = NodeNames.modules(root)
    var outages: [Outage] = []
    var reigns: [Reign] = []
    for fault in root.find("faults")?.items ?? [] {
      let (key, value) = FaultBuilder.cause(fault)
      checkTimes(fault, end: length)
      if root.find("sfc") != nil, !isOfChains(fault, key, value, root) { continue }
      checkRecurrence(fault, key, end: length)
      checkCompany(fault, key)
      if let upon = fault.find("upon") { checkMilestone(upon, fault, key, value, root) }
      if root.find("nfv") != nil { checkDisks(fault, key) }
      checkModules(fault, key, value, modules)
      if key == "delay" || key == "slow-disk" { checkDistribution(value) }
      if key == "reorder" { checkDistribution(value["by"]) }
      checkStrikes(value)
      if key == "membership-list", Self.chains(root).contains(where: { $0["consensus"].word == "raft" }) {
        note("crb.consensus is 'raft', whose modules read no membership list", value)
      }
      if key == "attack" { checkAttack(value, of: fault, root) }
      if key == "byzantine" { checkByzantine(fault, value, root, &reigns) }
      checkLinks(key, value, root)
      guard key == "crash" || key == "pause", fault.find("rate") == nil, !waitsForStep(fault) else { continue }
      guard !FaultBuilder.isAny(value) else { continue }
      checkOutages(fault, key, value, end: length, &outages)
    }
    checkStreams(root.find("faults")?.items ?? [])
  }

  private mutating func checkTimes(_ fault: Setting, end: Int64) {
    let at = fault["at"]
    let run = Quantity.text(end, .time)
    guard at.whole < end else {
      note("\(at.text) is past the end of the run, which lasts \(run)", at)
      return
    }
    for key in ["for", "restart-after"] {
      guard let span = fault.find(key), span.whole > end - at.whole else { continue }
      let advice = key == "for" ? "leave 'for' out to last to its end" : "leave 'restart-after' out to stay down"
      note("\(at.text) and \(span.text) are past the end of the run, which lasts \(run); \(advice)", span)
    }
  }

  /// Keys that have no effect beside the kind of fault, and those that it needs.
  private mutating func checkCompany(_ fault: Setting, _ kind: String) {
    if let span = fault.find("for"), kind == "crash" {
      note("has no effect with 'crash'; 'restart-after' says when the power is back", span)
    }
    if let span = fault.find("for"), kind == "clock-jump" { note("has no effect with 'clock-jump', a moment", span) }
    if let span = fault.find("restart-after"), kind != "crash", kind != "failing-sync" {
      note("has an effect only with 'crash' and 'failing-sync'", span)
    }
    if let on = fault.find("on"), FaultSchema.placed.contains(kind) {
      note("has no effect with '\(kind)', which names its modules", on)
    }
    if let rate = fault.find("rate"), kind == "byzantine" {
      note("has no effect with 'byzantine': what a member is does not come and go by chance", rate)
    }
    if let rate = fault.find("rate"), kind == "attack" {
      note("has no effect with 'attack', which says how often by 'every' and 'share'", rate)
    }
    if kind == "clog", fault.find("for") == nil {
      note("needs 'for': links that never go on lose packets, which 'partition' says", fault)
    }
  }

  /// When a migration comes to a step, nobody can know beforehand.
  private func waitsForStep(_ fault: Setting) -> Bool {
    guard let upon = fault.find("upon") else { return false }
    let milestone: Fault.Milestone = upon.choice()
    return milestone.step != nil
  }

  /// Modules have milestones that crashes and pauses wait for; migrations those of any fault.
  private mutating func checkMilestone(
    _ upon: Setting, _ fault: Setting, _ kind: String, _ value: Setting, _ root: Setting
  ) {
    let milestone: Fault.Milestone = upon.choice()
    guard milestone.step != nil else {
      guard kind == "crash" || kind == "pause" else { return note("has an effect only with 'crash' and 'pause'", upon) }
      for node in nodesBeyondModules(value) { note("\(name(node)) never comes to '\(upon.word)': modules do", node) }
      return
    }
    if root.find("nfv")?["task"].sole?.key != "migrations" {
      note("nothing migrates: '\(upon.word)' needs 'nfv.task: {migrations: ...}'", upon)
    }
    if fault.find("rate") != nil { note("has no effect with 'rate'", upon) }
  }

  /// Those of a list that there are, and that are no blockchain modules.
  func nodesBeyondModules(_ list: Setting) -> [Setting] {
    guard let roles, !FaultBuilder.isAny(list) else { return [] }
    return list.items.filter { $0.whole >= roles.modules && $0.whole < roles.count }
  }

  /// In data centers all but the hosts for VNFs have disks, and modules alone read membership lists.
  private mutating func checkDisks(_ fault: Setting, _ kind: String) {
    guard Self.isOfDisks(kind), let on = fault.find("on"), let roles else { return }
    let diskless = roles.nodes(called: "vnf")
    for node in nodesBeyondModules(on) {
      if kind == "membership-list" {
        note("\(name(node)) reads no membership list: modules do", node)
      } else if diskless.contains(Int(node.whole)) {
        note("\(name(node)) has no disk", node)
      }
    }
  }

  /// What slows down or cuts off must be below what the network does anyway.
  private mutating func checkLinks(_ kind: String, _ value: Setting, _ root: Setting) {
    guard kind == "bandwidth" || kind == "mtu" else { return }
    let network = root["network"]
    if let usual = network.find(kind) {
      if value.whole >= usual.whole { note("\(value.text) has no effect: network.\(kind) is \(usual.text)", value) }
    } else if root.find("sfc") == nil, value.whole >= NetworkSpec.messageMTU.bytes {
      note("\(value.text) has no effect: messages go in packets of \(Self.messageMTU)", value)
    }
  }

  private static var messageMTU: String { Quantity.text(NetworkSpec.messageMTU.bytes, .size) }

  private mutating func checkModules(_ fault: Setting, _ kind: String, _ value: Setting, _ count: Int64) {
    let places = FaultBuilder.places(fault)
    for place in places where FaultBuilder.isAny(place) { checkAny(fault, place) }
    guard !places.contains(where: FaultBuilder.isAny) else { return }
    var lists = places
    switch kind {
    case "partition": lists += value.items
    case "cut": lists += [value["from"], value["to"]]
    case "byzantine": lists += [value["modules"]] + (value.find("to").map { [$0] } ?? [])
    default: break
    }
    for node in lists.flatMap(\.items) where NodeNames.isNumbered(node) && node.whole >= count {
      note("there is no module \(node.whole): \(known(modules: count))", node)
    }
    // Within one list, and between the groups of a partition, a module stands once.
    for list in kind == "partition" ? [value.items.flatMap(\.items)] : lists.map(\.items) {
      var seen = Set<Int64>()
      for module in list where !seen.insert(module.whole).inserted {
        note("\(name(module)) stands twice", module)
      }
    }
    if kind == "byzantine", let to = value.find("to") { checkShunned(value["modules"], to) }
    guard kind == "cut" else { return }
    let senders = Set(value["from"].items.map(\.whole))
    for receiver in value["to"].items where senders.contains(receiver.whole) {
      note("\(name(receiver)) cannot be cut off from itself", receiver)
    }
  }

  private mutating func checkOutages(
    _ fault: Setting, _ kind: String, _ value: Setting, end: Int64, _ outages: inout [Outage]
  ) {
    let from = fault["at"].whole
    let span = fault.find(kind == "crash" ? "restart-after" : "for")
    let until = span.map { from + $0.whole } ?? Int64.max
    let before = outages
    for module in value.items {
      outages.append(
        Outage(
          module: module.whole, from: from, until: until, state: kind == "crash" ? "down" : "paused", path: fault.path))
      let clash = before.first { $0.module == module.whole && $0.from < until && from < $0.until }
      guard let clash else { continue }
      let begin = Quantity.text(clash.from, .time)
      let over = clash.until == .max ? "to the end of the run" : "until \(Quantity.text(clash.until, .time))"
      note("\(name(module)) is \(clash.state) from \(begin) \(over) by \(clash.path)", module)
    }
  }
}
