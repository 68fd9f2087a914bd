/// What a resource path names (RFC 8040, 3.5.3).
enum Resource: Hashable {
  case rules(ElementID, ServicePathID)
  case allRules(ElementID)
  case association(ElementID, EncryptionPathID, spi: UInt32)
  case integrityKey(ElementID, ServicePathID, identifier: UInt32)
  case neighbour(ElementID, of: ElementID)
  case function(ElementID)
  case link(EncryptionPathID)
  case authenticatedPath(ServicePathID)
  case deployment

  /// Nil if the text is no path of ours in its one form.
  init?(_ text: String) {
    guard text.hasPrefix(ControlRequest.root) else { return nil }
    let parts = text.dropFirst(ControlRequest.root.count).split(separator: "/", omittingEmptySubsequences: false)
    func numbers(_ part: Int, _ name: String) -> [UInt32]? {
      guard parts.indices.contains(part), parts[part].hasPrefix(name + "=") else { return nil }
      let keys = parts[part].dropFirst(name.count + 1).split(separator: ",", omittingEmptySubsequences: false)
      let numbers = keys.compactMap { UInt32($0) }
      return numbers.count == keys.count ? numbers : nil
    }
    func element() -> ElementID? {
      guard let keys = numbers(1, "element"), keys.count == 1, keys[0] <= ElementID.largest else { return nil }
      return ElementID(keys[0])
    }
    switch (parts.first ?? "", parts.count) {
    case ("flow-rules", 3):
      guard let element = element(), let keys = numbers(2, "path") else { return nil }
      guard keys.count == 1, keys[0] <= ServicePathID.largest else { return nil }
      self = .rules(element, ServicePathID(keys[0]))
    case ("flow-rules", 2):
      guard let element = element() else { return nil }
      self = .allRules(element)
    case ("security-associations", 3):
      guard let element = element(), let keys = numbers(2, "association") else { return nil }
      guard keys.count == 2, keys[0] <= EncryptionPathID.largest else { return nil }
      self = .association(element, EncryptionPathID(keys[0]), spi: keys[1])
    case ("integrity-keys", 3):
      guard let element = element(), let keys = numbers(2, "key") else { return nil }
      guard keys.count == 2, keys[0] <= ServicePathID.largest else { return nil }
      self = .integrityKey(element, ServicePathID(keys[0]), identifier: keys[1])
    case ("neighbours", 3):
      guard let element = element(), let keys = numbers(2, "neighbour") else { return nil }
      guard keys.count == 1, keys[0] <= ElementID.largest else { return nil }
      self = .neighbour(ElementID(keys[0]), of: element)
    case ("service-functions", 2):
      guard let element = element() else { return nil }
      self = .function(element)
    case ("encryption-links", 2):
      guard let keys = numbers(1, "encryption-path") else { return nil }
      guard keys.count == 1, keys[0] <= EncryptionPathID.largest else { return nil }
      self = .link(EncryptionPathID(keys[0]))
    case ("authenticated-paths", 2):
      guard let keys = numbers(1, "path") else { return nil }
      guard keys.count == 1, keys[0] <= ServicePathID.largest else { return nil }
      self = .authenticatedPath(ServicePathID(keys[0]))
    case ("deployment", 1): self = .deployment
    case _: return nil
    }
  }
}
