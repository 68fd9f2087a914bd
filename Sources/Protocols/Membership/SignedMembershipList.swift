/// A membership list with the authority's signature, as each module keeps it in a file: docs/formats/membership.md.
public struct SignedMembershipList: Hashable, Sendable {
  /// The list's encoding, as it was signed.
  public var list: [UInt8]
  /// By the authority, on the SHA-256 of `list`.
  public var signature: [UInt8]

  /// Certifies a list. Charges its encoding, its hash and the signature.
  public init(_ list: MembershipList, by authority: KeyPair, _ cryptography: Cryptography, _ meter: inout Meter) {
    self.list = list.bytes
    meter.charge(.codecByte, self.list.count)
    signature = cryptography.sign(cryptography.hash(self.list, &meter), with: authority, &meter)
  }

  private init(list: [UInt8], signature: [UInt8]) {
    self.list = list
    self.signature = signature
  }

  /// The content of the file: a BSON document.
  public var bytes: [UInt8] {
    BSONWriter.encode(reserving: list.count + signature.count + 48) { w in
      w.binary("list", list)
      w.binary("signature", signature)
    }
  }

  /// The members that a file certifies. Nothing in it is believed before the signature is checked. Charges the decoding,
  /// the list's hash and a verification.
  public static func verify(
    _ file: [UInt8], by trust: MembershipTrust, _ cryptography: Cryptography, _ meter: inout Meter
  ) throws(MembershipDefect) -> Membership {
    meter.charge(.codecByte, file.count)
    let signed = try decode(file)
    let digest = cryptography.hash(signed.list, &meter)
    guard cryptography.verify(signed.signature, of: digest, by: trust.authority, &meter) else { throw .badSignature }
    guard let list = try? MembershipList.decode(signed.list) else { throw .malformed }
    guard list.federation == trust.federation else { throw .otherFederation }
    guard list.number == trust.number else { throw .otherNumber }
    guard !list.memberKeys.isEmpty else { throw .malformed }
    var members: [PublicKey] = []
    var seen = Set<EncodedKey>()
    for encoded in list.memberKeys {
      guard let key = cryptography.publicKey(encoded: encoded) else { throw .badKey }
      guard seen.insert(EncodedKey(encoded)).inserted else { throw .repeatedKey }
      members.append(key)
    }
    return Membership(list, members)
  }

  private static func decode(_ file: [UInt8]) throws(MembershipDefect) -> SignedMembershipList {
    guard !file.isEmpty else { throw .missing }
    guard isWhole(file) else { throw .torn }
    do {
      return try BSONReader.decode(file) { r throws(BSONError) in
        SignedMembershipList(list: try r.binary("list"), signature: try r.binary("signature"))
      }
    } catch {
      throw .malformed
    }
  }

  /// Whether there are as many bytes as the document says that it has.
  private static func isWhole(_ file: [UInt8]) -> Bool {
    guard file.count >= 4 else { return false }
    return UInt32(littleEndian: file.withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) }) <= file.count
  }
}
