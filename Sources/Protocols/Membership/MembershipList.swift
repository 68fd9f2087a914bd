/// Who the members of a federation are, as the federation's authority certifies it (crb-smb 2.3.3, 3.1.3, 3.4):
/// docs/formats/membership.md.
public struct MembershipList: Hashable, Sendable {
  /// The federation's name.
  public var federation: String
  /// Counts the lists that the authority has certified, from 1.
  public var number: Int64
  /// Public keys in the order of the members' numbers: SubjectPublicKeyInfo, DER.
  public var memberKeys: [[UInt8]]

  public init(federation: String, number: Int64, memberKeys: [[UInt8]]) {
    self.federation = federation
    self.number = number
    self.memberKeys = memberKeys
  }

  /// What a list is known by: the SHA-256 of `bytes`.
  public var id: FederationID { FederationID(SHA256Hasher.digest(bytes)) }

  /// The one encoding of the list: a BSON document.
  public var bytes: [UInt8] {
    BSONWriter.encode { w in
      w.string("federation", federation)
      w.int64("number", number)
      w.array("members") { w in
        for (number, key) in memberKeys.enumerated() {
          w.document(.index(number)) { w in
            w.int32("number", Int32(number))
            w.binary("key", key)
          }
        }
      }
    }
  }

  /// The list that `bytes` encode. The members' numbers are their places.
  static func decode(_ bytes: [UInt8]) throws(BSONError) -> MembershipList {
    try BSONReader.decode(bytes) { r throws(BSONError) in
      let (federation, number) = (try r.string("federation"), try r.int64("number"))
      var keys: [[UInt8]] = []
      try r.array("members") { r, index throws(BSONError) in
        let start = r.position
        let (number, key) = try r.document(.index(index)) { r throws(BSONError) in
          (try r.int32("number"), try r.binary("key"))
        }
        guard Int(number) == index else { throw BSONError(.badValue, at: start) }
        keys.append(key)
      }
      return MembershipList(federation: federation, number: number, memberKeys: keys)
    }
  }
}
