/// One entry of an element's tables. The path that it belongs to is its rule set's.
///
/// `from` is the neighbour that a packet must have arrived from. An outer forwarder's neighbours are the elements on its
/// ports and the outer forwarders of other sites, which it reaches through tunnels.
public enum FlowRule: Hashable, Sendable {
  /// Classifier: packets of this flow enter the path, with this service index. The first rule that matches wins, in the
  /// order of path numbers, then of the rules in their set.
  case classify(FlowMatch, index: UInt8)
  /// Classifier: here the path ends; NSH comes off, and the packet goes to this neighbour.
  case endOfChain(index: UInt8, to: ElementID)
  /// Inner or outer forwarder: hands the packet on as it is.
  case forward(index: UInt8, from: ElementID, to: ElementID)
  /// Inner forwarder: puts the encryption layer's header on and hands the packet to this encryption function.
  case encrypt(index: UInt8, from: ElementID, over: EncryptionPathID, by: ElementID)
  /// Outer forwarder: hands an encrypted packet on, by its encryption path header.
  case forwardEncrypted(EncryptionPathID, index: UInt8, from: ElementID, to: ElementID)
  /// Firewall, or classifier where no rule before it matches: packets of this flow are dropped.
  case deny(FlowMatch)

  /// Whom a forwarder or classifier takes packets from, or hands them to.
  var neighbours: [ElementID] {
    switch self {
    case .classify, .deny: []
    case .endOfChain(_, let to): [to]
    case .forward(_, let from, let to): [from, to]
    case .encrypt(_, let from, _, let by): [from, by]
    case .forwardEncrypted(_, _, let from, let to): [from, to]
    }
  }
}

/// In JSON an object with the rule's `action` and what that action needs:
/// `{"action": "encrypt", "index": 254, "from": 4, "encryption-path": 7, "to": 5}`.
extension FlowRule: Codable {
  private enum Key: String, CodingKey {
    case action, match, index, from, to
    case encryptionPath = "encryption-path"
  }

  private enum Action: String, Codable {
    case classify
    case endOfChain = "end-of-chain"
    case forward, encrypt
    case forwardEncrypted = "forward-encrypted"
    case deny
  }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    func index() throws -> UInt8 { try fields.decode(UInt8.self, forKey: .index) }
    func from() throws -> ElementID { try fields.decode(ElementID.self, forKey: .from) }
    func to() throws -> ElementID { try fields.decode(ElementID.self, forKey: .to) }
    func match() throws -> FlowMatch { try fields.decode(FlowMatch.self, forKey: .match) }
    func encryptionPath() throws -> EncryptionPathID {
      try fields.decode(EncryptionPathID.self, forKey: .encryptionPath)
    }
    switch try fields.decode(Action.self, forKey: .action) {
    case .classify: self = .classify(try match(), index: try index())
    case .endOfChain: self = .endOfChain(index: try index(), to: try to())
    case .forward: self = .forward(index: try index(), from: try from(), to: try to())
    case .encrypt: self = .encrypt(index: try index(), from: try from(), over: try encryptionPath(), by: try to())
    case .forwardEncrypted:
      self = .forwardEncrypted(try encryptionPath(), index: try index(), from: try from(), to: try to())
    case .deny: self = .deny(try match())
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Key.self)
    func put(_ action: Action, index: UInt8? = nil, from: ElementID? = nil, to: ElementID? = nil) throws {
      try fields.encode(action, forKey: .action)
      try fields.encodeIfPresent(index, forKey: .index)
      try fields.encodeIfPresent(from, forKey: .from)
      try fields.encodeIfPresent(to, forKey: .to)
    }
    switch self {
    case .classify(let match, let index):
      try put(.classify, index: index)
      try fields.encode(match, forKey: .match)
    case .endOfChain(let index, let to):
      try put(.endOfChain, index: index, to: to)
    case .forward(let index, let from, let to):
      try put(.forward, index: index, from: from, to: to)
    case .encrypt(let index, let from, let path, let by):
      try put(.encrypt, index: index, from: from, to: by)
      try fields.encode(path, forKey: .encryptionPath)
    case .forwardEncrypted(let path, let index, let from, let to):
      try put(.forwardEncrypted, index: index, from: from, to: to)
      try fields.encode(path, forKey: .encryptionPath)
    case .deny(let match):
      try put(.deny)
      try fields.encode(match, forKey: .match)
    }
  }
}
