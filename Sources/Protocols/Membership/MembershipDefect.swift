/// Why a module cannot run by the membership list that it found: it refuses to start.
public enum MembershipDefect: String, Error, CaseIterable, Sendable {
  case missing = "there is no membership list"
  case torn = "the membership list ends before its end"
  case malformed = "the membership list is not in its form"
  case badSignature = "the authority has not signed the membership list"
  case otherFederation = "the membership list is another federation's"
  /// An older list, or one that is not in force yet.
  case otherNumber = "the membership list is not the one in force"
  case badKey = "the membership list has a member without a key of the suite"
  case repeatedKey = "the membership list has two members with one key"
  /// At the module's own number.
  case otherKey = "the membership list has another key for this module"
}
