import Protocols

/// Every metric that a scenario can measure, by family. Another system adds its families here.
public enum MetricCatalogue {
  public static let families: [MetricFamily] = [
    MetricFamily(
      name: "rates", meaning: "Transactions a second, all writers together",
      metrics: [
        Metric(name: "send-rate", unit: .perSecond, meaning: "Transactions that writers submitted"),
        Metric(
          name: "accepted-rate", unit: .perSecond,
          meaning: "Transactions that the primary took into its pending list, or a backup passed on to it"),
        Metric(name: "refused-rate", unit: .perSecond, meaning: "Transactions that a module refused"),
        Metric(
          name: "write-rate", unit: .perSecond,
          meaning: "Transactions that became durable, from the first block in the window to the last"),
      ]),
    MetricFamily(
      name: "latency", meaning: "From sending a transaction to its block being durable",
      metrics: quantiles("latency", of: "time from send to durable", meanName: "latency-mean")),
    MetricFamily(
      name: "latency-by-stage", meaning: "The parts of the latency",
      metrics: stages.flatMap { stage, doc in
        quantiles("latency-\(stage)", of: doc, meanName: "latency-\(stage)-mean")
      }),
    MetricFamily(
      name: "consensus-delay",
      meaning:
        "From the start of block building to the block being durable at its proposer; at the first other module if the "
        + "proposer loses power before",
      metrics: quantiles("consensus-delay", of: "consensus delay", meanName: "consensus-delay")),
    MetricFamily(
      name: "reads", meaning: "What readers were answered, all readers and modules together",
      metrics: [
        Metric(name: "read-rate", unit: .perSecond, meaning: "Questions that were answered with transactions"),
        Metric(
          name: "empty-read-rate", unit: .perSecond, meaning: "Questions that were answered: there are no transactions"),
        Metric(name: "refused-read-rate", unit: .perSecond, meaning: "Questions that a module refused"),
        Metric(
          name: "unanswered-reads", unit: .count, meaning: "Questions that a reader gave up, and asked another module"),
        Metric(
          name: "disk-read-rate", unit: .bytesPerSecond, meaning: "What the modules' disks read, in whole sectors"),
        Metric(
          name: "page-cache-hits", unit: .fraction,
          meaning: "Share of what modules read that was in the page cache, in bytes"),
      ]),
    MetricFamily(
      name: "read-delay", meaning: "From asking for transactions to having them",
      metrics: quantiles("read-delay", of: "time from question to answer", meanName: "read-delay")),
    MetricFamily(
      name: "network-bytes-by-phase", meaning: "Bytes and messages sent for one decided block",
      metrics: phases.flatMap { phase in
        [
          Metric(name: "bytes-\(phase)", unit: .bytes, meaning: "Sent by all modules in \(phase), a decided block"),
          Metric(
            name: "bytes-\(phase)-busiest", unit: .bytes,
            meaning: "Sent in \(phase) by the module that sends most, a decided block"),
          Metric(
            name: "messages-\(phase)", unit: .count, meaning: "Messages of all modules in \(phase), a decided block"),
        ]
      }),
    MetricFamily(
      name: "consensus-bytes",
      meaning: "What consensus sends for one transaction that is written, all kinds of messages together",
      metrics: [
        Metric(
          name: "consensus-bytes", unit: .bytes,
          meaning: "Sent by all modules for consensus, heartbeats and all, a written transaction"),
        Metric(
          name: "consensus-messages", unit: .count,
          meaning: "Messages of all modules for consensus, a written transaction"),
      ]),
    MetricFamily(
      name: "network-bytes", meaning: "Bytes and messages a second by kind of message, all senders together",
      metrics: MessageKind.moduleKindNames.flatMap { kind in
        [
          Metric(name: "byte-rate-\(kind)", unit: .bytesPerSecond, meaning: "Bytes of \(kind) messages"),
          Metric(name: "message-rate-\(kind)", unit: .perSecond, meaning: "Messages of kind \(kind)"),
        ]
      } + [Metric(name: "packets-lost", unit: .count, meaning: "Messages that did not fit into a link's buffer")]),
    MetricFamily(
      name: "blocks", meaning: "Decided blocks",
      metrics: [
        Metric(name: "blocks", unit: .count, meaning: "Blocks decided while measuring"),
        Metric(name: "block-bytes", unit: .bytes, meaning: "Mean size of a decided block"),
        Metric(name: "transactions-per-block", unit: .count, meaning: "Mean number of transactions in a decided block"),
        Metric(
          name: "suspicions", unit: .count, meaning: "Times that a backup waited longer than the view-change timeout"),
      ]),
    MetricFamily(
      name: "continuity", meaning: "How decisions go on when something is wrong",
      metrics: [
        Metric(
          name: "longest-gap", unit: .seconds,
          meaning: "Longest time between two decisions while measuring, at whichever module comes first"),
        Metric(name: "view-changes", unit: .count, meaning: "New views installed while measuring"),
        Metric(
          name: "halts", unit: .count,
          meaning:
            "Modules stopped because a sync failed or they refused their membership list, each time, from the start on"),
        Metric(
          name: "lag", unit: .count,
          meaning: "Blocks that the module furthest behind lacks at the end, those without power left out"),
      ]),
    MetricFamily(
      name: "accountability", meaning: "Whether agreement broke, and who is to blame",
      metrics: [
        Metric(
          name: "culprits", unit: .count, meaning: "Modules that have signed statements that contradict each other"),
        Metric(
          name: "disagreements", unit: .count,
          meaning: "Times that an honest module appended something else than the others"),
      ]),
    MetricFamily(
      name: "operations", meaning: "What tenants asked management services for",
      metrics: [
        Metric(name: "operations", unit: .count, meaning: "Requests that ended well"),
        Metric(name: "key-replacements", unit: .count, meaning: "Tenants that replaced their own key pairs, each time"),
        Metric(name: "operations-failed", unit: .count, meaning: "Requests that ended with an error"),
      ]),
    MetricFamily(
      name: "operation-delay", meaning: "From a tenant's request to its having the result",
      metrics: quantiles("operation-delay", of: "time from request to result", meanName: "operation-delay")),
    MetricFamily(
      name: "processing-overhead",
      meaning:
        "What a service client adds to the platform's own time, from taking a request off the ledger to handing in the response",
      metrics: quantiles("processing-overhead", of: "time added to a request", meanName: "processing-overhead")),
    MetricFamily(
      name: "chain-creation-time",
      meaning: "From the first request for a VNF of a chain to the tenant knowing the chain",
      metrics: quantiles("chain-creation-time", of: "time to create a chain", meanName: "chain-creation-time")),
    MetricFamily(
      name: "configurations",
      meaning: "What tenants told and asked their VNFs over the configuration-repository blockchain",
      metrics: [
        Metric(
          name: "configurations", unit: .count,
          meaning: "Configurations, requests for one and new key pairs that ended well"),
        Metric(name: "configurations-failed", unit: .count, meaning: "Those that ended with an error"),
      ]),
    MetricFamily(
      name: "configuration-delay",
      meaning: "From a tenant's configuration to its being in the ledger, and from its request for one to the answer",
      metrics: quantiles("configuration-delay", of: "time of a configuration", meanName: "configuration-delay")),
    MetricFamily(
      name: "migrations", meaning: "VNFs that were moved to another data center",
      metrics: [
        Metric(name: "migrations", unit: .count, meaning: "Migrations that ended well"),
        Metric(name: "migrations-failed", unit: .count, meaning: "Migrations that were reported as failed"),
        Metric(
          name: "migrations-begun-again", unit: .count,
          meaning: "How often a migration failed, was taken back and begun again"),
      ]),
    MetricFamily(
      name: "migration-delay", meaning: "From the first step of a migration to the last",
      metrics: quantiles("migration-delay", of: "time of a migration", meanName: "migration-delay")),
    MetricFamily(
      name: "chains", meaning: "Packets through service function chains, all flows together",
      metrics: [
        Metric(name: "chain-packets-sent", unit: .count, meaning: "Datagrams and echo requests that clients sent"),
        Metric(
          name: "chain-packets-delivered", unit: .count,
          meaning: "Those that arrived at their servers, or were answered, by the end of the run"),
        Metric(
          name: "chain-packets-under-way", unit: .count,
          meaning: "Those of which, or of their answers, a copy was on its way at the end of the run"),
        Metric(name: "chain-packets-lost", unit: .count, meaning: "The others"),
        Metric(name: "chain-packet-rate", unit: .perSecond, meaning: "Delivered packets a second"),
        Metric(
          name: "outage", unit: .seconds,
          meaning: "Lost packets over the rate at which they were sent, of the flow that loses most"),
        Metric(
          name: "outage-exact", unit: .seconds,
          meaning: "From the first lost to the first delivered again, all interruptions of the flow with most"),
        Metric(
          name: "interruptions", unit: .count, meaning: "Runs of lost packets, of the flow that has most"),
        Metric(name: "longest-interruption", unit: .seconds, meaning: "The longest of them"),
        Metric(
          name: "chain-packets-reordered", unit: .count, meaning: "Packets that arrived after one that had left later"),
        Metric(name: "chain-packets-duplicated", unit: .count, meaning: "Arrivals of packets that had arrived before"),
        Metric(
          name: "packet-jitter", unit: .seconds,
          meaning: "Smoothed difference of successive delays (RFC 3550), of the flow with most"),
        Metric(
          name: "arrival-gap", unit: .seconds,
          meaning: "Longest time in which nothing of a flow arrived, while it sent"),
        Metric(name: "throughput", unit: .bitsPerSecond, meaning: "What servers read of TCP streams, in order"),
        Metric(name: "retransmissions", unit: .count, meaning: "TCP segments that were sent again"),
        Metric(
          name: "readable-frames", unit: .count,
          meaning: "Frames between compute nodes in which a flow's content can be read, in the whole run"),
        Metric(
          name: "hops", unit: .count,
          meaning: "Service and encryption functions on the way of the longest chain, as it is at the start"),
        Metric(name: "keys-installed", unit: .count, meaning: "Security associations put to use"),
        Metric(name: "keys-expired", unit: .count, meaning: "Security associations deleted for want of a fresh key"),
        Metric(
          name: "outside-bytes", unit: .bytes,
          meaning: "What frames took of the links between compute nodes, in the whole run"),
        Metric(
          name: "header-keys-installed", unit: .count, meaning: "Keys for the headers of a path put to use, by element"),
        Metric(
          name: "neighbours-lost", unit: .count,
          meaning: "Neighbours that a forwarder took for lost, as their hellos stayed away"),
        Metric(name: "false-alarms", unit: .count, meaning: "Those of them that had power"),
      ]),
    MetricFamily(
      name: "site-views",
      meaning: "What can be read of each flow at each site: in functions, and at the gateway (site-views.csv)",
      metrics: [
        Metric(
          name: "flows-read-at-functions", unit: .count,
          meaning: "Flows that can be read in functions of every site at which one of their chain stands"),
        Metric(
          name: "flows-passing-unread", unit: .count,
          meaning:
            "Flows that pass the gateway of a site at which no function of their chain stands, and cannot be read"),
        Metric(
          name: "packets-read-elsewhere", unit: .count,
          meaning:
            "Packets that can be read at a gateway, or in a function of a site at which none of their chain stands"),
      ]),
    MetricFamily(
      name: "provisioning",
      meaning: "What the control plane of service function chains did, and the longest of each part that ended well",
      metrics: [
        Metric(
          name: "first-deployment", unit: .seconds,
          meaning: "From the start of the run until all chains were there once; outages count from then on"),
        Metric(name: "operations-done", unit: .count, meaning: "Operations of the orchestrator that ended well"),
        Metric(name: "operations-refused", unit: .count, meaning: "Operations that the policy refused"),
        Metric(
          name: "operations-unanswered", unit: .count,
          meaning: "Operations that ended because a part of the control plane, or an element, did not answer"),
        Metric(
          name: "operations-rejected", unit: .count,
          meaning: "Operations that ended because an element refused its rules or keys, or something else failed"),
        Metric(
          name: "operations-resumed", unit: .count,
          meaning: "Operations that the orchestrator went on with after it had lost its power"),
        Metric(name: "policy-refusals", unit: .count, meaning: "Deployments that the policy refused"),
        Metric(name: "element-refusals", unit: .count, meaning: "Rule sets and keys that elements refused"),
        Metric(
          name: "rules-restored", unit: .count,
          meaning: "Times that the controller went back to the rules before, because new ones were not taken"),
        Metric(name: "key-changes", unit: .count, meaning: "Changes of a link's keys that both ends took"),
        Metric(
          name: "key-gap", unit: .seconds, meaning: "Longest time in which no link got new keys, of all links together"),
        Metric(
          name: "header-key-changes", unit: .count,
          meaning: "Keys for the headers of a path that all its elements took, first ones too"),
        Metric(name: "operation-time", unit: .seconds, meaning: "A whole operation that ended well"),
        Metric(name: "withdrawal-time", unit: .seconds, meaning: "Withdrawal of a chain's rules"),
        Metric(name: "function-instantiation", unit: .seconds, meaning: "Instantiation of service functions"),
        Metric(name: "encryption-instantiation", unit: .seconds, meaning: "Instantiation of encryption functions"),
        Metric(
          name: "key-setup", unit: .seconds, meaning: "Authentication of encryption functions, and their first keys"),
        Metric(name: "rule-distribution", unit: .seconds, meaning: "Distribution of flow rules"),
        Metric(
          name: "rule-commit", unit: .seconds,
          meaning: "From the controller's handing rules in for the ledger to its seeing them in an accepted block"),
        Metric(name: "rule-transactions", unit: .count, meaning: "Transactions with flow rules"),
        Metric(name: "rule-transaction-bytes", unit: .bytes, meaning: "Their size, all together"),
        Metric(
          name: "detection-time", unit: .seconds,
          meaning: "From an element's loss of power to the orchestrator's knowing"),
      ]),
    MetricFamily(
      name: "packet-delay", meaning: "From a datagram's departure to its arrival",
      metrics: quantiles("packet-delay", of: "way of a datagram", meanName: "packet-delay")),
    MetricFamily(
      name: "round-trip", meaning: "From an echo request to its reply",
      metrics: quantiles("round-trip", of: "round trip of an echo", meanName: "round-trip")),
    MetricFamily(
      name: "utilisation", meaning: "Share of the measured time that a resource was busy",
      metrics: ["processor", "link", "disk"].flatMap { resource in
        [
          Metric(name: "\(resource)-utilisation-primary", unit: .fraction, meaning: "The primary's \(resource)"),
          Metric(
            name: "\(resource)-utilisation-backup", unit: .fraction, meaning: "The backups' \(resource)s, on average"),
        ]
      }),
    MetricFamily(
      name: "queues",
      meaning: "What waits at the module where most waits",
      metrics: [
        Metric(name: "processor-queue-mean", unit: .count, meaning: "Mean jobs waiting for a core"),
        Metric(name: "processor-queue-max", unit: .count, meaning: "Most jobs waiting for a core"),
        Metric(
          name: "pending-transactions-mean", unit: .count,
          meaning: "Mean transactions in the pending list, in 307 looks"),
        Metric(
          name: "pending-transactions-max", unit: .count, meaning: "Most transactions in the pending list, in 307 looks"
        ),
        Metric(name: "link-backlog-max", unit: .bytes, meaning: "Most bytes waiting for a link"),
      ]),
    MetricFamily(
      name: "drops", meaning: "Messages and transactions refused, by reason",
      metrics: DropReason.allCases.map { reason in
        Metric(name: "drops-\(reason.rawValue)", unit: .count, meaning: "Refused because: \(reason.rawValue)")
      }),
    MetricFamily(
      name: "attacks", meaning: "What an adversary tried in the whole run, and what became of it",
      metrics: [
        Metric(name: "attacks-tried", unit: .count, meaning: "Packets that the adversary made, changed or repeated"),
        Metric(name: "attacks-refused", unit: .count, meaning: "Those that their receiver refused, at least in part"),
        Metric(
          name: "attack-transactions-stored", unit: .count,
          meaning: "Transactions that the adversary handed in, and that are in a ledger"),
        Metric(
          name: "attack-configurations-obeyed", unit: .count,
          meaning: "Configurations of the adversary's that a VNF has applied"),
        Metric(
          name: "attack-configurations-obeyed-late", unit: .count,
          meaning: "Those made with a tenant's key after the tenant had replaced it"),
        Metric(name: "packets-seen", unit: .count, meaning: "Packets on the adversary's links"),
        Metric(name: "packets-read", unit: .count, meaning: "Those that no channel kept from it"),
        Metric(
          name: "transactions-opened", unit: .count, meaning: "Transactions for others that it could decrypt"),
      ]
        + Attack.Kind.allCases.filter(\.isActive).map { kind in
          Metric(
            name: "attacks-\(kind.rawValue)", unit: .count, meaning: "Packets of the attack: \(kind.rawValue)")
        }
        + DropReason.allCases.map { reason in
          Metric(
            name: "attacks-refused-\(reason.rawValue)", unit: .count,
            meaning: "The adversary's, refused because: \(reason.rawValue)")
        }),
    MetricFamily(
      name: "chain-attacks",
      meaning: "What an adversary learned and achieved in the whole run, in a world of service function chains",
      metrics: [
        Metric(
          name: "service-headers-seen", unit: .count, meaning: "Frames with a network service header, on its links"),
        Metric(
          name: "encryption-headers-seen", unit: .count, meaning: "Those that show E-SPI and E-SI beside SPI and SI"),
        Metric(name: "flows-read", unit: .count, meaning: "Flows of which it could read contents"),
        Metric(
          name: "attack-packets-at-functions", unit: .count,
          meaning: "Its packets that a service function was given, but for those with only a longer time to live"),
        Metric(
          name: "longer-lives-at-functions", unit: .count,
          meaning: "Those: changed in nothing but the time to live, upwards, which no code covers"),
        Metric(name: "attack-packets-delivered", unit: .count, meaning: "Its packets that a server or client took"),
        Metric(
          name: "forged-contents-delivered", unit: .count,
          meaning: "Those with contents that no client has sent"),
        Metric(
          name: "leaked-frames", unit: .count,
          meaning: "Frames between compute nodes in which an adversary within one shows what is in clear there"),
        Metric(
          name: "attack-requests-refused", unit: .count,
          meaning: "What compromised functions and controllers asked with keys of their own, and did not get"),
        Metric(name: "attack-requests-granted", unit: .count, meaning: "What they asked for and got"),
      ]),
  ]

