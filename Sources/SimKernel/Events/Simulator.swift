import Vocabulary

/// Simulated time and the events to come.
///
/// Events run in the order of their instants; those of one instant in the order in which they were scheduled, unless a
/// `TieOrder` says otherwise. An event more or less never changes the order of others.
public final class Simulator {
  /// The state lives in raw memory: no exclusivity checks, whoever inlines the code.
  @usableFromInline struct State: ~Copyable {
    @usableFromInline var queue: EventQueue
    @usableFromInline var now = Instant.start
    @usableFromInline var handled: Int64 = 0
    @usableFromInline var stopped = false

    @usableFromInline init(ties: TieOrder?) { queue = EventQueue(ties: ties) }
  }

  @usableFromInline let state: UnsafeMutablePointer<State>

  public init(ties: TieOrder? = nil) {
    state = .allocate(capacity: 1)
    state.initialize(to: State(ties: ties))
  }

  deinit {
    state.deinitialize(count: 1)
    state.deallocate()
  }

  /// The current simulated time.
  @inlinable public var now: Instant { state.pointee.now }
  /// How many events have been handled.
  @inlinable public var handledEvents: Int64 { state.pointee.handled }
  /// How many events are to come, stale timers included.
  @inlinable public var pendingEvents: Int { state.pointee.queue.count }

  /// Lets the event happen at `time`, which must not be past; at `never` it does not happen.
  @inlinable public func schedule(_ event: Event, at time: Instant) {
    precondition(time >= state.pointee.now, pastMessage(event, time))
    guard time < .never else { return }
    state.pointee.queue.insert(event, at: time)
  }

  /// Lets the event happen `span` from now. The span must not be negative.
  @inlinable public func schedule(_ event: Event, after span: TimeSpan) {
    schedule(event, at: state.pointee.now + span)
  }

  /// Takes a place in the order of events now, for an event that is scheduled later (`schedule(_:at:number:)`).
  @inlinable func reserveNumber() -> UInt64 { state.pointee.queue.reserveNumber() }

  @inlinable func schedule(_ event: Event, at time: Instant, number: UInt64) {
    precondition(time >= state.pointee.now, pastMessage(event, time))
    guard time < .never else { return }
    state.pointee.queue.insert(event, at: time, number: number)
  }

  /// Hands each event up to and including the instant `end` to the handler, in order; then it is `end`.
  ///
  /// With `end` at `never` it runs until no event is left, and time stays at the last one. Returns early after
  /// `stop()`; a later call goes on from there.
  @inlinable public func run<Handler: EventHandler>(until end: Instant, _ handler: Handler) {
    state.pointee.stopped = false
    while !state.pointee.stopped {
      guard let (event, time) = state.pointee.queue.pop(notAfter: end) else {
        if end < .never { state.pointee.now = max(state.pointee.now, end) }
        return
      }
      state.pointee.now = time
      state.pointee.handled += 1
      handler.handle(event)
    }
  }

  /// Lets `run` return after the current event.
  @inlinable public func stop() { state.pointee.stopped = true }

  @usableFromInline func pastMessage(_ event: Event, _ time: Instant) -> String {
    "event of kind \(event.kind.rawValue) for \(event.node) at \(time.nanoseconds) ns, but it is \(now.nanoseconds) ns"
  }
}
