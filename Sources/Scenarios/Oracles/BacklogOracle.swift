import Protocols
import Vocabulary

/// Nothing is left behind for ever: once faults are over and what they held up can be made up for, every transaction that a
/// module accepts is decided within a bound. Only for runs that say how much of what their modules carry is asked of them,
/// which keep within their fault budget and have no byzantine module: docs/models/oracles.md.
final class BacklogOracle {
  private var found = ViolationList(.backlog)
  var violations: [Violation] { found.all }
  /// Whether a transaction was judged.
  private(set) var isTested = false

  /// What a module has accepted and what is not known to be decided, in order of acceptance.
  private struct Waiting {
    var accepted: [(id: Digest, at: Instant)] = []
    /// Those before it are decided.
    var head = 0
    var isReported = false
  }

  private var modules: [Waiting]
  /// Nothing is asked of these modules.
  private let exempt: [Bool]
  /// At most, of what the modules carry, as a fraction below one.
  private let load: Double
  /// How soon a transaction is decided that waits for its turn only.
  private let bound: TimeSpan
  /// When what faults held up must be made up for; nil until a block is decided after them.
  private var clear: Instant?

  init(exempt: [Bool], load: Double, bound: TimeSpan) {
    modules = [Waiting](repeating: Waiting(), count: exempt.count)
    self.exempt = exempt
    self.load = load
    self.bound = bound
  }

  /// How long it takes to make up for `span` in which nothing was decided: as much as arrived meanwhile waits, and it shrinks
  /// by what is left of the capacity.
  static func recovery(load: Double, from span: TimeSpan) -> TimeSpan {
    TimeSpan(nanoseconds: Int64((Double(span.nanoseconds) * load / (1 - load)).rounded(.up)))
  }

  /// The longest that faults may go on so that what is to be judged after them falls within `room`, where the first block is
  /// decided soon.
  static func longestFaults(load: Double, bound: TimeSpan, within room: TimeSpan) -> TimeSpan {
    TimeSpan(nanoseconds: Int64((Double((room - bound).nanoseconds) * (1 - load)).rounded(.down)))
  }

  /// The module told a client that it holds the transaction for a later block.
  func accepted(_ transaction: Digest, by module: Int, at now: Instant) {
    guard !exempt[module] else { return }
    modules[module].accepted.append((transaction, now))
  }

  /// The module lost power, and with it what it held in memory.
  func restarted(_ module: Int) { modules[module] = Waiting() }

  /// A block is decided, the first one since all faults are over, of which the first began at `first`.
  func settled(at now: Instant, since first: Instant) { clear = now + Self.recovery(load: load, from: now - first) }

  /// Faults strike again.
  func interrupted() { clear = nil }

  /// To be called before each block that nobody had before, and at the end.
  func judge(at now: Instant, isDecided: (Digest) -> Bool) {
    for module in modules.indices { judge(module, now, isDecided) }
  }

  private func judge(_ module: Int, _ now: Instant, _ isDecided: (Digest) -> Bool) {
    while modules[module].head < modules[module].accepted.count {
      let oldest = modules[module].accepted[modules[module].head]
      let due = clear.map { max($0, oldest.at) + bound }
      if let due, now > due { isTested = true }
      guard isDecided(oldest.id) else {
        if let due, now > due { report(module, oldest.at, due, now) }
        return
      }
      modules[module].head += 1
    }
  }

  /// Of each module once: the others behind it would be late as well.
  private func report(_ module: Int, _ accepted: Instant, _ due: Instant, _ now: Instant) {
    guard !modules[module].isReported else { return }
    modules[module].isReported = true
    found.report(
      "a transaction that module \(module) accepted at \(accepted.seconds) s, of \(waiting(module)) that wait for a block, "
        + "should have been in one by \(due.seconds) s", at: now)
  }

  private func waiting(_ module: Int) -> Int { modules[module].accepted.count - modules[module].head }
}
