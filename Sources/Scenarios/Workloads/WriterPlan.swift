import Protocols
import Vocabulary

/// What one writer does: at which rate, and where it submits.
struct WriterPlan {
  enum Rate {
    /// As fast as receipts come back, with this many submissions under way.
    case saturating(window: Int)
    /// Open loop: independent of how the system keeps up.
    case poisson(perSecond: Double)
    case constant(perSecond: Double)
    /// Each user submits, waits until the ledger holds the transaction, thinks (exponential), and starts again.
    case closedLoop(users: Int, think: TimeSpan, poll: TimeSpan)
    case batch(transactions: Int, every: TimeSpan)

    /// Whether a transaction that a full pending list turned away is sent again.
    var mayReturn: Bool {
      if case .saturating = self { true } else { false }
    }
  }

  var rate: Rate
  /// Transactions are made beforehand: making them costs the writer no processor time.
  var precomputed: Bool
  /// The modules it submits to, in turn.
  var modules: [NodeID]
  /// Saturating: how long after a refusal for want of room it tries again.
  var retryInterval = TimeSpan.milliseconds(50)

  var pollInterval: TimeSpan {
    if case .closedLoop(_, _, let poll) = rate { poll } else { .zero }
  }

  init(_ workload: WorkloadSpec, writer: Int, modules: Int) {
    let share = Double(workload.writers)
    rate =
      switch workload.rate {
      case .saturating(let window): .saturating(window: window)
      case .poisson(let perSecond): .poisson(perSecond: perSecond / share)
      case .constant(let perSecond): .constant(perSecond: perSecond / share)
      case .closedLoop(let users, let think): .closedLoop(users: users, think: think, poll: .milliseconds(200))
      case .batch(let transactions, let every): .batch(transactions: transactions, every: every)
      }
    precomputed = workload.transactions == .precomputed
    switch workload.to {
    case .primary: self.modules = [NodeID(0)]
    // Each writer starts its round at another module.
    case .any: self.modules = (0..<modules).map { NodeID(($0 + writer) % modules) }
    }
  }
}
