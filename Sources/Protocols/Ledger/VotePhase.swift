/// The phases of the consensus in which a participant signs a block (paper 2.3.3).
public enum VotePhase: String, CaseIterable, Sendable {
  case prePrepare = "pre-prepare"
  case prepare
  case commit
}
