/// What an authentication centre must know after a crash. The keys themselves it forgets: a new life makes new ones.
struct AuthenticationState: JournaledState {
  struct Link: Codable {
    var link: EncryptionLink
    /// ESP's SPIs that its ends may hold, in the order in which they were handed out.
    var handedOut: [UInt32] = []
    /// That of the association that both ends took last.
    var established: UInt32?
  }

  enum Entry: Codable {
    case added(EncryptionLink)
    case removed(EncryptionPathID)
    /// Durable before an end hears of it: no SPI is ever used for two keys.
    case handedOut(EncryptionPathID, spi: UInt32)
    case established(EncryptionPathID, spi: UInt32)
    /// Neither end holds it any more.
    case discarded(EncryptionPathID, spi: UInt32)
  }

  /// In the order in which they came.
  private(set) var links: [Link] = []
  /// The greatest SPI ever.
  private(set) var lastSPI: UInt32 = 0

  mutating func apply(_ entry: Entry) {
    switch entry {
    case .added(let link): links.append(Link(link: link))
    case .removed(let path): links.removeAll { $0.link.path == path }
    case .handedOut(let path, let spi):
      lastSPI = max(lastSPI, spi)
      change(path) { $0.handedOut.append(spi) }
    case .established(let path, let spi): change(path) { $0.established = spi }
    case .discarded(let path, let spi): change(path) { $0.handedOut.removeAll { $0 == spi } }
    }
  }

  private mutating func change(_ path: EncryptionPathID, _ body: (inout Link) -> Void) {
    guard let place = links.firstIndex(where: { $0.link.path == path }) else { return }
    body(&links[place])
  }

  subscript(path: EncryptionPathID) -> Link? { links.first { $0.link.path == path } }
}
