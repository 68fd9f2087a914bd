/// A network service header (RFC 8300, section 2), or the paper's header of the encryption layer: MD type 3.
///
/// The value holds what forwarding looks at. Context headers stay in the packet: see `ContextHeaders`.
public struct NetworkServiceHeader: Hashable, Sendable {
  /// How a classifier starts (RFC 8300, 2.2 and 2.3).
  public static let initialTimeToLive: UInt8 = 63
  public static let initialIndex: UInt8 = 255
  /// The length field counts 4-byte words in 6 bits.
  public static let largestByteCount = 63 * 4

  /// What follows the service path header.
  public enum MetadataType: UInt8, Sendable {
    /// Four words of context.
    case fixed = 1
    /// Context headers of any number.
    case variable = 2
    /// An encryption path header, then context headers of any number (paper, section 4.2).
    case encryption = 3

    /// Bytes of a header without context headers.
    @inlinable public var byteCount: Int {
      switch self {
      case .fixed: 24
      case .variable: 8
      case .encryption: 12
      }
    }
  }

  /// What the header is put on (RFC 8300, 9.1.5).
  public struct NextProtocol: RawRepresentable, Hashable, Sendable {
    public var rawValue: UInt8
    @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

    @inlinable public static var ipv4: NextProtocol { NextProtocol(rawValue: 1) }
    @inlinable public static var ethernet: NextProtocol { NextProtocol(rawValue: 3) }
    @inlinable public static var nsh: NextProtocol { NextProtocol(rawValue: 4) }
  }

  /// Hops between forwarders that are left, 0 to 63.
  public var timeToLive: UInt8
  public var metadataType: MetadataType
  public var nextProtocol: NextProtocol
  public var path: ServicePathID
  /// The service index (SI).
  public var index: UInt8
  /// The E-SPI; 0 unless the type is `.encryption`.
  public var encryptionPath: EncryptionPathID
  /// The E-SI; 0 unless the type is `.encryption`.
  public var encryptionIndex: UInt8
  /// Bytes of the header, context headers included.
  public var byteCount: Int

  /// A header of the service layer.
  public init(
    path: ServicePathID, index: UInt8 = NetworkServiceHeader.initialIndex, metadataType: MetadataType = .variable,
    nextProtocol: NextProtocol = .ipv4, timeToLive: UInt8 = NetworkServiceHeader.initialTimeToLive
  ) {
    precondition(metadataType != .encryption, "a header of the encryption layer needs an encryption path")
    self.timeToLive = timeToLive & 63
    self.metadataType = metadataType
    self.nextProtocol = nextProtocol
    self.path = path
    self.index = index
    encryptionPath = EncryptionPathID(0)
    encryptionIndex = 0
    byteCount = metadataType.byteCount
  }

  /// A header of the encryption layer, to be put on a packet with this header of the service layer, whose path and
  /// index it shows (requirement iii of the paper).
  public init(
    encryptionPath: EncryptionPathID, encryptionIndex: UInt8 = NetworkServiceHeader.initialIndex,
    on inner: NetworkServiceHeader, timeToLive: UInt8 = NetworkServiceHeader.initialTimeToLive
  ) {
    self.timeToLive = timeToLive & 63
    metadataType = .encryption
    nextProtocol = .nsh
    path = inner.path
    index = inner.index
    self.encryptionPath = encryptionPath
    self.encryptionIndex = encryptionIndex
    byteCount = MetadataType.encryption.byteCount
  }
}
