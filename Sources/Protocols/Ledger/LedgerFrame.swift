/// The fixed part that starts each record of a ledger file: docs/formats/ledger.md.
struct LedgerFrame {
  static let magic: [UInt8] = Array("CBLEDGR1".utf8)
  static let size = 32

  var height: Int64
  var headerSize: Int
  var contentSize: Int
  /// The first 8 bytes of SHA-256(frame without checksum, header bytes, content hash).
  var checksum: UInt64

  var recordSize: Int { Self.size + headerSize + contentSize }

  /// A frame whose checksum covers `header` and, through its hash, the content: no second pass over the content.
  init(height: Int64, header: ArraySlice<UInt8>, contentSize: Int, contentHash: Digest) {
    self.height = height
    headerSize = header.count
    self.contentSize = contentSize
    checksum = 0
    checksum = Self.checksum(summed, header, contentHash)
  }

  /// Nil if `bytes` do not start with a frame of a height that can be.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= Self.size else { return nil }
    guard bytes.starts(with: Self.magic) else { return nil }
    let (height, headerSize, contentSize, checksum) = bytes.withUnsafeBytes { raw in
      (
        Int64(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: Int64.self)),
        UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: 16, as: UInt32.self)),
        UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: 20, as: UInt32.self)),
        UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
      )
    }
    guard height > 0 else { return nil }
    self.height = height
    self.headerSize = Int(headerSize)
    self.contentSize = Int(contentSize)
    self.checksum = checksum
  }

  func matches(header: ArraySlice<UInt8>, contentHash: Digest) -> Bool {
    checksum == Self.checksum(summed, header, contentHash)
  }

  /// Bytes that the checksum is taken over, besides the content.
  static func summedSize(headerSize: Int) -> Int { size - 8 + headerSize + 32 }

  var bytes: [UInt8] {
    let sum = checksum.littleEndian
    return withUnsafeBytes(of: (summed.0, summed.1, summed.2, sum)) { Array($0) }
  }

  /// The 24 bytes before the checksum: magic, height, the sizes of header and content.
  private var summed: (UInt64, UInt64, UInt64) {
    let magic = Self.magic.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
    let sizes = UInt64(UInt32(headerSize)) | UInt64(UInt32(contentSize)) << 32
    return (magic, UInt64(bitPattern: height).littleEndian, sizes.littleEndian)
  }

  private static func checksum(
    _ frame: (UInt64, UInt64, UInt64), _ header: ArraySlice<UInt8>, _ contentHash: Digest
  ) -> UInt64 {
    var hasher = SHA256Hasher()
    withUnsafeBytes(of: frame) { hasher.update($0) }
    hasher.update(header)
    hasher.update(contentHash)
    return hasher.finish().withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
  }
}
