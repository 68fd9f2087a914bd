import Vocabulary

/// One thing that a host must do for a state machine.
public enum Effect {
  case send(Payload, kind: MessageKind, to: NodeID)
  /// To every other member of the node's group, in the order of their numbers.
  case broadcast(Payload, kind: MessageKind)
  /// Sends a packet from one of the node's ports, and gives it away.
  case transmit(PacketBuffer, on: PortNumber)
  /// Arms the timer, or replaces it when it runs. The span is of the node's own clock.
  case arm(TimerID, after: TimeSpan)
  case cancel(TimerID)
  /// Appends the chunks to the end of the file, in order. Durable only after a later `sync` has returned.
  case append(FileID, [[UInt8]])
  case sync(FileID, DiskTicket)
  /// Cuts the file to its first bytes: what follows was damaged.
  case truncate(FileID, to: Int64)
  case read(FileID, offset: Int64, count: Int64, DiskTicket)
  /// A ledger entry is decided and durable here: for measurement and oracles; the machine has already acted on it.
  case deliver(Delivery)
  /// Nothing can be right that the machine would do: the process ends, and its node stays down until somebody has seen to it.
  case halt(because: MembershipDefect)
  /// A message or transaction was refused. Counted by reason.
  case drop(DropReason)
  /// A protocol milestone or a size, for measurement.
  case note(Note)
}

/// What kind of message is being sent, for counters by kind. The bytes carry their own kind; this is never sent.
public struct MessageKind: Hashable, Sendable {
  /// Small and dense, from 0, within one system.
  public var slot: Int

  public init(slot: Int) { self.slot = slot }
}

/// A decided entry of a replicated log, with the object that the protocol made of it.
public struct Delivery {
  /// Position in the log, from 1.
  public var height: Int64
  public var entry: AnyObject

  public init(height: Int64, entry: AnyObject) {
    self.height = height
    self.entry = entry
  }
}

/// Something worth measuring that happened inside a machine. What `kind` means is the system's to say.
public struct Note {
  /// Small and dense, from 0, within one system.
  public var kind: Int
  /// What it is about: a sequence number, a height.
  public var subject: Int64
  public var value: Int64

  public init(kind: Int, subject: Int64, value: Int64 = 0) {
    self.kind = kind
    self.subject = subject
    self.value = value
  }
}

/// Collects, in order, what a step wants done, and meters the work that the step did. Reused from step to step.
public struct Effects {
  public private(set) var list: [Effect] = []
  public var meter = Meter()
  /// What the node's wall clock shows during the step, for timestamps: it may be wrong, jump and stand still. Nil: what
  /// the step's `now` says.
  public var wallClock: Instant?

  public init() {}

  @inlinable public var isEmpty: Bool { list.isEmpty }

  public mutating func append(_ effect: Effect) { list.append(effect) }

  public mutating func send(_ payload: Payload, _ kind: MessageKind, to node: NodeID) {
    list.append(.send(payload, kind: kind, to: node))
  }
  public mutating func broadcast(_ payload: Payload, _ kind: MessageKind) {
    list.append(.broadcast(payload, kind: kind))
  }
  public mutating func transmit(_ packet: PacketBuffer, on port: PortNumber) {
    list.append(.transmit(packet, on: port))
  }
  public mutating func arm(_ timer: TimerID, after span: TimeSpan) { list.append(.arm(timer, after: span)) }
  public mutating func cancel(_ timer: TimerID) { list.append(.cancel(timer)) }
  public mutating func drop(because reason: DropReason) { list.append(.drop(reason)) }
  public mutating func note(_ note: Note) { list.append(.note(note)) }

  /// Gives the list away, and goes on with the storage of another.
  public mutating func exchangeList(for empty: [Effect]) -> [Effect] {
    let full = list
    list = empty
    return full
  }

  /// Takes the packet and its port out, if the list holds one transmission and nothing else.
  public mutating func takeTransmission() -> (packet: PacketBuffer, port: PortNumber)? {
    guard list.count == 1, case .transmit = list[0] else { return nil }
    guard case .transmit(let packet, let port) = list.removeLast() else { return nil }
    return (packet, port)
  }

  /// The reasons of the drops in the list.
  public var drops: [DropReason] {
    list.compactMap { effect in
      guard case .drop(let reason) = effect else { return nil }
      return reason
    }
  }

  /// Takes the drops out, if the list holds nothing else.
  public mutating func takeDrops(_ body: (DropReason) -> Void) {
    for effect in list {
      guard case .drop = effect else { return }
    }
    for case .drop(let reason) in list { body(reason) }
    list.removeAll(keepingCapacity: true)
  }

  /// Empties the list and the meter for the next step; keeps the storage.
  public mutating func clear() {
    list.removeAll(keepingCapacity: true)
    meter.clear()
  }
}
