import Vocabulary

/// The processor cores of all nodes, each node with one queue, first in, first out: see docs/models/processor.md.
///
/// The world asks `submit` when a job arrives. If it starts, the world runs it, prices it, and tells `occupy` how long
/// the core is taken and what is to be released at the end. At a `coreFreed` event it calls `finish`, releases, and
/// starts what waits:
///
///     if processors.submit(job, on: node) { start(job) }         // start runs the job and calls `occupy`
///     ...
///     case .coreFreed:
///       let work = processors.finish(event)
///       if let effects = work.release { release(effects) }
///       while let job = processors.startNext(on: event.node) { start(job) }
///
/// A job costs one event, or none if it takes no time, or if it releases nothing and nothing waits.
public final class Processors {
  struct Core {
    var freeAt = Instant.start
    /// An event stands in the queue for `freeAt`; until it is handled the core is not free.
    var hasEvent = false
  }

  struct Node {
    var cores: [Core]
    var queue = JobQueue()
    /// The core of the job that has started and is not priced yet.
    var claimed = -1
    /// Counts halts, so that events of earlier lives are known.
    var life: Int32 = 0
    var counters = ProcessorCounters()
  }

  public let simulator: Simulator
  private let nodes: UnsafeMutablePointer<Node>
  public let nodeCount: Int

  /// Position i of `cores` says how many cores node i has.
  public init(cores: [Int], simulator: Simulator) {
    self.simulator = simulator
    nodeCount = cores.count
    nodes = .allocate(capacity: max(1, cores.count))
    for (index, count) in cores.enumerated() {
      precondition(count >= 1 && count <= 0xFFFF, "node \(index) with \(count) cores")
      (nodes + index).initialize(to: Node(cores: Array(repeating: Core(), count: count)))
    }
  }

  deinit {
    nodes.deinitialize(count: nodeCount)
    nodes.deallocate()
  }

  /// A job arrived: true when it starts now, and `occupy` must follow; false when it waits until `startNext` gives it.
  public func submit(_ job: Int64, on node: NodeID) -> Bool {
    let state = nodes + checked(node)
    let now = simulator.now
    if state.pointee.queue.count == 0 && claim(state, now) { return true }
    countQueue(state, now)
    state.pointee.queue.append(job)
    state.pointee.counters.longestQueue = max(state.pointee.counters.longestQueue, state.pointee.queue.count)
    for core in state.pointee.cores.indices where state.pointee.cores[core].freeAt > now {
      announce(state, node, core, release: nil)
    }
    return false
  }

  /// The job that has started takes its core for `span`. Then `release` (not negative) is given back by `finish`;
  /// true when that is at once, because the span is zero: the world releases it itself, and no event follows.
  public func occupy(_ node: NodeID, for span: TimeSpan, release: Int64? = nil) -> Bool {
    let state = nodes + checked(node)
    let core = state.pointee.claimed
    precondition(core >= 0, "\(node) is occupied by a job that has not started")
    precondition(span >= .zero && release ?? 0 >= 0, "\(node) occupied for \(span.nanoseconds) ns")
    state.pointee.claimed = -1
    guard span > .zero else { return true }
    state.pointee.counters.occupied += span
    state.pointee.cores[core].freeAt = simulator.now + span
    if release != nil || state.pointee.queue.count > 0 { announce(state, node, core, release: release) }
    return false
  }

  /// The same for a job of which a part, `divisible`, consists of so many equal pieces that cores can do side by side: they
  /// are dealt out over the core that the job has and those that are free now. The job ends when its own core has done
  /// its pieces and `span`; no other core gets more pieces.
  public func occupy(
    _ node: NodeID, for span: TimeSpan, divisible: TimeSpan, pieces: Int64, release: Int64? = nil
  ) -> Bool {
    let state = nodes + checked(node)
    let now = simulator.now
    var helpers = 0
    for core in state.pointee.cores.indices where Int64(helpers) + 1 < pieces && isFree(state, core, now) {
      helpers += 1
    }
    guard helpers > 0 else { return occupy(node, for: span + divisible, release: release) }
    let share = Self.share(of: divisible, pieces: pieces / Int64(helpers + 1), of: pieces)
    let larger = Self.share(of: divisible, pieces: pieces / Int64(helpers + 1) + 1, of: pieces)
    var extra = Int(pieces % Int64(helpers + 1))
    let own = extra > 0 ? larger : share
    if extra > 0 { extra -= 1 }
    for core in state.pointee.cores.indices where helpers > 0 && isFree(state, core, now) {
      let part = extra > 0 ? larger : share
      if extra > 0 { extra -= 1 }
      helpers -= 1
      guard part > .zero else { continue }
      state.pointee.counters.occupied += part
      state.pointee.cores[core].freeAt = now + part
      if state.pointee.queue.count > 0 { announce(state, node, core, release: nil) }
    }
    return occupy(node, for: span + own, release: release)
  }

