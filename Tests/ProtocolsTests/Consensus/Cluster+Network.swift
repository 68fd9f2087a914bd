import Vocabulary

@testable import Protocols

/// Time that goes on by itself, and a network that loses messages.
extension Cluster {
  func arrives(_ envelope: Envelope) -> Bool {
    let (from, to) = (Int(envelope.from.index), Int(envelope.to.index))
    guard !down.contains(to) else { return false }
    if let isCut, isCut(from, to) { return false }
    return loss == 0 || stream.below(100) >= loss
  }

  /// Messages pass between nodes of one set only; a node in none is alone.
  func partition(_ sets: [Int]...) {
    isCut = { from, to in !sets.contains { $0.contains(from) && $0.contains(to) } }
  }

  /// Everything arrives again, and soon.
  func heal() {
    (isCut, loss, haste) = (nil, 0, 0)
    for node in down.sorted() { power(node) }
  }

  /// The timer that runs out next; a seeded choice among equals.
  private var nextTimer: (node: Int, timer: TimerID, deadline: Instant)? {
    var next: [(node: Int, timer: TimerID, deadline: Instant)] = []
    for node in 0..<count {
      for slot in 0...4 {
        guard let deadline = timers[node][slot] else { continue }
        if let first = next.first, first.deadline < deadline { continue }
        if let first = next.first, first.deadline > deadline { next = [] }
        next.append((node, TimerID(slot: slot), deadline))
      }
    }
    return next.isEmpty ? nil : next[next.count == 1 ? 0 : Int(stream.below(UInt64(next.count)))]
  }

  /// One thing happens, be it that time passes; false when nothing ever will.
  func tick() -> Bool {
    if let next = nextTimer, next.deadline <= now || (haste > 0 && stream.below(100) < haste) {
      fire(next.timer, on: next.node)
      return true
    }
    if advance() { return true }
    guard let next = nextTimer else { return false }
    fire(next.timer, on: next.node)
    return true
  }

  /// Goes on until a condition holds; false if it does not within so many steps.
  @discardableResult
  func run(_ steps: Int = 20_000, until condition: () -> Bool = { false }) -> Bool {
    for _ in 0..<steps {
      if condition() { return true }
      guard tick() else { return condition() }
    }
    return condition()
  }

  /// Whether every one of the nodes holds every one of the transactions in a durable block.
  func hold(_ transactions: [Transaction], _ nodes: [Int]) -> Bool {
    nodes.allSatisfy { node in
      transactions.allSatisfy {
        modules[node].replica.ledger.height(of: $0.id) ?? .max <= modules[node].replica.concluded
      }
    }
  }

  /// Hands a new transaction to each of the nodes.
  func load(_ nodes: [Int]) -> Transaction {
    let transaction = transaction()
    for node in nodes where !down.contains(node) { submit([transaction], to: node) }
    return transaction
  }
}
