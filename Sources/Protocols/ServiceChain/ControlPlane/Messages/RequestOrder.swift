/// The youngest request about each resource. Each is sent again by itself until it is answered, so an older one may come after
/// it, and must not undo it.
struct RequestOrder {
  /// Resources that are remembered; nil: all.
  private let memory: Int?
  /// By resource. Never iterated.
  private var youngest: [String: ControlEndpoint.Ticket] = [:]
  /// In the order in which they were last named, where some are forgotten.
  private var known: [String] = []

  /// - Parameter memory: nil where no more are ever named than can be kept.
  init(memory: Int? = nil) { self.memory = memory }

  /// What to answer to a request that changes nothing, as a younger one of its asker about the same resource came before: what
  /// it takes away may count as gone, what it puts may not count as there. Nil if none did.
  mutating func overtaken(
    _ request: ControlRequest, _ ticket: ControlEndpoint.Ticket, into effects: inout Effects
  ) -> ControlAnswer? {
    guard request.method != .get else { return nil }
    guard let known = youngest[request.resource], ticket.precedes(known) else {
      remember(request.resource, ticket)
      return nil
    }
    effects.drop(because: .overtaken)
    return request.method == .delete
      ? ControlAnswer(.noContent) : ControlAnswer(.conflict, defect: DropReason.overtaken.rawValue)
  }

  private mutating func remember(_ resource: String, _ ticket: ControlEndpoint.Ticket) {
    let isKnown = youngest.updateValue(ticket, forKey: resource) != nil
    guard let memory else { return }
    if isKnown { known.removeAll { $0 == resource } }
    known.append(resource)
    if known.count > memory { youngest[known.removeFirst()] = nil }
  }
}
