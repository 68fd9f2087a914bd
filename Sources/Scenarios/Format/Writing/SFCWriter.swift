import Protocols
import Vocabulary

/// Writes service function chains as a scenario has them.
enum SFCWriter {
  static func node(_ spec: SFCSpec) -> Node {
    let keys = spec.keys
    return .mapping([
      ("sites", .list(spec.sites.map { .text($0) })), ("client", .text(spec.sites[spec.client])),
      ("server", .text(spec.sites[spec.server])),
      ("functions", .list(spec.functions.map { function($0, spec) })),
      ("chains", .list(spec.chains.map { chain($0, spec) })), ("rounds", .count(spec.rounds)),
      ("copies", .count(spec.copies)), ("return", .text(spec.way.rawValue)), ("crypto", .text(spec.crypto.rawValue)),
      ("integrity", .text(spec.integrity.rawValue)),
      ("timestamp-tolerance", spec.integrity == .hmac ? .time(spec.timestampTolerance) : nil),
      ("control", .text(spec.control.rawValue)),
      ("rules", spec.control == .static ? nil : .text(spec.ledger == nil ? "controller" : "blockchain")),
      ("smb", spec.ledger.map { ScenarioWriter.chain($0.smb) }), ("poll", spec.ledger.map { .time($0.poll) }),
      ("policy", spec.breaksPolicy ? .text(spec.policy.rawValue) : nil),
      (
        "keys",
        spec.control == .static
          ? nil
          : .mapping([
            ("change", keys.change.map { .time($0) }), ("expire", keys.expire.map { .time($0) }),
            ("method", .text(keys.method.rawValue)),
          ])
      ), ("protection", spec.hasStandby ? .text(spec.protection.rawValue) : nil),
      (
        "detection",
        spec.detection.map {
          .mapping([
            ("every", $0.polls.map { .time($0.interval) }), ("timeout", $0.polls.map { .time($0.timeout) }),
            ("misses", $0.polls.map { .count($0.misses) }), ("hello", $0.hellos.map { .time($0.every) }),
            ("multiplier", $0.hellos.map { .count($0.multiplier) }),
          ])
        }
      ),
      ("operations", spec.operations.isEmpty ? nil : .list(spec.operations.map { operation($0, spec) })),
      ("inside-latency", .time(spec.insideLatency)), ("traffic", .list(spec.traffic.map(traffic))),
    ])
  }

  private static func function(_ function: SFCSpec.Function, _ spec: SFCSpec) -> Node {
    .mapping([
      ("name", .text(function.name)), ("site", .text(spec.sites[function.site])),
      ("kind", .text(function.kind.rawValue)),
      ("standby", function.standby.map { .text(spec.sites[$0]) }),
      ("denies", function.denies.isEmpty ? nil : .list(function.denies.map(match))),
    ])
  }

  private static func chain(_ chain: SFCSpec.Chain, _ spec: SFCSpec) -> Node {
    .mapping([
      ("name", .text(chain.name)), ("match", match(chain.match)),
      ("path", .list(chain.path.map { .text(spec.functions[$0].name) })), ("encrypted", .text("\(chain.isEncrypted)")),
    ])
  }

  private static func operation(_ operation: SFCSpec.Operation, _ spec: SFCSpec) -> Node {
    switch operation.kind {
    case .provision(let order, let chain, let path):
      .mapping([
        ("at", .time(operation.at)), ("provision", .text(order.rawValue)),
        ("chain", .text(spec.chains[chain].name)),
        ("path", .list(path.map { .text(spec.functions[$0].name) })),
      ])
    case .migrate(let function, let site, let moved):
      .mapping([
        ("at", .time(operation.at)),
        (
          "migrate",
          .mapping([
            ("function", .text(spec.functions[function].name)), ("to", .text(spec.sites[site])),
            ("moves", .text(moved.rawValue)),
          ])
        ),
      ])
    }
  }

  private static func match(_ match: SFCSpec.Match) -> Node {
    .mapping([
      ("protocol", .text(match.transport?.rawValue ?? "any")),
      ("ports", match.ports.isEmpty ? nil : .list(match.ports.map { .count(Int($0)) })),
    ])
  }

  private static func traffic(_ traffic: SFCSpec.Traffic) -> Node {
    let tail: [(String, Node?)] = [("start", .time(traffic.start)), ("for", traffic.lasts.map { .time($0) })]
    switch traffic.kind {
    case .constant(let perSecond, let size):
      return .mapping(
        [
          ("kind", .text("constant")), ("rate", .rate(perSecond)), ("size", .size(size)),
          ("port", .count(Int(traffic.port))),
        ]
          + tail)
    case .tcp(let window):
      return .mapping([("kind", .text("tcp")), ("window", .size(window)), ("port", .count(Int(traffic.port)))] + tail)
    case .ping(let period, let size):
      return .mapping([("kind", .text("ping")), ("every", .time(period)), ("size", .size(size))] + tail)
    }
  }
}
