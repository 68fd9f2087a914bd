/// What a replica is in its term (Ongaro and Ousterhout 2014, section 5.1).
public enum RaftRole: Sendable {
  case follower
  /// It asks whether it would be elected, before it begins a term (Ongaro 2014, section 9.6).
  case preCandidate
  case candidate
  case leader
}
