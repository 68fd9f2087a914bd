import Vocabulary

/// A VNF as a tenant orders it: its image, and what its VNF client is told before it starts (paper 3.3.2).
public struct VNFOrder: Hashable, Sendable {
  public var image: String
  /// Public keys (SubjectPublicKeyInfo, DER) whose transactions the VNF obeys. The first gets its key pair.
  public var tenants: [[UInt8]]
  /// CRB modules that the VNF may ask.
  public var modules: [NodeID]
  public var pollInterval: TimeSpan

  /// How often a VNF may ask.
  static let pollIntervals: ClosedRange<TimeSpan> = .milliseconds(1) ... .seconds(86_400)

  public init(image: String, tenants: [[UInt8]], modules: [NodeID], pollInterval: TimeSpan) {
    self.image = image
    self.tenants = tenants
    self.modules = modules
    self.pollInterval = pollInterval
  }

  /// Its fields, in an open document.
  public func write(to w: inout BSONWriter) {
    w.string("image", image)
    w.array("tenants") { w in
      for (index, key) in tenants.enumerated() { w.binary(.index(index), key) }
    }
    w.array("modules") { w in
      for (index, module) in modules.enumerated() { w.int32(.index(index), module.index) }
    }
    w.int64("pollInterval", pollInterval.nanoseconds)
  }

  /// There is at least one tenant and one module, and the interval is from 1 ms to 24 h.
  public static func read(from r: inout BSONReader) throws(BSONError) -> VNFOrder {
    let image = try r.string("image")
    var place = r.position
    var tenants: [[UInt8]] = []
    try r.array("tenants") { r, index throws(BSONError) in tenants.append(try r.binary(.index(index))) }
    guard !tenants.isEmpty else { throw BSONError(.badValue, at: place) }
    place = r.position
    var modules: [NodeID] = []
    try r.array("modules") { r, index throws(BSONError) in
      let number = try r.int32(.index(index))
      guard number >= 0 else { throw BSONError(.badValue, at: r.position) }
      modules.append(NodeID(Int(number)))
    }
    guard !modules.isEmpty else { throw BSONError(.badValue, at: place) }
    place = r.position
    let interval = TimeSpan(nanoseconds: try r.int64("pollInterval"))
    guard pollIntervals.contains(interval) else { throw BSONError(.badValue, at: place) }
    return VNFOrder(image: image, tenants: tenants, modules: modules, pollInterval: interval)
  }
}
