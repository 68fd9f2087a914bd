import Vocabulary

/// The parameters of service function chains as a report lists them.
enum SFCDescription {
  static func parameters(of sfc: SFCSpec) -> [(key: String, value: String)] {
    let functions = sfc.functions.map { "\($0.name) at \(sfc.sites[$0.site])" }
    let chains = sfc.chains.map { chain in
      "\(chain.name): \(chain.path.map { sfc.functions[$0].name }.joined(separator: ", "))"
        + (chain.isEncrypted ? ", encrypted" : "")
    }
    return [
      ("sfc.sites", sfc.sites.joined(separator: ", ")), ("sfc.client", sfc.sites[sfc.client]),
      ("sfc.server", sfc.sites[sfc.server]), ("sfc.functions", functions.joined(separator: "; ")),
      ("sfc.chains", chains.joined(separator: "; ")), ("sfc.rounds", String(sfc.rounds)),
      ("sfc.copies", String(sfc.copies)), ("sfc.return", sfc.way.rawValue), ("sfc.crypto", sfc.crypto.rawValue),
      ("sfc.integrity", integrity(sfc)), ("sfc.control", sfc.control.rawValue),
      ("sfc.policy", sfc.policy.rawValue),
    ] + ledger(sfc) + [
      ("sfc.keys.change", sfc.keys.change.map(text) ?? "never"),
      ("sfc.keys.expire", sfc.keys.expire.map(text) ?? "never"), ("sfc.keys.method", sfc.keys.method.rawValue),
      ("sfc.protection", sfc.protection.rawValue),
      ("sfc.detection", detection(sfc.detection)),
      (
        "sfc.operations",
        sfc.operations.isEmpty
          ? "none"
          : sfc.operations.map { "\(operation($0, sfc)) at \(text($0.at))" }.joined(separator: "; ")
      ),
      ("sfc.inside-latency", text(sfc.insideLatency)),
      ("sfc.traffic", sfc.traffic.map(traffic).joined(separator: "; ")),
    ]
  }

  private static func ledger(_ sfc: SFCSpec) -> [(key: String, value: String)] {
    guard let ledger = sfc.ledger else {
      return sfc.control == .static ? [] : [("sfc.rules", "controller")]
    }
    return [("sfc.rules", "blockchain")] + ScenarioDescription.chain(ledger.smb, "sfc.smb")
      + [("sfc.poll", text(ledger.poll))]
  }

  private static func operation(_ operation: SFCSpec.Operation, _ sfc: SFCSpec) -> String {
    switch operation.kind {
    case .provision(let order, let chain, _): return "\(order.rawValue) provisioning of \(sfc.chains[chain].name)"
    case .migrate(let function, let site, let moved):
      let name = sfc.functions[function].name
      let what =
        switch moved {
        case .both: name
        case .function: "\(name) without its encryption functions"
        case .encryption: "the encryption functions of \(name)"
        case .encrypting: "the encryption function behind \(name)"
        }
      return "migration of \(what) to \(sfc.sites[site])"
    }
  }

  private static func integrity(_ sfc: SFCSpec) -> String {
    switch sfc.integrity {
    case .none: sfc.integrity.rawValue
    case .hmac: "\(sfc.integrity.rawValue), clocks up to \(text(sfc.timestampTolerance)) off"
    }
  }

  private static func detection(_ detection: SFCSpec.Detection?) -> String {
    let ways = [
      detection?.polls.map { "polls every \(text($0.interval))" },
      detection?.hellos.map { "hellos every \(text($0.every)), \($0.multiplier) missed" },
    ].compactMap { $0 }
    return ways.isEmpty ? "none" : ways.joined(separator: "; ")
  }

  private static func traffic(_ traffic: SFCSpec.Traffic) -> String {
    switch traffic.kind {
    case .constant(let perSecond, let size):
      "\(perSecond) packets a second of \(Quantity.text(size.bytes, .size)) to port \(traffic.port)"
    case .tcp(let window): "TCP with a window of \(Quantity.text(window.bytes, .size)) to port \(traffic.port)"
    case .ping(let period, _): "a ping every \(text(period))"
    }
  }

  private static func text(_ span: TimeSpan) -> String { Quantity.text(span.nanoseconds, .time) }
}
