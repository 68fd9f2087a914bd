/// What the control plane notes, so that the parts of a provisioning can be told apart (paper, Table 1). The numbers go on
/// after those of the other systems.
public enum ControlNote: Int, CaseIterable, Sendable {
  /// An operation of the orchestrator. Subject: its number; value: at the beginning its kind, at the end its outcome
  /// (`OperationOutcome`).
  case operationBegan = 160
  case operationEnded
  /// Its rules are being withdrawn: full provisioning only. Subject: the operation's number.
  case withdrawalBegan
  case withdrawalEnded
  /// Service functions are being instantiated (1.a-1). Subject: the operation's number; value: at the beginning how many, at
  /// the end 1 if all went well. The same for the three that follow.
  case functionsBegan
  case functionsEnded
  /// Encryption functions are being instantiated (1.a-2).
  case encryptionFunctionsBegan
  case encryptionFunctionsEnded
  /// Encryption functions are being authenticated and given keys (1.a-3, 1.b-1).
  case keysBegan
  case keysEnded
  /// Flow rules are being distributed (1.a-4, 1.b-2, 2.a-2).
  case rulesBegan
  case rulesEnded
  /// The policy refused a deployment. Subject: how many things it forbids.
  case refusedByPolicy
  /// An element does not answer any more (2.a-1, 2.b-1). Subject: its number.
  case elementLost
  /// It answers again. Subject: its number.
  case elementReturned
  /// An element runs. Subject: its number.
  case instantiated
  /// It runs no more: it was told so. Subject: its number.
  case removed
  /// A peer has shown that it knows its key. Subject: the element's number.
  case authenticated
  /// An encrypted link's first keys are being set up. Subject: its E-SPI; value: at the end 1 if both ends have them.
  case linkBegan
  case linkEnded
  /// The keys of a link are being changed (1.c). Subject: its E-SPI; value: at the end 1 if both ends have them.
  case keyChangeBegan
  case keyChangeEnded
  /// A path's headers are getting a key. Subject: the path; value: at the end 1 if all its elements that answer have it.
  case headerKeyBegan
  case headerKeyEnded
  /// An element took a rule set. Subject: the path; value: the version.
  case rulesInstalled
  /// An element refused a rule set or an association. Subject: the path or E-SPI.
  case refusedByElement
  /// A new life goes on with an operation that an earlier one began. Subject: its number; value: the steps that were done.
  case operationResumed
  /// A new life of the controller goes on with, or goes back to, a deployment. Subject: how many chains it has.
  case deploymentResumed
  /// The controller goes back to what was in force: an element did not take its rules.
  case deploymentRestored
  /// A new life of the authentication centre gives a link that it found in its journal new keys. Subject: its E-SPI.
  case linkResumed
  /// The end of a journal was torn or damaged, and is cut off. Value: bytes.
  case cutDamage

  public func about(_ subject: some BinaryInteger, value: Int = 0) -> Note {
    Note(kind: rawValue, subject: Int64(truncatingIfNeeded: subject), value: Int64(value))
  }
}
