import Protocols
import SimKernel
import Vocabulary

@testable import Scenarios

/// A machine made of a closure, for looking at what its host does.
struct Probe: StateMachine {
  var body: (Input, Instant, inout Effects) -> Void

  mutating func step(_ input: Input, at now: Instant, into effects: inout Effects) { body(input, now, &effects) }
}

/// Machines in a world, and what was seen to happen in it.
final class ProbeWorld: WorldObserver {
  struct Seen: Equatable {
    var nanoseconds: Int64
    var node: Int
    /// What the note is about.
    var subject: Int64 = 0
    /// A note's value; bytes of what was sent.
    var what: Int64
  }

  let world: World
  private let fingerprint = Fingerprint()
  private let trace: Trace
  private(set) var noted: [Seen] = []
  private(set) var sent: [Seen] = []
  private(set) var drops: [DropReason] = []

  static let note = 7
  static let kind = MessageKind(slot: 0)

  /// `prices` in picoseconds by operation.
  init(
    _ machines: [any StateMachine], prices: [Meter.Operation: Int64] = [:], cores: Int = 1,
    latency: Distribution = .constant(0), bandwidth: Bandwidth = .unlimited, buffer: ByteCount = ByteCount(1 << 40),
    clocks: [NodeClock] = [], disk: DiskModel? = nil, seed: UInt64 = 1,
    makeMachines: (() -> any StateMachine)? = nil, signer: PriceList.Signer? = nil, verifiesOnFreeCores: Bool = false,
    forwardingLatency: TimeSpan = .zero
  ) {
    let simulator = Simulator()
    let network = Network(simulator: simulator, streams: RandomStreams(seed: seed))
    let mesh = network.addMesh(
      nodes: machines.count, Attachment(egress: bandwidth, ingress: bandwidth, buffer: buffer, latency: latency))
    let list = PriceList(picoseconds: Meter.Operation.allCases.map { prices[$0] ?? 0 }, signer: signer)
    let hosts = machines.enumerated().map { number, machine in
      Host(
        machine: machine, prices: list, clock: number < clocks.count ? clocks[number] : .exact,
        disk: disk.map { Disk(node: NodeID(number), model: $0, simulator: simulator) },
        addresses: Addresses(group: 0..<machines.count, nodes: machines.count), forwardingLatency: forwardingLatency,
        makeMachine: makeMachines)
    }
    trace = Trace(into: fingerprint)
    world = World(
      simulator: simulator, network: network, mesh: mesh,
      processors: Processors(cores: machines.map { _ in cores }, simulator: simulator), hosts: hosts,
      wire: WireFormat(), trace: trace, verifiesOnFreeCores: verifiesOnFreeCores)
    world.observer = self
  }

  func run(until end: TimeSpan = .seconds(10)) {
    world.start()
    world.run(until: .start + end)
  }

  /// Ends the run.
  func finish() -> String {
    trace.flush()
    return fingerprint.finish()
  }

  func noted(_ note: Note, by node: NodeID, startedAt start: Instant, at now: Instant) {
    noted.append(
      Seen(nanoseconds: now.nanoseconds, node: Int(node.index), subject: note.subject, what: note.value))
    _ = world.faults?.noted(note, by: node)
  }

  func dropped(_ reason: DropReason, by node: NodeID, at now: Instant) { drops.append(reason) }
  func delivered(_ delivery: Delivery, by node: NodeID, at now: Instant) {}
  func lostPower(_ node: NodeID) {}
  func restarted(_ node: NodeID, at now: Instant) {}
  func refused(_ defect: MembershipDefect, by node: NodeID) {}

  func sent(_ payload: Payload, _ kind: MessageKind, receivers: Int, by node: NodeID, at now: Instant) {
    sent.append(Seen(nanoseconds: now.nanoseconds, node: Int(node.index), what: Int64(payload.count * receivers)))
  }
}

extension Effects {
  /// A note that `ProbeWorld` sees with this value.
  mutating func note(_ value: Int64) { note(Note(kind: ProbeWorld.note, subject: 0, value: value)) }
}