  static let familyNames = families.map(\.name)
  static let metricNames = families.flatMap { $0.metrics.map(\.name) }
  private static let byName = Dictionary(
    uniqueKeysWithValues: families.flatMap { family in family.metrics.map { ($0.name, ($0, family)) } })

  /// Whether a metric counts what was refused for one of the many reasons.
  static func countsReason(_ name: String) -> Bool { name.hasPrefix("drops-") || name.hasPrefix("attacks-refused-") }

  public static func metric(_ name: String) -> Metric? { byName[name]?.0 }
  public static func family(ofMetric name: String) -> MetricFamily? { byName[name]?.1 }
  public static func family(_ name: String) -> MetricFamily? { families.first { $0.name == name } }

  private static let stages = [
    ("request", "time from sending a transaction to its block being begun"),
    ("pre-prepare", "time from a block being begun to its pre-prepare leaving"),
    ("prepare", "time from the pre-prepare leaving to the primary being prepared"),
    ("commit", "time from the primary being prepared to a quorum of commits"),
    ("append", "time from a quorum of commits to the block being durable"),
  ]
  private static let phases = ["pre-prepare", "prepare", "commit"]

  private static func quantiles(_ prefix: String, of doc: String, meanName: String) -> [Metric] {
    [
      Metric(name: meanName, unit: .seconds, meaning: "Mean \(doc)"),
      Metric(name: "\(prefix)-p50", unit: .seconds, meaning: "Median \(doc)"),
      Metric(name: "\(prefix)-p95", unit: .seconds, meaning: "95th percentile of the \(doc)"),
      Metric(name: "\(prefix)-p99", unit: .seconds, meaning: "99th percentile of the \(doc)"),
      Metric(name: "\(prefix)-max", unit: .seconds, meaning: "Longest \(doc)"),
    ]
  }
}
