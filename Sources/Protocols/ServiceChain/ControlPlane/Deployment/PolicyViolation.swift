/// Why the controller issues no rules for a deployment (paper, 6.2.2).
public enum PolicyViolation: Error, Hashable, Sendable {
  case unknownElement(ElementID)
  case unknownSite(Int)
  /// A service function where an encryption function must stand, or the reverse.
  case wrongKind(ElementID)
  /// Two elements of one number, two chains of one path, or two links of one encryption path or hop.
  case duplicate(String)
  /// The encryption function is on another compute node than the function whose packets it would get in the clear.
  case separated(ElementID, from: ElementID)
  /// A hop of an encrypted chain would leave its compute node in the clear.
  case unencryptedHop(ServicePathID, hop: Int)
  /// There is no such hop.
  case unknownHop(ServicePathID, hop: Int)
  /// More functions than the service index counts.
  case tooLong(ServicePathID)
  /// A rule sends a packet that is to be encrypted, or that was just decrypted, to another compute node.
  case leavesUnencrypted(ServicePathID, at: ElementID)
  /// Rules that send a packet in a circle.
  case loop(ServicePathID, at: ElementID)
}

extension PolicyViolation: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownElement(let element): "there is no element \(element)"
    case .unknownSite(let site): "there is no site \(site)"
    case .wrongKind(let element): "\(element) is of another kind"
    case .duplicate(let what): "\(what) is there twice"
    case .separated(let encryption, let element): "\(encryption) is not on the compute node of \(element)"
    case .unencryptedHop(let path, let hop): "hop \(hop) of \(path) leaves its compute node unencrypted"
    case .unknownHop(let path, let hop): "\(path) has no hop \(hop)"
    case .tooLong(let path): "\(path) has more functions than its index counts"
    case .leavesUnencrypted(let path, let element): "\(element) would send packets of \(path) away unencrypted"
    case .loop(let path, let element): "packets of \(path) would come back to \(element)"
    }
  }
}
