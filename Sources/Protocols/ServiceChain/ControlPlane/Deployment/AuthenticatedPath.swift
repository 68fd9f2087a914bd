/// The elements that share the keys of a path's headers (RFC 9145, 4.4).
public struct AuthenticatedPath: Hashable, Codable, Sendable {
  public var path: ServicePathID
  /// Put codes on packets: the classifier at the entry, and the encryption functions that encrypt.
  public var protecting: [ElementID]
  /// Verify only, or renew.
  public var verifying: [ElementID]

  public init(_ path: ServicePathID, protecting: [ElementID], verifying: [ElementID]) {
    self.path = path
    self.protecting = protecting
    self.verifying = verifying
  }

  public var elements: [ElementID] { (protecting + verifying).sorted() }

  /// With the elements of another way of the same path.
  func joined(with other: AuthenticatedPath) -> AuthenticatedPath {
    let protecting = Set(protecting + other.protecting)
    return AuthenticatedPath(
      path, protecting: protecting.sorted(),
      verifying: Set(verifying + other.verifying).subtracting(protecting).sorted())
  }

  func without(_ gone: Set<ElementID>) -> AuthenticatedPath {
    AuthenticatedPath(
      path, protecting: protecting.filter { !gone.contains($0) }, verifying: verifying.filter { !gone.contains($0) })
  }

  /// Only with elements of another way.
  func limited(to other: AuthenticatedPath) -> AuthenticatedPath {
    let kept = Set(other.elements)
    return AuthenticatedPath(
      path, protecting: protecting.filter(kept.contains), verifying: verifying.filter(kept.contains))
  }
}

extension Deployment {
  /// Who stands on each path, by path number. Chains that lead nowhere have none.
  public var authenticatedPaths: [AuthenticatedPath] {
    chains.sorted { $0.path < $1.path }.compactMap { chain in
      guard let route = Route(of: chain, in: self) else { return nil }
      let links = chain.links.map(\.encryption)
      let protecting = Set([route.entry.classifier] + links.map(\.encrypting))
      let others = Set(route.elements + links.map(\.decrypting)).subtracting(protecting)
      return AuthenticatedPath(chain.path, protecting: protecting.sorted(), verifying: others.sorted())
    }
  }
}
