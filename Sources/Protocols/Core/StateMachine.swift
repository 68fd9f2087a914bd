import Vocabulary

/// A protocol participant as a value with one entry point: no input, no output, no clock of its own.
///
/// The same machine runs in the simulation and under a host with real sockets, files and clocks.
public protocol StateMachine {
  /// Handles one input and appends what the host must do, in order. Never blocks, never reads a clock.
  /// `now` is the node's monotonic clock, which its timers run on; timestamps are of `effects.wallClock`.
  mutating func step(_ input: Input, at now: Instant, into effects: inout Effects)
}
