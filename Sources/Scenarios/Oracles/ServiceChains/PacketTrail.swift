/// What one copy of a packet has met, and whether it may be where it should not.
struct PacketTrail {
  /// Functions, in the order of the visits.
  var met: [Int] = []
  /// How often a link has changed it.
  private(set) var changes = 0
  /// A link has changed what leads it, and nobody can tell.
  private(set) var mayStray = false

  /// A link changed it at this byte. `hasIntegrity`: a code covers its service headers.
  mutating func changed(at offset: Int, in frame: UnsafeRawBufferPointer, hasIntegrity: Bool) {
    if SteeringBytes.lead(frame, offset: offset, isFirst: changes == 0, hasIntegrity: hasIntegrity) { mayStray = true }
    changes += 1
  }
}
