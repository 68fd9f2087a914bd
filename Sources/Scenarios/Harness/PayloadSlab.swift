import Protocols

/// The payloads under way, by small numbers that fit an event, each with the number of receivers still to come.
struct PayloadSlab {
  private struct Slot {
    let payload: Payload
    var references: Int32
    /// The start of the SHA-256 of its bytes; 0 when no trace is kept.
    let digest: UInt64
    /// Nil for what a host has sent.
    let forgery: Forgery?
  }

  private var slots = Slab<Slot>()

  mutating func insert(_ payload: Payload, references: Int, digest: UInt64, forgery: Forgery? = nil) -> Int32 {
    Int32(slots.insert(Slot(payload: payload, references: Int32(references), digest: digest, forgery: forgery)))
  }

  func payload(at place: Int32) -> Payload { slots[Int(place)].payload }
  func forgery(at place: Int32) -> Forgery? { slots[Int(place)].forgery }
  func digest(at place: Int32) -> UInt64 { slots[Int(place)].digest }

  /// One more receiver, or some fewer.
  mutating func retain(_ place: Int32) { slots[Int(place)].references += 1 }
  mutating func release(_ place: Int32) {
    slots[Int(place)].references -= 1
    guard slots[Int(place)].references == 0 else { return }
    slots.take(Int(place))
  }
}
