/// Service function chains over several sites, of `enc-sfc`.
enum SFCSchema {
  private static let day: Int64 = 86_400_000_000_000
  private static let names = Kind.list(of: .scalar(.text), atLeast: 1, loose: true)

  static let sfc = Field(
    "sfc",
    .mapping([
      Field("sites", names, "Names of the sites: compute nodes in a line, joined by their gateways", required: true),
      Field("client", .scalar(.text), "The site that clients are at; the first when not given"),
      Field("server", .scalar(.text), "The site that servers are at; the last when not given"),
      Field("functions", .list(of: function, atLeast: 1, loose: false), "Service functions", required: true),
      Field("chains", .list(of: chain, atLeast: 1, loose: false), "Service function chains", required: true),
      Field(
        "rounds", .scalar(.count(1...60)), "How often each path is gone through, one round after the other",
        default: "1"),
      Field(
        "hops", .scalar(.count(1...40)),
        "Functions that each path is lengthened or cut to, again and again from its start: as many as, with their "
          + "encryption functions, are no more than this"),
      Field(
        "encryption",
        .scalar(
          .choice([
            .init(word: "by-chain", doc: "those that say so"), .init(word: "all", doc: "all"),
            .init(word: "none", doc: "none"),
          ])), "Which chains are encrypted", default: "by-chain"),
      Field(
        "copies", .scalar(.count(1...200)),
        "Tenants, each with a client, a server, and all functions and chains of its own", default: "1"),
      Field(
        "return",
        .scalar(
          .choice([
            .init(word: "direct", doc: "from the server to the client over a cable"),
            .init(word: "chain", doc: "through the same functions in reverse"),
          ])), "How packets come back", default: "direct"),
      Field(
        "crypto",
        .scalar(
          .choice([
            .init(word: "real", doc: "encrypts for real"),
            .init(word: "modelled", doc: "stands in for encryption, with the same sizes and prices"),
          ])), "Whether packets are really encrypted", default: "real"),
      Field(
        "integrity",
        .scalar(
          .choice([
            .init(word: "none", doc: "nothing"),
            .init(
              word: "hmac-sha-256-128",
              doc: "a code of 16 bytes, of a key for each path, which every element of the path verifies (RFC 9145)"),
          ])), "What keeps network service headers from being changed or made up", default: "none"),
      Field(
        "timestamp-tolerance", .scalar(.time(10_000_000...3_600_000_000_000)),
        "How far the time of a header may lie from an element's clock, either way: clocks further apart let nothing pass",
        default: "2 s", when: .with("hmac-sha-256-128", of: "integrity")),
      Field(
        "control",
        .scalar(
          .choice([
            .init(word: "static", doc: "they are there from the start, for ever"),
            .init(word: "live", doc: "from orchestrator, controller and authentication centre, by messages"),
          ])), "Where flow rules and keys come from", default: "static"),
      Field(
        "rules",
        .scalar(
          .choice([
            .init(word: "controller", doc: "the controller's"),
            .init(word: "blockchain", doc: "the controller's, in a block that a quorum of modules has accepted"),
          ])), "On whose word elements take flow rules", default: "controller", when: .with("live", of: "control")),
      Field(
        "smb", .mapping(CRBSchema.chain), "The service-management blockchain that flow rules are taken from",
        required: true, when: .with("blockchain", of: "rules")),
      Field(
        "poll", .scalar(.time(10_000_000...day)), "How often each element asks a module for new rules", default: "1 s",
        when: .with("blockchain", of: "rules")),
      Field(
        "policy",
        .scalar(
          .choice([
            .init(word: "enforced", doc: "they do"),
            .init(word: "ignored", doc: "they are compromised, and issue it all the same"),
          ])), "Whether orchestrator and controller refuse what the policy forbids", default: "enforced",
        when: .with("live", of: "control")),
      Field("keys", keys, "How encryption functions get their keys", when: .with("live", of: "control")),
      Field(
        "protection",
        .scalar(
          .choice([
            .init(word: "none", doc: "nothing"),
            .init(word: "reuse-outer", doc: "the duplicates, and the encryption functions beside them"),
            .init(
              word: "duplicate",
              doc: "those, and the encryption functions at the other ends of their links, all with keys"),
          ])), "What is there before a function fails that has a standby", default: "none",
        when: .with("live", of: "control")),
      Field(
        "detection", detection,
        "How the orchestrator notices that elements fail, by polls, hellos or both; it does not when not given",
        when: .with("live", of: "control")),
      Field(
        "operations", .list(of: operation, atLeast: 0, loose: false), "What the orchestrator is asked to do",
        when: .with("live", of: "control")),
      Field(
        "inside-latency", .scalar(.time(0...1_000_000_000)), "Latency between elements of a compute node, one way",
        default: "20 us"),
      Field("traffic", .list(of: traffic, atLeast: 0, loose: false), "What each client sends to its server"),
    ]), "Service function chains over several sites, with encrypted links")

  private static let function = Kind.mapping([
    Field("name", .scalar(.text), "What chains call it", required: true),
    Field("site", .scalar(.text), "The site that it stands at", required: true),
    Field("standby", .scalar(.text), "The site of a duplicate, which takes its place when it fails"),
    Field(
      "kind",
      .scalar(
        .choice([
          .init(word: "vcpe", doc: "customer premises equipment: forwards"),
          .init(word: "cache", doc: "video cache: forwards"),
          .init(word: "firewall", doc: "drops what it denies, and forwards the rest"),
        ])), "What it does", default: "vcpe"),
    Field(
      "denies", .list(of: match, atLeast: 0, loose: true), "Packets that it drops", when: .with("firewall", of: "kind")),
  ])