  private static func share(of span: TimeSpan, pieces: Int64, of all: Int64) -> TimeSpan {
    TimeSpan(nanoseconds: Int64(Int128(span.nanoseconds) * Int128(pieces) / Int128(all)))
  }

  /// Takes a `coreFreed` event. The world then calls `startNext` until it gives nil.
  public func finish(_ event: Event) -> FinishedWork {
    let state = nodes + checked(event.node)
    let release = event.b >= 0 ? event.b : nil
    guard event.a >> 16 == state.pointee.life else { return FinishedWork(release: release, isAbandoned: true) }
    state.pointee.cores[Int(event.a & 0xFFFF)].hasEvent = false
    return FinishedWork(release: release, isAbandoned: false)
  }

  /// The waiting job that starts now, if a core is free: `occupy` must follow.
  public func startNext(on node: NodeID) -> Int64? {
    let state = nodes + checked(node)
    guard state.pointee.queue.count > 0 else { return nil }
    guard claim(state, simulator.now) else { return nil }
    countQueue(state, simulator.now)
    return state.pointee.queue.removeFirst()
  }

  /// Stops all work of the node, as when it loses power: gives the jobs that waited, and frees its cores. What was to
  /// be released later comes back from `finish` as abandoned.
  public func halt(_ node: NodeID) -> [Int64] {
    let state = nodes + checked(node)
    countQueue(state, simulator.now)
    for core in state.pointee.cores.indices {
      let left = max(.zero, state.pointee.cores[core].freeAt - simulator.now)
      state.pointee.counters.occupied = state.pointee.counters.occupied - left
      state.pointee.cores[core] = Core(freeAt: simulator.now)
    }
    state.pointee.life = (state.pointee.life + 1) & 0x7FFF
    state.pointee.claimed = -1
    var jobs: [Int64] = []
    while let job = state.pointee.queue.removeFirst() { jobs.append(job) }
    return jobs
  }

  /// Lets `longestQueue` of all nodes start over from what waits now.
  public func restartMaxima() {
    for node in 0..<nodeCount { nodes[node].counters.longestQueue = nodes[node].queue.count }
  }

  // MARK: Looking

  public func counters(of node: NodeID) -> ProcessorCounters { nodes[checked(node)].counters }
  public func queueLength(of node: NodeID) -> Int { nodes[checked(node)].queue.count }
  public func coreCount(of node: NodeID) -> Int { nodes[checked(node)].cores.count }

  /// Sum over the cores of the time that they have really worked until now.
  public func busyTime(of node: NodeID) -> TimeSpan {
    let state = nodes + checked(node)
    let ahead = state.pointee.cores.reduce(Int64(0)) { $0 + max(0, ($1.freeAt - simulator.now).nanoseconds) }
    return state.pointee.counters.occupied - TimeSpan(nanoseconds: ahead)
  }

  /// Integral of the number of waiting jobs over time until now, in job-seconds: divided by the time that passed it is
  /// the mean queue length.
  public func queueArea(of node: NodeID) -> Double {
    let state = nodes + checked(node)
    countQueue(state, simulator.now)
    return state.pointee.counters.queueArea / 1e9
  }

  // MARK: Parts

  /// Takes a free core, if there is one.
  private func claim(_ state: UnsafeMutablePointer<Node>, _ now: Instant) -> Bool {
    precondition(state.pointee.claimed < 0, "a job starts before the one before it has been priced")
    for core in state.pointee.cores.indices where isFree(state, core, now) {
      state.pointee.claimed = core
      state.pointee.counters.jobs += 1
      return true
    }
    return false
  }

  private func isFree(_ state: UnsafeMutablePointer<Node>, _ core: Int, _ now: Instant) -> Bool {
    guard core != state.pointee.claimed else { return false }
    guard !state.pointee.cores[core].hasEvent else { return false }
    return state.pointee.cores[core].freeAt <= now
  }

  /// Lets an event mark the end of the core's work, unless one does.
  private func announce(_ state: UnsafeMutablePointer<Node>, _ node: NodeID, _ core: Int, release: Int64?) {
    guard !state.pointee.cores[core].hasEvent else { return }
    state.pointee.cores[core].hasEvent = true
    let a = state.pointee.life << 16 | Int32(core)
    simulator.schedule(Event(.coreFreed, node: node, a: a, b: release ?? -1), at: state.pointee.cores[core].freeAt)
  }

  private func countQueue(_ state: UnsafeMutablePointer<Node>, _ now: Instant) {
    let span = now - state.pointee.counters.queueChanged
    state.pointee.counters.queueArea += Double(state.pointee.queue.count) * Double(span.nanoseconds)
    state.pointee.counters.queueChanged = now
  }

  private func checked(_ node: NodeID) -> Int {
    precondition(node.index >= 0 && node.index < nodeCount, "no processor of \(node)")
    return Int(node.index)
  }
}
