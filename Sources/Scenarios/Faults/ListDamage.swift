/// What can stand in the place of a module's membership list.
public enum ListDamage: String, CaseIterable, Sendable {
  case missing, torn, rotten, forged
  case otherFederation = "other-federation"
  case otherNumber = "other-number"

  /// As a report says it.
  var meaning: String {
    switch self {
    case .missing: "no file"
    case .torn: "its first half"
    case .rotten: "one bit is wrong"
    case .forged: "a list with another member 0, which somebody else has signed"
    case .otherFederation: "the authority's list of another federation with the same members"
    case .otherNumber: "the authority's next list, which is not in force"
    }
  }
}
