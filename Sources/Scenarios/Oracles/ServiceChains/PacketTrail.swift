/// What one copy of a packet has met, and whether it may be where it should not.
struct PacketTrail {
  /// Functions, in the order of the visits.
  var met: [Int] = []
  /// A link has changed one of two headers that must agree.
  private var isContradicted = false
  /// A link has changed what leads it, and nobody can tell.
  private(set) var mayStray = false

  /// A link changed it at this byte. `hasIntegrity`: a code covers its service headers.
  mutating func changed(at offset: Int, in frame: UnsafeRawBufferPointer, hasIntegrity: Bool) {
    switch SteeringBytes.effect(of: offset, in: frame, hasIntegrity: hasIntegrity) {
    case .none: break
    case .contradicted: (isContradicted, mayStray) = (true, mayStray || isContradicted)
    case .leads: mayStray = true
    }
  }
}
