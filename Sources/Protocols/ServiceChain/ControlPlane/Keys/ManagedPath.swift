/// The keys of one path's headers as the authentication centre sees them.
struct ManagedPath {
  /// One key, and who has it.
  struct Generation {
    /// Names the key in packets.
    let identifier: UInt32
    let key: [UInt8]
    /// Never iterated.
    var holders: [ElementID: IntegrityGrant.Use] = [:]
    /// Have been asked to take it. Never iterated.
    var asked: Set<ElementID> = []
    /// Did not answer, or refused. Never iterated.
    var silent: Set<ElementID> = []

    /// Who is to be asked next. Nobody protects with a key before all can verify it, but those who are silent.
    func next(_ members: AuthenticatedPath) -> [(element: ElementID, use: IntegrityGrant.Use)] {
      let unaware = members.elements.filter { holders[$0] == nil && !silent.contains($0) }
      if !unaware.isEmpty { return unaware.filter { !asked.contains($0) }.map { ($0, .verify) } }
      return waiting(members).filter { !asked.contains($0) }.map { ($0, .protect) }
    }

    /// They have left. Those who come again are asked again, and whatever they answered before counts for nothing.
    mutating func forget(_ leaving: [ElementID]) {
      for element in leaving {
        holders[element] = nil
        asked.remove(element)
        silent.remove(element)
      }
    }

    func isComplete(_ members: AuthenticatedPath) -> Bool {
      members.elements.allSatisfy { holders[$0] != nil || silent.contains($0) } && waiting(members).isEmpty
    }

    /// Who is to protect with it, and does not yet.
    private func waiting(_ members: AuthenticatedPath) -> [ElementID] {
      members.protecting.filter { holders[$0] != .protect && !silent.contains($0) }
    }

    func has(_ element: ElementID, in members: AuthenticatedPath) -> Bool {
      members.protecting.contains(element) ? holders[element] == .protect : holders[element] != nil
    }
  }

  /// Somebody who waits until these have the key.
  struct Asker {
    var ticket: ControlEndpoint.Ticket
    var needs: [ElementID]
  }

  var members: AuthenticatedPath
  /// In use; nil before the first.
  var current: Generation?
  /// Being handed out, to take the place of the current one.
  var next: Generation?
  /// An element has forgotten what it was given, or has left, meanwhile.
  var isStale = false
  var askers: [Asker] = []
  /// Who has deleted a key, by its number.
  var deleted: [UInt32: Set<ElementID>] = [:]

  /// Elements that may hold this key.
  func keepers(of identifier: UInt32) -> [ElementID] {
    members.elements.filter { deleted[identifier]?.contains($0) != true }
  }

  /// The generation of this key.
  subscript(identifier: UInt32) -> Generation? {
    get { current?.identifier == identifier ? current : next?.identifier == identifier ? next : nil }
    set {
      if current?.identifier == identifier {
        current = newValue
      } else if next?.identifier == identifier {
        next = newValue
      }
    }
  }
}
