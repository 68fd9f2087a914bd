import Protocols
import Vocabulary

/// Makes service function chains from checked settings. A name that is nobody's stands for the first; the checks have then
/// noted it.
enum SFCBuilder {
  static func spec(_ sfc: Setting) -> SFCSpec {
    let sites = sfc["sites"].items.map(\.word)
    let functions = sfc["functions"].items.map { function($0, sites) }
    let names = functions.map(\.name)
    var spec = SFCSpec(
      sites: sites, client: sfc.find("client").map { place(of: $0, in: sites) } ?? 0,
      server: sfc.find("server").map { place(of: $0, in: sites) } ?? sites.count - 1, functions: functions,
      chains: sfc["chains"].items.map { chain($0, names, sfc["encryption"]) }, rounds: Int(sfc["rounds"].whole),
      copies: Int(sfc["copies"].whole), way: sfc["return"].choice(), crypto: sfc["crypto"].choice(),
      integrity: sfc["integrity"].choice(),
      timestampTolerance: sfc.find("timestamp-tolerance").map(time) ?? HeaderIntegrity.defaultTolerance,
      control: sfc["control"].choice(),
      ledger: sfc.find("smb").map { ledger($0, poll: sfc["poll"]) },
      policy: sfc.find("policy").map { $0.choice() } ?? .enforced,
      keys: sfc.find("keys").map(keys) ?? SFCSpec.Keys(change: nil, expire: nil, method: .replace),
      protection: sfc.find("protection").map { $0.choice() } ?? .none,
      detection: sfc.find("detection").flatMap(detection),
      operations: sfc.find("operations")?.items.map {
        operation($0, names, sfc["chains"].items.map { $0["name"].word }, sites)
      }
      .sorted { $0.at < $1.at } ?? [],
      traffic: sfc.find("traffic")?.items.map(traffic) ?? [],
      insideLatency: time(sfc["inside-latency"]))
    if let hops = sfc.find("hops") { spec.fillPaths(to: Int(hops.whole)) }
    return spec
  }

  private static func function(_ function: Setting, _ sites: [String]) -> SFCSpec.Function {
    SFCSpec.Function(
      name: function["name"].word, kind: function["kind"].choice(), site: place(of: function["site"], in: sites),
      standby: function.find("standby").map { place(of: $0, in: sites) },
      denies: function.find("denies")?.items.map(match) ?? [])
  }

  private static func chain(_ chain: Setting, _ functions: [String], _ encryption: Setting) -> SFCSpec.Chain {
    SFCSpec.Chain(
      name: chain["name"].word, match: match(chain["match"]),
      path: chain["path"].items.map { place(of: $0, in: functions) }, isEncrypted: isEncrypted(chain, encryption))
  }

  /// `encryption` says for which chains that holds which each says of itself.
  static func isEncrypted(_ chain: Setting, _ encryption: Setting) -> Bool {
    switch encryption.word {
    case "all": true
    case "none": false
    default: chain["encrypted"].word == "true"
    }
  }

  private static func match(_ match: Setting) -> SFCSpec.Match {
    SFCSpec.Match(
      transport: SFCSpec.Transport(rawValue: match["protocol"].word),
      ports: match.find("ports")?.items.map { UInt16($0.whole) } ?? [])
  }

  private static func keys(_ keys: Setting) -> SFCSpec.Keys {
    SFCSpec.Keys(
      change: keys.find("change").map(time), expire: keys.find("expire").map(time), method: keys["method"].choice())
  }

  /// Nil where nobody looks.
  private static func detection(_ detection: Setting) -> SFCSpec.Detection? {
    let polls = detection.find("every").map { every in
      SFCSpec.Polls(
        interval: time(every), timeout: detection.find("timeout").map(time) ?? min(.milliseconds(500), time(every)),
        misses: Int(detection["misses"].whole))
    }
    let hellos = detection.find("hello").map { hello in
      LivenessSettings(every: time(hello), multiplier: Int(detection["multiplier"].whole))
    }
    guard polls != nil || hellos != nil else { return nil }
    return SFCSpec.Detection(polls: polls, hellos: hellos)
  }

  private static func ledger(_ smb: Setting, poll: Setting) -> SFCSpec.Ledger {
    SFCSpec.Ledger(smb: WorldBuilder.chain(smb), poll: time(poll))
  }

  private static func operation(
    _ operation: Setting, _ functions: [String], _ chains: [String], _ sites: [String]
  ) -> SFCSpec.Operation {
    SFCSpec.Operation(at: time(operation["at"]), kind: kind(of: operation, functions, chains, sites))
  }

  private static func kind(
    of operation: Setting, _ functions: [String], _ chains: [String], _ sites: [String]
  ) -> SFCSpec.Operation.Kind {
    if let migration = operation.find("migrate") {
      return .migrate(
        function: place(of: migration["function"], in: functions), to: place(of: migration["to"], in: sites),
        migration["moves"].choice())
    }
    return .provision(
      operation["provision"].choice(), chain: place(of: operation["chain"], in: chains),
      path: operation["path"].items.map { place(of: $0, in: functions) })
  }

  private static func traffic(_ traffic: Setting) -> SFCSpec.Traffic {
    let kind: SFCSpec.Traffic.Kind =
      switch traffic["kind"].word {
      case "constant": .constant(perSecond: traffic["rate"].real, size: ByteCount(traffic["size"].whole))
      case "tcp": .tcp(window: ByteCount(traffic["window"].whole))
      case "ping": .ping(every: time(traffic["every"]), size: ByteCount(traffic["size"].whole))
      case let word: preconditionFailure("the schema has traffic '\(word)' that is not built")
      }
    return SFCSpec.Traffic(
      kind: kind, port: UInt16(traffic.find("port")?.whole ?? 0), start: time(traffic["start"]),
      lasts: traffic.find("for").map(time))
  }

  private static func place(of name: Setting, in names: [String]) -> Int { names.firstIndex(of: name.word) ?? 0 }
  private static func time(_ setting: Setting) -> TimeSpan { TimeSpan(nanoseconds: setting.whole) }
}
