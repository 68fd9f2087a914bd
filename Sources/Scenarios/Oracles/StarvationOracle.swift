import Protocols
import Vocabulary

/// No transaction starves: the oldest one that a module has accepted and that is in no block yet gets into one within a
/// bound, whatever else is decided. Only for runs that keep within their fault budget, while the network behaves.
///
/// While lists are full only an honest primary owes anything: of what waits for it, one in each of its turns.
///
/// Of each module it follows the oldest only, from when it became that: so those ahead of it need no bound of their own.
final class StarvationOracle {
  private var found = ViolationList(.starvation)
  var violations: [Violation] { found.all }
  /// Whether a transaction was decided, or had to be.
  private(set) var isTested = false

  /// What a module has accepted and what is not known to be decided, in order of acceptance.
  private struct Waiting {
    var accepted: [Digest] = []
    /// Those before it are decided.
    var head = 0
    var clock: Clock?
    var oldest: Digest? { head < accepted.count ? accepted[head] : nil }
  }

  /// How long the oldest has been that.
  private struct Clock {
    var since: Instant
    var due: Instant
    /// What stood ahead of it in the module's own list when the time was over before.
    var ahead: Digest?
    /// Set when the time is over and lists are full.
    var turn: Turn?
  }

  /// What an honest primary must see to while lists are full.
  private struct Turn {
    var owed: Digest
    var block: Int
    var due: Instant
  }

  private var modules: [Waiting]
  /// Nothing is asked of these modules.
  private let exempt: [Bool]
  private let bound: TimeSpan
  /// What is oldest has been urged on a primary that has led for so long.
  private let urging: TimeSpan
  /// Blocks decided, and the honest module that proposed the last one, if it was one.
  private var blocks = 0
  private var primary: Int?
  /// When a module last had no room for a transaction.
  private var overloaded = Instant.start
  /// What a module holds for later blocks; to be set before anything is judged.
  var pending: (Int) -> PendingList = { _ in PendingList(maximumCount: 0, maximumBytes: 0) }

  init(exempt: [Bool], bound: TimeSpan, urging: TimeSpan) {
    modules = [Waiting](repeating: Waiting(), count: exempt.count)
    self.exempt = exempt
    self.bound = bound
    self.urging = urging
  }

  /// How soon a module's oldest transaction is decided, with so many modules faulty for good: twice the bound of the next
  /// block. In each view its module waits a timeout alone, hands it to all others, and they wait one.
  static func bound(timeout: TimeSpan, faulty: Int) -> TimeSpan {
    ProgressOracle.bound(timeout: timeout, faulty: faulty, after: .zero) * 2
  }

  /// The module told a client that it holds the transaction for a later block.
  func accepted(_ transaction: Digest, by module: Int) {
    guard !exempt[module] else { return }
    modules[module].accepted.append(transaction)
  }

  /// The module lost power, and with it what it held in memory: whoever asked for it has to ask again.
  func restarted(_ module: Int) { modules[module] = Waiting() }

  /// The module appended a block since the network behaves. `isDecided`: whether a transaction is in a block.
  func appended(by module: Int, now: Instant, isDecided: (Digest) -> Bool) {
    let before = modules[module].head
    advance(module, isDecided)
    if modules[module].clock == nil || modules[module].head != before { start(module, now) }
  }

  /// A module turned a transaction away because its list is full. What others want to hand to it may be lost, too.
  func turnedAway(at now: Instant) { overloaded = now }

  /// A block is decided. `primary`: who proposed it; nil if that may be a byzantine module.
  func decided(by primary: Int?) {
    blocks += 1
    guard primary != self.primary else { return }
    self.primary = primary
    for module in modules.indices { modules[module].clock?.turn = nil }
  }

  /// The network behaves no longer.
  func interrupted() { for module in modules.indices { modules[module].clock = nil } }

  /// To be called before each block that nobody had before, and at the end.
  func judge(at now: Instant, isDecided: (Digest) -> Bool) {
    for module in modules.indices {
      guard let clock = modules[module].clock, now > clock.due else { continue }
      advance(module, isDecided)
      guard let oldest = modules[module].oldest, modules[module].clock != nil else { continue }
      judge(oldest, of: module, clock, now)
    }
  }

  private func judge(_ oldest: Digest, of module: Int, _ clock: Clock, _ now: Instant) {
    isTested = true
    let list = pending(module)
    // What others handed to the module may stand ahead of it; then that must be decided by the next time.
    if list.contains(oldest), let first = list.first?.id, first != oldest, first != clock.ahead {
      modules[module].clock = Clock(since: clock.since, due: now + bound, ahead: first)
      return
    }
    if overloaded > clock.since, mayWait(list.first?.id ?? oldest, of: module, clock.turn, now) { return }
    found.report(
      "module \(module)'s oldest transaction, since \(clock.since.seconds) s, is in no block; it should have been by "
        + "\(clock.due.seconds) s", at: now)
    // One that starves is told of once.
    modules[module].head += 1
    start(module, now)
  }

  /// In overload the time alone says nothing. But in its own turn a primary proposes the oldest of its list, and in each
  /// other member's what that member has urged, so that within 2 n blocks one of them is out.
  private func mayWait(_ oldest: Digest, of module: Int, _ turn: Turn?, _ now: Instant) -> Bool {
    guard let primary else { return true }
    let list = pending(primary)
    let owed = list.contains(oldest) ? list.first!.id : oldest
    guard let turn, turn.owed == owed else {
      let block = blocks + 2 * modules.count
      modules[module].clock?.turn = Turn(owed: owed, block: block, due: now + urging)
      return true
    }
    return blocks <= turn.block || now <= turn.due
  }

  /// Goes past what is decided; the next one's time starts when its module has appended what was before it.
  private func advance(_ module: Int, _ isDecided: (Digest) -> Bool) {
    let before = modules[module].head
    while let oldest = modules[module].oldest, isDecided(oldest) { modules[module].head += 1 }
    guard modules[module].head != before else { return }
    if modules[module].clock != nil { isTested = true }
    modules[module].clock = nil
    guard modules[module].head > 1_000, modules[module].head > modules[module].accepted.count / 2 else { return }
    modules[module].accepted.removeFirst(modules[module].head)
    modules[module].head = 0
  }

  private func start(_ module: Int, _ now: Instant) {
    modules[module].clock = modules[module].oldest.map { _ in Clock(since: now, due: now + bound) }
  }
}
