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
    let consensus = root["crb"]["consensus"]
    if consensus.word == "raft" {
      note("crb.consensus is 'raft', which tolerates crashes only: byzantine modules need 'pbft'", value)
    }
    let from = fault["at"].whole
    let until = fault.find("for").map { from + $0.whole } ?? Int64.max
    let before = reigns
    for module in value["modules"].items {
      reigns.append(Reign(module: module.whole, from: from, until: until, path: fault.path))
      let clash = before.first { $0.module == module.whole && $0.from < until && from < $0.until }
      guard let clash else { continue }
      let begin = Quantity.text(clash.from, .time)
      let over = clash.until == .max ? "to the end of the run" : "until \(Quantity.text(clash.until, .time))"
      note(
        "module \(module.whole) is byzantine from \(begin) \(over) by \(clash.path): one behaviour at a time", module)
    }
    let modules = root["crb"]["modules"].whole
    let writers = root["workload"]["writers"].whole
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
    if let by = value.find("by"), by.whole >= root["crb"]["view-change-timeout"].whole {
      note(
        "\(by.text) is not below crb.view-change-timeout, \(Quantity.text(root["crb"]["view-change-timeout"].whole, .time))",
        by)
    }
  }

  mutating func checkShunned(_ modules: Setting, _ to: Setting) {
    let silent = Set(modules.items.map(\.whole))
    guard silent.count == 1 else { return }
    for receiver in to.items where silent.contains(receiver.whole) {
      note("module \(receiver.whole) sends itself nothing anyway", receiver)
    }
  }
}
