/// What a provisioner must know after a crash.
struct ProvisionerState: JournaledState {
  struct Order: Codable, Hashable {
    var element: ElementID
    var kind: ElementKind
  }

  enum Entry: Codable {
    /// Durable before the platform begins.
    case ordered(Order)
    /// The element runs.
    case made(ElementID)
    /// The element could not be made.
    case failed(ElementID)
    case removed(ElementID)
  }

  /// Not carried out yet, in their order.
  private(set) var orders: [Order] = []
  /// Run, as far as is known here.
  private(set) var made: [Order] = []

  mutating func apply(_ entry: Entry) {
    switch entry {
    case .ordered(let order): orders.append(order)
    case .made(let element):
      made.removeAll { $0.element == element }
      made += orders.filter { $0.element == element }
      orders.removeAll { $0.element == element }
    case .failed(let element): orders.removeAll { $0.element == element }
    case .removed(let element): made.removeAll { $0.element == element }
    }
  }

  func hasMade(_ element: ElementID) -> Bool { made.contains { $0.element == element } }
}
