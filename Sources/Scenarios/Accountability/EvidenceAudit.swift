import Protocols

/// Checks an evidence file, trusting nothing but the members' public keys.
public struct EvidenceAudit {
  /// What the file proves, one line each.
  public private(set) var proven: [String] = []
  /// What in it does not convince, one line each.
  public private(set) var defects: [String] = []
  /// The members that are proven to have contradicted themselves, ascending.
  public private(set) var culprits: [Int] = []
  /// Of a federation of that size, how many members may be faulty.
  public let faultBudget: Int
  /// Modelled signatures can be made by anybody: they convince nobody outside the simulation.
  public let isModelled: Bool

  /// `federation`: the file that says who certifies the list of members beside it; without it the keys in the evidence are believed.
  public static func run(evidence path: String, federation: String?) throws(LedgerFileError) -> EvidenceAudit {
    let evidence = try Evidence(path: path)
    if let federation {
      let known = try Federation(path: federation)
      let membership = try known.membership(beside: federation)
      guard membership.members.map(\.encoded) == evidence.members, known.suite == evidence.suite,
        known.mode == evidence.mode
      else {
        throw LedgerFileError(path, "is about other members than those of \(federation)")
      }
      guard membership.federation == evidence.federation else {
        throw LedgerFileError(path, "is about another federation of the members of \(federation)")
      }
    }
    return try EvidenceAudit(evidence, path)
  }

  private init(_ evidence: Evidence, _ path: String) throws(LedgerFileError) {
    let cryptography = Cryptography(
      suite: evidence.suite, mode: evidence.mode, seed: 0, remembersVerifications: false)
    var members: [PublicKey] = []
    for (number, bytes) in evidence.members.enumerated() {
      guard let key = cryptography.publicKey(encoded: bytes) else {
        throw LedgerFileError(path, "members[\(number)]: is not a \(evidence.suite.rawValue) public key")
      }
      guard !members.contains(key) else { throw LedgerFileError(path, "members[\(number)]: stands twice") }
      members.append(key)
    }
    guard !members.isEmpty else { throw LedgerFileError(path, "members: there is none") }
    faultBudget = (members.count - 1) / 3
    isModelled = evidence.mode == .modelled
    for (number, accusation) in evidence.accusations.enumerated() {
      if let defect = accusation.defect(in: evidence.federation, among: members, cryptography) {
        defects.append("accusations[\(number)]: \(defect)")
        continue
      }
      proven.append("module \(accusation.culprit): \(accusation.contradiction.rawValue)")
      if !culprits.contains(accusation.culprit) { culprits.append(accusation.culprit) }
    }
    culprits.sort()
    if evidence.accusations.isEmpty { defects.append("accusations: there is none") }
  }

  /// `modules 0 and 1`.
  public var names: String { Chain.names(culprits) }
}
