/// What one copy of a packet has met, and whether it may be where it should not.
struct PacketTrail {
  /// Functions, in the order of the visits.
  var met: [Int] = []
  /// How often a link has changed it.
  private(set) var changes = 0
  /// A link has changed what leads it, and nobody can tell.
  private(set) var mayStray = false

  /// A link changed it at this byte.
  mutating func changed(at offset: Int, in frame: UnsafeRawBufferPointer) {
    if SteeringBytes.lead(frame, offset: offset, isFirst: changes == 0) { mayStray = true }
    changes += 1
  }
}
