import Protocols
import SimKernel
import Vocabulary

/// One simulated computer with the state machine that it runs.
final class Host {
  var machine: any StateMachine
  let prices: PriceList
  let clock: NodeClock
  let disk: Disk?

  init(machine: any StateMachine, prices: PriceList, clock: NodeClock, disk: Disk?) {
    self.machine = machine
    self.prices = prices
    self.clock = clock
    self.disk = disk
  }
}
