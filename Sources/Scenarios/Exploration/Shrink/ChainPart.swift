import Vocabulary

/// Something that a world of service function chains may be without.
enum ChainPart: Hashable, Sendable {
  case tenant(Int)
  case chain(Int)
  /// With it, its duplicate and its places on paths go.
  case function(Int)
  case site(Int)
  case duplicate(Int)
  case operation(Int)
  case traffic(Int)
  /// One function of a chain's path.
  case stop(chain: Int, place: Int)

  /// All of a world, the greatest first, and of each kind the last ones first.
  static func all(of spec: SFCSpec) -> [ChainPart] {
    (0..<spec.copies).reversed().map(ChainPart.tenant) + spec.chains.indices.reversed().map(ChainPart.chain)
      + spec.functions.indices.reversed().map(ChainPart.function) + spec.sites.indices.reversed().map(ChainPart.site)
      + spec.operations.indices.reversed().map(ChainPart.operation)
      + spec.functions.indices.reversed().map(ChainPart.duplicate)
      + spec.traffic.indices.reversed().map(ChainPart.traffic)
      + spec.chains.indices.reversed().flatMap { chain in
        spec.chains[chain].path.indices.reversed().map { ChainPart.stop(chain: chain, place: $0) }
      }
  }

  /// What a number becomes when another of its kind is gone; nil if it is that one.
  fileprivate static func shifted(_ number: Int, without gone: Int) -> Int? {
    number == gone ? nil : number > gone ? number - 1 : number
  }
}

extension SFCSpec {
  /// Without a part; nil where nothing is left of what there must be, or there is no such part.
  func without(_ part: ChainPart) -> SFCSpec? {
    var spec = self
    switch part {
    case .tenant:
      guard copies > 1 else { return nil }
      spec.copies -= 1
    case .chain(let gone):
      guard chains.count > 1 else { return nil }
      spec.chains.remove(at: gone)
      spec.operations = operations.compactMap { operation in
        guard case .provision(let order, let chain, let path) = operation.kind else { return operation }
        return ChainPart.shifted(chain, without: gone).map {
          Operation(at: operation.at, kind: .provision(order, chain: $0, path: path))
        }
      }
    case .function(let gone):
      guard functions.count > 1 else { return nil }
      spec.functions.remove(at: gone)
      func rest(_ path: [Int]) -> [Int] { path.compactMap { ChainPart.shifted($0, without: gone) } }
      for place in chains.indices { spec.chains[place].path = rest(chains[place].path) }
      spec.operations = operations.compactMap { operation in
        var operation = operation
        switch operation.kind {
        case .provision(let order, let chain, let path):
          operation.kind = .provision(order, chain: chain, path: rest(path))
        case .migrate(let function, let site, let moved):
          guard let function = ChainPart.shifted(function, without: gone) else { return nil }
          operation.kind = .migrate(function: function, to: site, moved)
        }
        return operation
      }
    case .site(let gone): return without(site: gone)
    case .duplicate(let function):
      guard functions[function].standby != nil else { return nil }
      spec.functions[function].standby = nil
    case .operation(let gone): spec.operations.remove(at: gone)
    case .traffic(let gone): spec.traffic.remove(at: gone)
    case .stop(let chain, let place): spec.chains[chain].path.remove(at: place)
    }
    let isWhole = spec.chains.allSatisfy { !$0.path.isEmpty } && spec.operations.allSatisfy(\.hasPath)
    return isWhole ? spec : nil
  }

  /// Nobody may stand there; client and server move to a neighbour.
  private func without(site gone: Int) -> SFCSpec? {
    let isUsed =
      functions.contains { $0.site == gone || $0.standby == gone } || operations.contains { $0.target == gone }
    guard sites.count > 1, !isUsed else { return nil }
    var spec = self
    spec.sites.remove(at: gone)
    func moved(_ site: Int) -> Int { site > gone || site == sites.count - 1 ? max(site - 1, 0) : site }
    for place in functions.indices {
      spec.functions[place].site = moved(functions[place].site)
      spec.functions[place].standby = functions[place].standby.map(moved)
    }
    for place in operations.indices {
      guard case .migrate(let function, let site, let part) = operations[place].kind else { continue }
      spec.operations[place].kind = .migrate(function: function, to: moved(site), part)
    }
    spec.client = moved(client)
    spec.server = moved(server)
    return spec
  }
}

extension SFCSpec.Operation {
  fileprivate var hasPath: Bool {
    guard case .provision(_, _, let path) = kind else { return true }
    return !path.isEmpty
  }

  /// Where it moves something to.
  fileprivate var target: Int? {
    guard case .migrate(_, let site, _) = kind else { return nil }
    return site
  }
}

extension ChainPart {
  /// Where what stood at a node stands, if no part is gone; nil if nothing needs it any more.
  static func same(_ node: Int, from before: SFCLayout, to after: SFCLayout) -> Int? {
    // Traffic stands nowhere.
    ChainPart.traffic(0).node(node, from: before, to: after)
  }

  /// Where what stood at a node stands without this part; nil if it is gone.
  func node(_ node: Int, from before: SFCLayout, to after: SFCLayout) -> Int? {
    let (role, number) = before.place(node)
    switch role {
    case .classifier, .inner, .outer, .gateway: return site(number).map { after.node(role, $0) }
    case .client, .server: return tenant(number).map { after.node(role, $0) }
    case .smb: return after.node(role, number)
    case .auc, .controller, .orchestrator, .provisioner: return after.node(role, 0)
    case .function:
      var variant = before.variant(number)
      guard let copy = tenant(number / before.variants.count), let function = function(variant.function) else {
        return nil
      }
      variant.function = function
      guard let site = site(variant.site) else { return nil }
      variant.site = site
      return after.variants.contains(variant) ? after.function(variant, copy: copy) : nil
    case .encryption:
      var slot = before.slots[number % before.slots.count]
      guard let copy = tenant(number / before.slots.count), let chain = chain(slot.chain) else { return nil }
      slot.chain = chain
      if let stop = slot.stop {
        guard let stop = function(stop) else { return nil }
        slot.stop = stop
      }
      // A client that has moved takes its encryption functions along.
      let found = after.slots.first {
        $0.chain == slot.chain && $0.stop == slot.stop && $0.visit == slot.visit && $0.encrypts == slot.encrypts
          && $0.isStandby == slot.isStandby
      }
      return found.map { after.encryption($0, copy: copy) }
    }
  }

  private func tenant(_ number: Int) -> Int? {
    if case .tenant(let gone) = self { Self.shifted(number, without: gone) } else { number }
  }

  private func chain(_ number: Int) -> Int? {
    if case .chain(let gone) = self { Self.shifted(number, without: gone) } else { number }
  }

  private func function(_ number: Int) -> Int? {
    if case .function(let gone) = self { Self.shifted(number, without: gone) } else { number }
  }

  private func site(_ number: Int) -> Int? {
    if case .site(let gone) = self { Self.shifted(number, without: gone) } else { number }
  }
}