  private static let match = Kind.mapping([
    Field(
      "protocol",
      .scalar(
        .choice([
          .init(word: "any", doc: "any"), .init(word: "tcp", doc: "TCP"), .init(word: "udp", doc: "UDP"),
          .init(word: "icmp", doc: "ICMP: pings"),
        ])), "Transport protocol", default: "any"),
    Field(
      "ports", .list(of: .scalar(.count(1...65_535)), atLeast: 1, loose: true),
      "Ports of the server; all when not given"),
  ])

  private static let chain = Kind.mapping([
    Field("name", .scalar(.text), "What reports call it", required: true),
    Field("match", match, "The client's packets that take it; the first chain that matches gets them"),
    Field("path", names, "Functions in order; one may stand in it twice", required: true),
    Field(
      "encrypted", .scalar(.choice([.init(word: "false", doc: "no"), .init(word: "true", doc: "yes")])),
      "Whether the links between its functions, and those that leave a site, are encrypted", default: "false"),
  ])

  private static let keys = Kind.mapping([
    Field(
      "change", .scalar(.time(100_000_000...day)), "How often there are new keys; never when not given"),
    Field(
      "expire", .scalar(.time(100_000_000...day)),
      "How long an encryption function uses a key without a fresh one; for ever when not given"),
    Field(
      "method",
      .scalar(
        .choice([
          .init(word: "replace", doc: "the new key takes the place of the old one at once"),
          .init(word: "make-before-break", doc: "both ends can read both before the new one is used"),
        ])), "How a key is changed", default: "replace"),
  ])

  private static let detection = Kind.mapping(
    Kind.Mapping(fields: detectionFields, atLeastOneOf: ["every", "hello"]))

  private static let detectionFields = [
    Field("every", .scalar(.time(1_000_000...day)), "How often the orchestrator asks each function"),
    Field(
      "timeout", .scalar(.time(1_000_000...day)),
      "How long it may take to answer, at most until it is asked again; when not given 500 ms, or that if it is less",
      when: .beside("every")),
    Field("misses", .scalar(.count(1...100)), "So many unanswered in a row", default: "1", when: .beside("every")),
    Field("hello", .scalar(.time(1_000_000...day)), "How often each forwarder asks its neighbours"),
    Field(
      "multiplier", .scalar(.count(1...255)), "Hellos without an answer until a neighbour is lost", default: "3",
      when: .beside("hello")),
  ]

  private static let operation = Kind.mapping(
    Kind.Mapping(fields: operationFields, exactlyOneOf: ["provision", "migrate"]))

  private static let operationFields = [
    Field("at", .scalar(.time(0...30 * day)), "When; not before those that are earlier are done", required: true),
    Field("migrate", migration, "A function moves to another site while traffic runs"),
    Field(
      "provision",
      .scalar(
        .choice([
          .init(word: "full", doc: "the chain's rules are withdrawn before anything is made"),
          .init(word: "soft", doc: "the chain's rules change when everything is made"),
          .init(
            word: "re-peering",
            doc: "as `soft`, with encryption functions that are in use: the rules are withdrawn before links get keys"),
        ])), "A chain gets another path: in which order"),
    Field(
      "chain", .scalar(.text), "The chain that gets another path", required: true, when: .beside("provision")),
    Field("path", names, "Its functions from then on", required: true, when: .beside("provision")),
  ]

  private static let migration = Kind.mapping([
    Field("function", .scalar(.text), "The function that moves", required: true),
    Field("to", .scalar(.text), "The site that it moves to", required: true),
    Field(
      "moves",
      .scalar(
        .choice([
          .init(word: "both", doc: "it and the encryption functions beside it"),
          .init(word: "function", doc: "it alone: the policy forbids it where its links are encrypted"),
          .init(word: "encryption", doc: "its encryption functions alone: the policy forbids it"),
          .init(word: "encrypting", doc: "the encryption function behind it alone: the policy forbids it"),
        ])), "What of it moves", default: "both"),
  ])

  private static let traffic = Kind.mapping([
    Field(
      "kind",
      .scalar(
        .choice([
          .init(word: "constant", doc: "UDP datagrams at a constant rate"),
          .init(word: "tcp", doc: "a TCP stream, as fast as it can"),
          .init(word: "ping", doc: "ICMP echo requests"),
        ])), "What is sent", required: true),
    Field(
      "rate", .scalar(.real(.rate, 0.01...10_000_000)), "Packets a second", required: true,
      when: .with("constant", of: "kind")),
    Field(
      "every", .scalar(.time(10_000...day)), "Time between echo requests", default: "1 s",
      when: .with("ping", of: "kind")),
    Field(
      "size", .scalar(.size(60...9_000)), "Bytes of an IP packet", default: "512 B",
      when: .withAny(["constant", "ping"], of: "kind")),
    Field(
      "window", .scalar(.size(2_000...1_000_000_000)), "The receiver's buffer", default: "512 kB",
      when: .with("tcp", of: "kind")),
    Field(
      "port", .scalar(.count(1...65_535)), "Port of the server", default: "5001",
      when: .withAny(["constant", "tcp"], of: "kind")),
    Field("start", .scalar(.time(0...30 * day)), "When it begins", default: "0 s"),
    Field("for", .scalar(.time(1...30 * day)), "How long it lasts; to the end of the run when not given"),
  ])
}
