import TestSupport

/// A scenario that runs in a moment: two points, two replications.
enum SmallScenario {
  static let text = """
    title: A small CRB
    crb: {modules: 4, consensus: pbft, signature: rsa-2048-pss, crypto: modelled, block: {interval: 100 ms}}
    hosts: {profile: i7-4770-python2.7}
    network: {latency: 200 us, bandwidth: 1 Gbit/s}
    workload: {writers: 1, transactions: precomputed, configuration: 100 B, rate: {poisson: 20 /s}}
    duration: {warm-up: 500 ms, measure: 1 s}
    sweep: {crb.modules: [1, 4]}
    replications: 2
    measure: [write-rate, consensus-delay]

    """

  /// Adds an expectation to it.
  static func expecting(_ expectation: String) -> String { text + "expect:\n  - {\(expectation), source: own}\n" }
}
