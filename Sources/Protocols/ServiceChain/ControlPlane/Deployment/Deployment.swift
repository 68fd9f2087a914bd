/// Which element stands where, which chain leads through which functions, and which of its hops are encrypted by whom: all
/// that the rules of every element follow from.
public struct Deployment: Hashable, Codable, Sendable {
  public var sites: [Site]
  public var functions: [Function]
  public var chains: [Chain]

  public init(sites: [Site], functions: [Function] = [], chains: [Chain] = []) {
    self.sites = sites
    self.functions = functions
    self.chains = chains
  }

  /// One compute node, with the elements that are pinned to it (paper, 4.1.2).
  public struct Site: Hashable, Codable, Sendable {
    public var number: Int
    public var classifier: ElementID
    public var inner: ElementID
    public var outer: ElementID

    public init(number: Int, classifier: ElementID, inner: ElementID, outer: ElementID) {
      self.number = number
      self.classifier = classifier
      self.inner = inner
      self.outer = outer
    }
  }

  /// A service or encryption function, and the site that it stands on.
  public struct Function: Hashable, Codable, Sendable {
    public var element: ElementID
    public var kind: ElementKind
    public var site: Int
    /// What a firewall drops, in every chain through it.
    public var denies: [FlowMatch]

    public init(_ element: ElementID, _ kind: ElementKind, site: Int, denies: [FlowMatch] = []) {
      self.element = element
      self.kind = kind
      self.site = site
      self.denies = denies
    }
  }

  /// A service function chain in one direction. Hop 0 leads from the classifier of the entry to the first function, the
  /// last hop from the last function to the classifier of the exit.
  public struct Chain: Hashable, Codable, Sendable {
    public var path: ServicePathID
    public var match: FlowMatch
    /// Flows of chains that come before this one at its entry. While these have no rules, their packets are dropped: they must
    /// not take this chain's way, which may be unencrypted.
    public var exceptions: [FlowMatch]
    /// Whether every hop between two sites must be encrypted.
    public var isEncrypted: Bool
    /// The site whose classifier puts the packets on the path.
    public var entry: Int
    /// In the order of the path; one may stand in it twice.
    public var functions: [ElementID]
    /// The site whose classifier takes the packets off the path, and the neighbour that it hands them to.
    public var exit: Int
    public var receiver: ElementID
    public var links: [Link]

    public init(
      path: ServicePathID, match: FlowMatch = FlowMatch(), exceptions: [FlowMatch] = [], isEncrypted: Bool,
      entry: Int, functions: [ElementID], exit: Int, receiver: ElementID, links: [Link] = []
    ) {
      self.path = path
      self.match = match
      self.exceptions = exceptions
      self.isEncrypted = isEncrypted
      self.entry = entry
      self.functions = functions
      self.exit = exit
      self.receiver = receiver
      self.links = links
    }

    /// What NSH's service index says on a hop: functions count it down from 255 (RFC 8300, 2.3).
    public func index(ofHop hop: Int) -> UInt8 { ServiceIndex.first &- UInt8(truncatingIfNeeded: hop) }
  }

  /// An encrypted hop.
  public struct Link: Hashable, Codable, Sendable {
    public var hop: Int
    public var encryption: EncryptionLink

    public init(hop: Int, _ encryption: EncryptionLink) {
      self.hop = hop
      self.encryption = encryption
    }
  }

  public func site(_ number: Int) -> Site? { sites.first { $0.number == number } }
  public func function(_ element: ElementID) -> Function? { functions.first { $0.element == element } }

  /// Every encrypted hop's two ends, by E-SPI.
  public var encryptionLinks: [EncryptionLink] {
    chains.flatMap { $0.links.map(\.encryption) }.sorted { $0.path < $1.path }
  }
}

/// The indices that a path begins with.
public enum ServiceIndex {
  /// NSH's service index when the classifier puts the header on (RFC 8300, 2.3: the default).
  public static let first: UInt8 = 255
  /// The index of the encryption path on the way to the encrypting function, and between the two functions.
  public static let toEncrypt: UInt8 = 255
  public static let encrypted: UInt8 = 254
}

/// One encrypted link: the two encryption functions that share its keys.
public struct EncryptionLink: Hashable, Codable, Sendable {
  public var path: EncryptionPathID
  public var encrypting: ElementID
  public var decrypting: ElementID

  public init(_ path: EncryptionPathID, from encrypting: ElementID, to decrypting: ElementID) {
    self.path = path
    self.encrypting = encrypting
    self.decrypting = decrypting
  }

  private enum CodingKeys: String, CodingKey {
    case path = "encryption-path"
    case encrypting, decrypting
  }
}
