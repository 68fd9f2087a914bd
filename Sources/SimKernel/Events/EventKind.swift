/// What an event is about. A world numbers its own kinds from 0; those from `firstReserved` on are the kernel's.
public struct EventKind: Hashable, Sendable {
  public var rawValue: UInt16

  @inlinable public init(_ rawValue: UInt16) { self.rawValue = rawValue }

  @inlinable public static var firstReserved: UInt16 { 0xFF00 }

  /// A packet has fully arrived at `event.node`, over `event.link`: `event.packet`.
  @inlinable public static var packetArrived: EventKind { EventKind(0xFF00) }
  /// The first bit of a packet reaches a limited ingress port. Hand the event to `Network.receive`.
  @inlinable public static var packetAtIngress: EventKind { EventKind(0xFF01) }
  /// A timer of `event.node` may have expired. Ask `TimerTable.expire`.
  @inlinable public static var timerExpired: EventKind { EventKind(0xFF02) }
  /// A core of `event.node` has finished. Hand the event to `Processors.finish`.
  @inlinable public static var coreFreed: EventKind { EventKind(0xFF03) }
  /// A request of the disk of `event.node` is done. Hand the event to `Disk.complete`.
  @inlinable public static var diskCompleted: EventKind { EventKind(0xFF04) }
}
