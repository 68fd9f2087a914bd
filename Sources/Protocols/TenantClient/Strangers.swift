/// Key pairs of VNFs whose names the tenant does not know yet: the CRB may be faster than the answer of the management
/// service. Bounded: the oldest is forgotten, and told again by another module.
struct Strangers {
  struct Stranger {
    let instance: String
    let secret: Digest
    let header: Digest
    let timestamp: Int64
  }

  static let most = 64
  private(set) var list: [Stranger] = []

  mutating func add(_ stranger: Stranger) {
    guard !list.contains(where: { $0.header == stranger.header }) else { return }
    list.append(stranger)
    if list.count > Strangers.most { list.removeFirst() }
  }

  mutating func remove(_ header: Digest) { list.removeAll { $0.header == header } }
}
