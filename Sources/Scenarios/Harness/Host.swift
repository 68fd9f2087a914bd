import Protocols
import SimKernel
import Vocabulary

/// One simulated computer with the state machine that it runs.
final class Host {
  var machine: any StateMachine
  let prices: PriceList
  var clock: NodeClock
  let disk: Disk?
  let addresses: Addresses
  /// What its machine may find as its membership list; nil where it reads none.
  let lists: MembershipFiles?
  /// By port number: the link that leads away from it.
  var ports: [LinkID] = []
  /// From the end of a step to the departure of its packets, however many are on their way through the node.
  let forwardingLatency: TimeSpan
  /// Makes the machine of another life; nil for hosts that never lose power.
  let makeMachine: (() -> any StateMachine)?

  enum Condition { case running, paused, down }

  var condition = Condition.running
  /// How often it has lost power.
  var losses = 0
  /// When its signing device has made every signature that was asked of it.
  var signerFreeAt = Instant.start
  /// What arrived during a pause.
  var held: [Job] = []
  /// Places in the outbox of what was done during a pause.
  var finished: [Int64] = []
  /// Packets whose time to be forwarded was over during a pause: port and place.
  var forwarded: [Int64] = []

  /// Effects of a step that have not left: their place in the outbox.
  struct Unreleased {
    let place: Int64
    var isDone = false
  }

  /// In the order of the steps.
  var unreleased: [Unreleased] = []

  init(
    machine: any StateMachine, prices: PriceList, clock: NodeClock, disk: Disk?, addresses: Addresses,
    lists: MembershipFiles? = nil, forwardingLatency: TimeSpan = .zero, makeMachine: (() -> any StateMachine)? = nil
  ) {
    self.machine = machine
    self.makeMachine = makeMachine
    self.forwardingLatency = forwardingLatency
    self.prices = prices
    self.clock = clock
    self.disk = disk
    self.addresses = addresses
    self.lists = lists
  }
}
