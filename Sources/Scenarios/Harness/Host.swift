import Protocols
import SimKernel
import Vocabulary

/// One simulated computer with the state machine that it runs.
final class Host {
  var machine: any StateMachine
  let prices: PriceList
  var clock: NodeClock
  let disk: Disk?
  /// Makes the machine of another life; nil for hosts that never lose power.
  let makeMachine: (() -> any StateMachine)?

  enum Condition { case running, paused, down }

  var condition = Condition.running
  /// What arrived during a pause.
  var held: [Job] = []
  /// Places in the outbox of what was done during a pause.
  var finished: [Int64] = []

  init(
    machine: any StateMachine, prices: PriceList, clock: NodeClock, disk: Disk?,
    makeMachine: (() -> any StateMachine)? = nil
  ) {
    self.machine = machine
    self.makeMachine = makeMachine
    self.prices = prices
    self.clock = clock
    self.disk = disk
  }
}
