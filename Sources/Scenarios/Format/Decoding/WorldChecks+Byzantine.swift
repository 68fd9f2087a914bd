/// What must hold of byzantine modules.
extension WorldChecks {
  /// A module that is byzantine for a time.
  struct Reign {
    let module: Int64
    let from: Int64
    let until: Int64
    let path: String
  }

  mutating func checkByzantine(_ fault: Setting, _ value: Setting, _ root: Setting, _ reigns: inout [Reign]) {
    let chain = chain(of: value["modules"], root)
    if let consensus = chain?["consensus"], consensus.word == "raft" {
      note("\(consensus.path) is 'raft', which tolerates crashes only: byzantine modules need 'pbft'", value)
    }
    let from = fault["at"].whole
    // One that waits for a milestone may begin at any time.
    let lasts = fault.find("upon") == nil ? fault.find("for") : nil
    let until = lasts.map { from + $0.whole } ?? Int64.max
    let before = reigns
    for module in value["modules"].items {
      reigns.append(Reign(module: module.whole, from: from, until: until, path: fault.path))
      let clash = before.first { $0.module == module.whole && $0.from < until && from < $0.until }
      guard let clash else { continue }
      let begin = Quantity.text(clash.from, .time)
      let over = clash.until == .max ? "to the end of the run" : "until \(Quantity.text(clash.until, .time))"
      note(
        "\(name(module)) is byzantine from \(begin) \(over) by \(clash.path): one behaviour at a time", module)
    }
    let modules = NodeNames.modules(root)
    let writers = root.find("workload")?["writers"].whole ?? 0
    if value["modules"].items.count > modules {
      note("names \(value["modules"].items.count) byzantine modules; there are \(modules)", value["modules"])
    }
    if let writer = value.find("writer"), value["behaviour"].word == "censorship", writer.whole >= writers {
      let known =
        switch writers {
        case 0: "there are no writers"
        case 1: "there is only writer 0"
        default: "the writers are 0 to \(writers - 1)"
        }
      note("there is no writer \(writer.whole): \(known)", writer)
    }
    if value["behaviour"].word == "forged-blocks", root.find("sfc") == nil {
      note("only elements of 'sfc' with 'rules: blockchain' ask modules for blocks", value["behaviour"])
    }
    if ["false-answers", "withholding"].contains(value["behaviour"].word), root.find("sfc") != nil {
      note("elements of 'sfc' ask modules for blocks only: 'forged-blocks' lies about these", value["behaviour"])
    }
    if let to = value.find("to"), let first = value["modules"].items.first { checkHearers(to, of: first, root) }
    if let by = value.find("by"), let timeout = chain?["view-change-timeout"], by.whole >= timeout.whole {
      note("\(by.text) is not below \(timeout.path), \(Quantity.text(timeout.whole, .time))", by)
    }
  }

  /// The blockchain that byzantine modules are of. Who is none, or of another, is noted.
  private mutating func chain(of modules: Setting, _ root: Setting) -> Setting? {
    if let sfc = root.find("sfc") {
      for module in modules.items where module.whole >= NodeNames.modules(root) {
        note("'\(module.text)' is no blockchain module", module)
      }
      return sfc.find("smb")
    }
    guard let nfv = root.find("nfv") else { return root["crb"] }
    let chains = NFVLayout(WorldBuilder.nfv(nfv)).chains.map(\.nodes)
    let places = modules.items.map { module in chains.firstIndex { $0.contains(Int(module.whole)) } }
    guard let first = places.first else { return nil }
    for (module, place) in zip(modules.items, places) where place == nil || place != first {
      note(place == nil ? "'\(module.text)' is no blockchain module" : "'\(module.text)' is of another chain", module)
    }
    return first.map { nfv[$0 == 0 ? "crb" : "smb"] }
  }

  /// What a module keeps from others is what it says to those of its own chain.
  private mutating func checkHearers(_ to: Setting, of module: Setting, _ root: Setting) {
    for node in nodesBeyondModules(to) { note("\(name(node)) is no blockchain module", node) }
    guard let nfv = root.find("nfv") else { return }
    let chains = NFVLayout(WorldBuilder.nfv(nfv)).chains.map(\.nodes)
    let own = chains.first { $0.contains(Int(module.whole)) }
    for node in to.items where chains.contains(where: { $0 != own && $0.contains(Int(node.whole)) }) {
      note("\(name(node)) is of another chain", node)
    }
  }

  mutating func checkShunned(_ modules: Setting, _ to: Setting) {
    let silent = Set(modules.items.map(\.whole))
    guard silent.count == 1 else { return }
    for receiver in to.items where silent.contains(receiver.whole) {
      note("\(name(receiver)) sends itself nothing anyway", receiver)
    }
  }
}
