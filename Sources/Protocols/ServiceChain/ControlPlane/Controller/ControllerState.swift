/// What a controller must know after a crash. Which rules elements have, it asks them.
struct ControllerState: JournaledState {
  struct Version: Codable {
    var path: ServicePathID
    var version: Int
  }

  /// The rules of an element for a path.
  struct Place: Codable, Hashable, Comparable {
    var element: ElementID
    var path: ServicePathID

    static func < (a: Place, b: Place) -> Bool { (a.element, a.path) < (b.element, b.path) }
  }

  enum Entry: Codable {
    /// Its rules are on their way.
    case began(Deployment)
    /// Every packet that enters goes by its rules.
    case tookEffect
    /// It goes back to what was in force.
    case gaveUp
    /// Durable before an element hears of a set with it.
    case used([Version])
    /// An element may have other rules there than it should.
    case unsure([Place])
    /// It has what it should.
    case sure(Place)
  }

  /// What was in force last.
  private(set) var inForce: Deployment?
  /// What is to be in force; nil: nothing else.
  private(set) var target: Deployment?
  /// The last of each path, in the order of the paths.
  private(set) var versions: [Version] = []
  /// Where nobody knows what an element has, in order.
  private(set) var uncertain: [Place] = []

  mutating func apply(_ entry: Entry) {
    switch entry {
    case .began(let deployment): target = deployment
    case .tookEffect: (inForce, target) = (target ?? inForce, nil)
    case .gaveUp: target = nil
    case .used(let new):
      let paths = Set(new.map(\.path))
      versions = (versions.filter { !paths.contains($0.path) } + new).sorted { $0.path < $1.path }
    case .unsure(let places): uncertain = Set(uncertain + places).sorted()
    case .sure(let place): uncertain.removeAll { $0 == place }
    }
  }
}
