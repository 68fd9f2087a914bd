extension Replica {
  /// One whose members are to be learnt from a membership list: see `join`.
  public init(
    number: Int, keyPair: KeyPair, crypto: Cryptography, settings: PBFTSettings, rules: BlockRules,
    pending: PendingList
  ) {
    self.init(
      number: number, membership: .unknown, keyPair: keyPair, crypto: crypto, settings: settings, rules: rules,
      pending: pending)
  }

  /// Takes the members from the file with the membership list, before anything has come from any of them. This replica's
  /// own key must stand at its number.
  mutating func join(
    by file: [UInt8], _ trust: MembershipTrust, _ meter: inout Meter
  ) throws(MembershipDefect) {
    let membership = try SignedMembershipList.verify(file, by: trust, crypto, &meter)
    guard membership.index(of: keyPair.publicKey.encoded) == number else { throw .otherKey }
    self = Replica(
      number: number, membership: membership, keyPair: keyPair, crypto: crypto, settings: settings, rules: rules,
      pending: pending)
  }
}

extension FileID {
  /// The certified membership list.
  public static let membership = FileID(slot: 3)
}
