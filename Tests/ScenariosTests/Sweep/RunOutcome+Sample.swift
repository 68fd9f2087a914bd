@testable import Scenarios

extension RunOutcome {
  /// An outcome with one metric.
  static func sample(_ seed: UInt64, _ value: Double) -> RunOutcome {
    RunOutcome(
      seed: seed, values: ["m": value], violations: [], fingerprint: "f\(seed)", events: 1,
      queues: [QueueSample(seconds: 1, processorQueue: 2, pendingTransactions: 3, linkBacklogBytes: 4)])
  }
}
