import Vocabulary

/// The timers of all nodes: a few numbered slots each. Arming, re-arming and cancelling take constant time.
///
/// At most one event per timer stands in the queue as long as re-arming moves the deadline later, however often: the
/// event found early goes back into the queue with the place in the order that arming reserved.
public final class TimerTable {
  @usableFromInline struct Entry {
    /// The deadline, or `never` when the timer does not run.
    @usableFromInline var deadline: Instant
    /// Place in the order of events of the latest arming.
    @usableFromInline var number: UInt64
    /// When the event that stands for the timer comes; `never` when there is none.
    @usableFromInline var eventTime: Instant
    /// The place under which that event stands: its generation, by which it is told from stale ones.
    @usableFromInline var eventNumber: UInt64

    @usableFromInline init() {
      deadline = .never
      number = 0
      eventTime = .never
      eventNumber = 0
    }
  }

  public let simulator: Simulator
  @usableFromInline var entries: [Entry]
  @usableFromInline var slots: Int
  public let nodes: Int

  /// Room for `slots` timers on each node; more slots are made when used.
  public init(nodes: Int, slots: Int = 4, simulator: Simulator) {
    precondition(nodes >= 0 && slots >= 1, "\(nodes) nodes with \(slots) timer slots")
    self.nodes = nodes
    self.slots = slots
    self.simulator = simulator
    entries = Array(repeating: Entry(), count: nodes * slots)
  }

  /// Lets the timer expire `span` from now; one that runs is replaced.
  @inlinable public func arm(_ node: NodeID, slot: Int, after span: TimeSpan) {
    arm(node, slot: slot, at: simulator.now + span)
  }

  /// Lets the timer expire at `deadline`; one that runs is replaced. At `never` it does not expire.
  @inlinable public func arm(_ node: NodeID, slot: Int, at deadline: Instant) {
    if slot >= slots { widen(to: slot + 1) }
    let index = Int(node.index) * slots + slot
    let number = simulator.reserveNumber()
    entries[index].deadline = deadline
    entries[index].number = number
    if deadline < entries[index].eventTime || entries[index].eventTime < simulator.now { place(index, node, slot) }
  }

  /// Stops the timer, if it runs.
  @inlinable public func cancel(_ node: NodeID, slot: Int) {
    guard slot < slots else { return }
    entries[Int(node.index) * slots + slot].deadline = .never
  }

  /// Stops all timers of the node.
  public func cancelAll(_ node: NodeID) {
    for slot in 0..<slots { cancel(node, slot: slot) }
  }

  /// Lets each timer of the node that runs expire after another span from now: `change` of the one that is left.
  public func rescale(_ node: NodeID, _ change: (TimeSpan) -> TimeSpan) {
    for slot in 0..<slots where isArmed(node, slot: slot) {
      arm(node, slot: slot, after: change(deadline(node, slot: slot) - simulator.now))
    }
  }

  @inlinable public func isArmed(_ node: NodeID, slot: Int) -> Bool {
    slot < slots && entries[Int(node.index) * slots + slot].deadline < .never
  }

  /// When the timer expires; `never` when it does not run.
  @inlinable public func deadline(_ node: NodeID, slot: Int) -> Instant {
    slot < slots ? entries[Int(node.index) * slots + slot].deadline : .never
  }

  /// Takes a `timerExpired` event: the slot that expired now, or nil when the timer was cancelled or re-armed.
  @inlinable public func expire(_ event: Event) -> Int? {
    let slot = Int(event.a)
    let index = Int(event.node.index) * slots + slot
    guard entries[index].eventNumber == UInt64(bitPattern: event.b) else { return nil }
    entries[index].eventTime = .never
    let deadline = entries[index].deadline
    guard deadline < .never else { return nil }
    guard entries[index].number == entries[index].eventNumber else {
      place(index, event.node, slot)
      return nil
    }
    entries[index].deadline = .never
    return slot
  }

  /// Puts an event for the deadline into the queue, and makes earlier ones stale.
  @usableFromInline func place(_ index: Int, _ node: NodeID, _ slot: Int) {
    let number = entries[index].number
    entries[index].eventNumber = number
    entries[index].eventTime = entries[index].deadline
    let event = Event(.timerExpired, node: node, a: Int32(slot), b: Int64(bitPattern: number))
    simulator.schedule(event, at: entries[index].deadline, number: number)
  }

  @usableFromInline func widen(to wanted: Int) {
    let wider = max(wanted, slots * 2)
    var moved = Array(repeating: Entry(), count: nodes * wider)
    for node in 0..<nodes {
      for slot in 0..<slots { moved[node * wider + slot] = entries[node * slots + slot] }
    }
    entries = moved
    slots = wider
  }
}
