import Protocols
import Vocabulary

/// How packets grow on their way.
extension SFCSpec {
  /// What a chain's packets have in front on cables between sites.
  enum Growth {
    /// They stay at one site.
    case none
    case tunnel
    case encryptedTunnel
  }

  /// The most that any of the chain's hops ever needs.
  func growth(of chain: Int) -> Growth {
    let plans = plans.filter(\.isSound) + [failedOver].compactMap { $0 }
    let hops = plans.flatMap { $0.hops(of: chain, self) }.filter { $0.from != $0.to }
    return hops.isEmpty ? .none : hops.contains { $0.link != nil } ? .encryptedTunnel : .tunnel
  }

  /// Bytes of the largest IP packet that a user's packet becomes on cables between sites, or on the user's own.
  func largestSize(_ size: Int, _ growth: Growth) -> Int {
    let code = integrity == .hmac ? HeaderIntegrity.byteCount : 0
    let tunnel = IPv4Header.minimumByteCount + UDPHeader.byteCount + VXLANGPEHeader.byteCount
    let inner = NetworkServiceHeader.MetadataType.variable.byteCount + code
    switch growth {
    case .none: return size
    case .tunnel: return tunnel + inner + size
    case .encryptedTunnel:
      let outer = NetworkServiceHeader.MetadataType.encryption.byteCount + code
      return tunnel + outer + inner + ESP.byteCount(ofPacket: size)
    }
  }

  /// Bytes of data in a TCP segment whose packets fit everywhere on the chain's way: at most `limit`.
  func segmentSize(chain: Int, mtu: Int, limit: Int) -> Int {
    let headers = IPv4Header.minimumByteCount + TCPHeader.minimumByteCount
    let growth = growth(of: chain)
    return (1...limit).last { largestSize($0 + headers, growth) <= mtu } ?? 1
  }
}

extension SFCSpec.Traffic {
  /// Nil for a stream.
  var packetSize: ByteCount? {
    switch kind {
    case .constant(_, let size), .ping(_, let size): size
    case .tcp: nil
    }
  }
}
