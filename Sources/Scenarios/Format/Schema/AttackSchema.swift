/// What an adversary on the links does.
enum AttackSchema {
  static let mapping = Kind.Mapping(
    fields: [
      Field("kind", .scalar(.choice(kinds)), "What it does", required: true),
      Field(
        "channel",
        .scalar(
          .choice([
            .init(word: "tls", doc: "receivers drop every record that is not their peer's"),
            .init(word: "open", doc: "packets are read, changed and made in anybody's name"),
          ])), "What stands between the adversary and what others say; not with `sfc`", default: "tls"),
      Field(
        "links", .scalar(.text),
        "With `sfc`, which links of packets it is on: `outside` (between compute nodes), `inside` (within them), `all`, or "
          + "one by its name, as `gateway-0~gateway-1`; `outside` when not given"),
      Field(
        "every", .scalar(.time(1_000...86_400_000_000_000)), "How often it acts unasked", default: "100 ms",
        when: .withAny(words(\.isTimed), of: "kind")),
      Field(
        "share", .scalar(.real(.fraction, 0...1)), "Packets, of those that it is about, that it strikes",
        default: "10 %", when: .withAny(words(\.takesShare), of: "kind")),
    ])

  private static func words(_ isWanted: (Attack.Kind) -> Bool) -> [String] {
    Attack.Kind.allCases.filter(isWanted).map(\.rawValue)
  }

  private static let kinds: [ScalarKind.Choice] = Attack.Kind.allCases.map { kind in
    let doc =
      switch kind {
      case .stolenKey: "gives orders with the key pairs that tenants begin with"
      case .replay: "sends packets and transactions again"
      case .tampering: "changes packets and transactions"
      case .impersonation: "speaks in the names of others"
      case .staleConfiguration: "gives clients what another configuration has replaced"
      case .forgedResponse: "answers in the place of modules and services"
      case .requestFlood: "asks and hands in without end"
      case .badTransactions: "hands in transactions that break one rule after the other"
      case .eavesdropping: "reads what passes"
      case .packetInjection: "with `sfc`, sends packets that nobody has sent"
      case .routeInjection: "with `sfc`, sends rules, keys and reports without a key of the control plane"
      case .compromisedFunction: "with `sfc`, makes the service functions that `on` names send what they should not"
      case .forgedHellos: "with `sfc.detection.hello`, answers hellos in the names of those who are asked"
      case .compromisedController: "with `sfc.rules: blockchain`, hands elements rules that are in no block"
      }
    return .init(word: kind.rawValue, doc: doc)
  }
}
