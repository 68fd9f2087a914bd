import Vocabulary

/// What a tenant asks a management service for (paper 3.5): command, parameters and credential. One BSON document, the
/// `request` of a service transaction: docs/formats/messages.md.
public struct ManagementOperation: Hashable, Sendable {
  /// Shows that who asks may: the management service's to judge.
  public var credential: [UInt8]
  public var action: Action

  public enum Action: Hashable, Sendable {
    /// A new VNF. The result is its instance, as text that nobody can guess.
    case createVNF(VNFOrder)
    /// A service function chain through these instances, in this order. The result is the chain, as text.
    case createChain([String])
    /// Leads a chain's path through another instance. The result is empty.
    case switchPath(chain: String, from: String, to: String)
    /// Destroys an instance, which no chain leads through. The result is empty.
    case deleteVNF(String)
    /// Takes a chain down; its instances stay. The result is empty.
    case deleteChain(String)
  }

  public init(credential: [UInt8], action: Action) {
    self.credential = credential
    self.action = action
  }

  /// The one encoding.
  public var bytes: [UInt8] {
    BSONWriter.encode(reserving: 512) { w in
      w.string("operation", name.rawValue)
      w.binary("credential", credential)
      switch action {
      case .createVNF(let order): order.write(to: &w)
      case .createChain(let instances):
        w.array("instances") { w in
          for (index, instance) in instances.enumerated() { w.string(.index(index), instance) }
        }
      case .switchPath(let chain, let from, let to):
        w.string("chain", chain)
        w.string("from", from)
        w.string("to", to)
      case .deleteVNF(let instance): w.string("instance", instance)
      case .deleteChain(let chain): w.string("chain", chain)
      }
    }
  }

  public static func decode(_ bytes: [UInt8]) throws(BSONError) -> ManagementOperation {
    try BSONReader.decode(bytes) { r throws(BSONError) in
      let place = r.position
      guard let name = Name(rawValue: try r.string("operation")) else { throw BSONError(.badValue, at: place) }
      let credential = try r.binary("credential")
      return ManagementOperation(credential: credential, action: try readAction(name, from: &r))
    }
  }

  private enum Name: String {
    case createVNF = "create-vnf"
    case createChain = "create-chain"
    case switchPath = "switch-path"
    case deleteVNF = "delete-vnf"
    case deleteChain = "delete-chain"
  }

  private var name: Name {
    switch action {
    case .createVNF: .createVNF
    case .createChain: .createChain
    case .switchPath: .switchPath
    case .deleteVNF: .deleteVNF
    case .deleteChain: .deleteChain
    }
  }

  private static func readAction(_ name: Name, from r: inout BSONReader) throws(BSONError) -> Action {
    switch name {
    case .createVNF: return .createVNF(try VNFOrder.read(from: &r))
    case .createChain:
      var instances: [String] = []
      try r.array("instances") { r, index throws(BSONError) in instances.append(try r.string(.index(index))) }
      return .createChain(instances)
    case .switchPath:
      return .switchPath(chain: try r.string("chain"), from: try r.string("from"), to: try r.string("to"))
    case .deleteVNF: return .deleteVNF(try r.string("instance"))
    case .deleteChain: return .deleteChain(try r.string("chain"))
    }
  }
}
