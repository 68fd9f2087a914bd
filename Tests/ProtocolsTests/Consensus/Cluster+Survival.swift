import Testing
import Vocabulary

@testable import Protocols

extension Cluster {
  /// Trouble for a while, then an undisturbed network: all correct nodes decide what comes after, and agree on all.
  static func survive(
    _ count: Int, seeds: Int, faulty: Set<Int> = [], blocks: Int = 1, at location: SourceLocation = #_sourceLocation,
    _ trouble: (Cluster) -> Void
  ) {
    for seed in 1...seeds {
      let cluster = Cluster(count, seed: UInt64(seed))
      cluster.settle()
      let correct = (0..<count).filter { !faulty.contains($0) }
      trouble(cluster)
      cluster.heal()
      var asked: [Transaction] = []
      for _ in 1...blocks {
        asked.append(cluster.load(correct))
        let isDone = cluster.run(60_000) { cluster.hold(asked, correct) }
        #expect(isDone, "seed \(seed): \(cluster.standing)", sourceLocation: location)
        guard isDone else { return }
      }
      cluster.expectAgreement(among: correct, at: location)
    }
  }

  /// Where each node is, for messages.
  var standing: String {
    (0..<count).map { node in
      let replica = modules[node].replica
      return "n\(node) view \(replica.view)\(replica.isChangingView ? "?" : "") height \(replica.concluded)"
        + " floor \(replica.floor) pending \(replica.pending.count)"
    }.joined(separator: ", ")
  }
}
