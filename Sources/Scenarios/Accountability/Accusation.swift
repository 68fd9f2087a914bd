import Protocols

/// A member, and two statements that it signed and that contradict each other.
public struct Accusation: Hashable, Sendable {
  public var culprit: Int
  public var contradiction: Contradiction
  public var first: SignedStatement
  public var second: SignedStatement

  /// What is wrong with it, if it does not convince: `members` are the federation's keys.
  public func defect(
    in federation: FederationID, among members: [PublicKey], _ cryptography: Cryptography
  ) -> String? {
    guard members.indices.contains(culprit) else { return "names module \(culprit); there are \(members.count)" }
    for (name, statement) in [("first", first), ("second", second)] {
      guard let content = statement.content else { return "the \(name) statement says nothing that a member signs" }
      guard statement.federation == federation else { return "the \(name) statement is one of another federation" }
      let signer =
        switch content {
        case .viewChange(let change): change.replica
        case .newView(_, let replica): replica
        case .vote: culprit
        }
      guard signer == culprit else { return "the \(name) statement is one of module \(signer)" }
      guard statement.isSigned(by: members[culprit], cryptography) else {
        return "module \(culprit) has not signed the \(name) statement"
      }
    }
    guard Contradiction.between(first, second) == contradiction else {
      return "the statements are no \(contradiction.rawValue)"
    }
    return nil
  }
}
