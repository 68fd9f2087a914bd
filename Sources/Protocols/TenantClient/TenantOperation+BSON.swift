extension TenantOperation {
  private enum Name: String {
    case createVNF = "create-vnf"
    case createChain = "create-chain"
    case switchPath = "switch-path"
    case deleteVNF = "delete-vnf"
    case deleteChain = "delete-chain"
    case configure
    case configureGroup = "configure-group"
    case joinGroups = "join-groups"
    case publish
    case requestConfiguration = "request-configuration"
    case replaceKeyPair = "replace-key-pair"
    case replaceOwnKeyPairs = "replace-own-key-pairs"
    case migrate
  }

  private var name: Name {
    switch self {
    case .createVNF: .createVNF
    case .createChain: .createChain
    case .switchPath: .switchPath
    case .deleteVNF: .deleteVNF
    case .deleteChain: .deleteChain
    case .configure: .configure
    case .configureGroup: .configureGroup
    case .joinGroups: .joinGroups
    case .publish: .publish
    case .requestConfiguration: .requestConfiguration
    case .replaceKeyPair: .replaceKeyPair
    case .replaceOwnKeyPairs: .replaceOwnKeyPairs
    case .migrate: .migrate
    }
  }

  /// Its fields, in an open document.
  func write(to w: inout BSONWriter) {
    w.string("operation", name.rawValue)
    switch self {
    case .createVNF(let image, let dataCenter):
      w.string("image", image)
      w.int64("dataCenter", Int64(dataCenter))
    case .createChain(let instances, let dataCenter):
      Self.write(instances, "instances", to: &w)
      w.int64("dataCenter", Int64(dataCenter))
    case .switchPath(let chain, let from, let to):
      w.string("chain", chain)
      w.string("from", from)
      w.string("to", to)
    case .deleteVNF(let name), .deleteChain(let name), .requestConfiguration(let name), .replaceKeyPair(let name):
      w.string("name", name)
    case .configure(let name, let configuration), .configureGroup(let name, let configuration):
      w.string("name", name)
      configuration.write(to: &w)
    case .joinGroups(let name, let groups):
      w.string("name", name)
      Self.write(groups, "groups", to: &w)
    case .publish(let configuration): configuration.write(to: &w)
    case .replaceOwnKeyPairs: break
    case .migrate(let chain, let instance, let dataCenter):
      w.string("chain", chain)
      w.string("instance", instance)
      w.int64("dataCenter", Int64(dataCenter))
    }
  }

  static func read(from r: inout BSONReader) throws(BSONError) -> TenantOperation {
    let place = r.position
    guard let name = Name(rawValue: try r.string("operation")) else { throw BSONError(.badValue, at: place) }
    switch name {
    case .createVNF: return .createVNF(image: try r.string("image"), dataCenter: Int(try r.int64("dataCenter")))
    case .createChain:
      return .createChain(try readNames("instances", from: &r), dataCenter: Int(try r.int64("dataCenter")))
    case .switchPath:
      return .switchPath(chain: try r.string("chain"), from: try r.string("from"), to: try r.string("to"))
    case .deleteVNF: return .deleteVNF(try r.string("name"))
    case .deleteChain: return .deleteChain(try r.string("name"))
    case .configure: return .configure(try r.string("name"), try Configuration.read(from: &r))
    case .configureGroup: return .configureGroup(try r.string("name"), try Configuration.read(from: &r))
    case .joinGroups: return .joinGroups(try r.string("name"), try readNames("groups", from: &r))
    case .publish: return .publish(try Configuration.read(from: &r))
    case .requestConfiguration: return .requestConfiguration(try r.string("name"))
    case .replaceKeyPair: return .replaceKeyPair(try r.string("name"))
    case .replaceOwnKeyPairs: return .replaceOwnKeyPairs
    case .migrate:
      return .migrate(
        chain: try r.string("chain"), instance: try r.string("instance"),
        dataCenter: Int(try r.int64("dataCenter")))
    }
  }

  private static func write(_ names: [String], _ key: BSONKey, to w: inout BSONWriter) {
    w.array(key) { w in
      for (index, name) in names.enumerated() { w.string(.index(index), name) }
    }
  }

  private static func readNames(_ key: BSONKey, from r: inout BSONReader) throws(BSONError) -> [String] {
    var names: [String] = []
    try r.array(key) { r, index throws(BSONError) in names.append(try r.string(.index(index))) }
    return names
  }
}

extension Configuration {
  fileprivate func write(to w: inout BSONWriter) {
    w.string("cid", cid)
    w.string("vid", vid)
    w.string("description", description)
    w.binary("configuration", configuration)
  }

  fileprivate static func read(from r: inout BSONReader) throws(BSONError) -> Configuration {
    Configuration(
      cid: try r.string("cid"), vid: try r.string("vid"), description: try r.string("description"),
      configuration: try r.binary("configuration"))
  }
}
