import Protocols

/// The packets under way, by small numbers that fit an event. One that arrives twice is there once, until it has arrived
/// the first time.
struct PacketSlab {
  private struct Slot {
    let packet: PacketBuffer
    var arrivals: Int32
  }

  private var slots = Slab<Slot>()
  /// How many are still to arrive.
  private(set) var count = 0
  /// The last number given to a packet that had none.
  private var serials: Int64 = 0

  mutating func insert(_ packet: consuming PacketBuffer) -> Int32 {
    count += 1
    if packet.serial == 0 { packet.serial = nextSerial() }
    return Int32(slots.insert(Slot(packet: packet, arrivals: 1)))
  }

  /// Each once, however often it is still to arrive.
  var all: [PacketBuffer] { slots.all.map(\.packet) }

  /// To look at; it may be another's, too.
  func packet(at place: Int32) -> PacketBuffer { slots[Int(place)].packet }

  /// It arrives once more, as bytes of its own.
  mutating func duplicate(_ place: Int32) {
    slots[Int(place)].arrivals += 1
    count += 1
  }

  /// A packet that its receiver may change, or nobody will see again; with the one that it is a copy of, if it is.
  @discardableResult
  mutating func take(_ place: Int32) -> (packet: PacketBuffer, original: PacketBuffer?) {
    count -= 1
    guard slots[Int(place)].arrivals > 1 else { return (slots.take(Int(place)).packet, nil) }
    slots[Int(place)].arrivals -= 1
    let original = slots[Int(place)].packet
    let copy = original.copy()
    copy.serial = nextSerial()
    return (copy, original)
  }

  private mutating func nextSerial() -> Int64 {
    serials += 1
    return serials
  }
}
