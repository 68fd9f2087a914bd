/// What an authentication centre must know after a crash. The keys themselves it forgets: a new life makes new ones.
struct AuthenticationState: JournaledState {
  struct Link: Codable {
    var link: EncryptionLink
    /// ESP's SPIs that its ends may hold, in the order in which they were handed out.
    var handedOut: [UInt32] = []
    /// That of the association that both ends took last.
    var established: UInt32?
  }

  struct Path: Codable {
    var members: AuthenticatedPath
    /// Numbers of keys that its elements may hold, in the order in which they were handed out.
    private(set) var handedOut: [UInt32] = []
    /// Whether all its elements have had a key, so that it goes on without those that are silent.
    var isEstablished = false

    /// So many are known at most: where an element is silent for long, those before them expire there.
    static let mostHandedOut = 64

    mutating func handOut(_ identifier: UInt32) { handedOut = (handedOut + [identifier]).suffix(Self.mostHandedOut) }

    mutating func discard(_ identifier: UInt32) { handedOut.removeAll { $0 == identifier } }
  }

  enum Entry: Codable {
    case added(EncryptionLink)
    case removed(EncryptionPathID)
    /// Of an association, or the number of a key for headers. Durable before an element hears of it: none is ever used for two
    /// keys.
    case used(UInt32)
    case handedOut(EncryptionPathID, spi: UInt32)
    case established(EncryptionPathID, spi: UInt32)
    /// Neither end holds it any more.
    case discarded(EncryptionPathID, spi: UInt32)
    /// Who has keys for the headers of a path.
    case authenticated(AuthenticatedPath)
    case unauthenticated(ServicePathID)
    case keyHandedOut(ServicePathID, identifier: UInt32)
    case keyEstablished(ServicePathID)
    /// No element keeps it any more.
    case keyDiscarded(ServicePathID, identifier: UInt32)
  }

  /// In the order in which they came.
  private(set) var links: [Link] = []
  /// Whose headers are authenticated, in the order of their numbers.
  private(set) var paths: [Path] = []
  /// The greatest SPI ever.
  private(set) var lastSPI: UInt32 = 0

  mutating func apply(_ entry: Entry) {
    switch entry {
    case .added(let link): links.append(Link(link: link))
    case .removed(let path): links.removeAll { $0.link.path == path }
    case .used(let spi): lastSPI = max(lastSPI, spi)
    case .handedOut(let path, let spi): change(path) { $0.handedOut.append(spi) }
    case .established(let path, let spi): change(path) { $0.established = spi }
    case .discarded(let path, let spi): change(path) { $0.handedOut.removeAll { $0 == spi } }
    case .authenticated(let members):
      guard self[members.path] == nil else { return change(members.path) { $0.members = members } }
      paths = (paths + [Path(members: members)]).sorted { $0.members.path < $1.members.path }
    case .unauthenticated(let path): paths.removeAll { $0.members.path == path }
    case .keyHandedOut(let path, let identifier): change(path) { $0.handOut(identifier) }
    case .keyEstablished(let path): change(path) { $0.isEstablished = true }
    case .keyDiscarded(let path, let identifier): change(path) { $0.discard(identifier) }
    }
  }

  private mutating func change(_ path: EncryptionPathID, _ body: (inout Link) -> Void) {
    guard let place = links.firstIndex(where: { $0.link.path == path }) else { return }
    body(&links[place])
  }

  private mutating func change(_ path: ServicePathID, _ body: (inout Path) -> Void) {
    guard let place = paths.firstIndex(where: { $0.members.path == path }) else { return }
    body(&paths[place])
  }

  subscript(path: EncryptionPathID) -> Link? { links.first { $0.link.path == path } }
  subscript(path: ServicePathID) -> Path? { paths.first { $0.members.path == path } }
}
