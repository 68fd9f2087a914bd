import Vocabulary

/// What a byzantine module does.
public enum Misbehaviour: Hashable, Sendable {
  /// Sends nothing; with receivers: nothing to these.
  case silence(to: [Int]?)
  /// As the primary: proposes another block to some of the others.
  case equivocation
  /// Votes for a second digest wherever it votes.
  case doubleVoting
  /// Shows certificates and proofs that nobody signed.
  case forgedCertificates
  /// Shows the oldest prepared certificate that it has, and leads with view changes that lack newer ones.
  case staleCertificates
  /// Shows no certificate, as if nothing had been decided or prepared.
  case emptyCertificates
  /// As the primary: proposes blocks that break one rule after the other.
  case invalidBlocks
  /// Takes no transaction of one writer.
  case censorship(writer: Int)
  /// As the primary: keeps its proposals back for so long; nil: for four fifths of the view-change timeout.
  case delay(by: TimeSpan?)
  /// Forgets at a restart what it had promised.
  case amnesia
  /// Sends votes and view changes of views that are far off.
  case wrongViews(every: TimeSpan)
  /// Asks for the next view, again and again.
  case viewChangeStorm(every: TimeSpan)
  /// Sends again what it has sent and received.
  case replay(every: TimeSpan)
  /// Sends messages that are work for their receivers.
  case flood(every: TimeSpan)
  /// As the primary: proposes the same transactions at one sequence number to some and at the next to the others.
  case requestTwice
  /// As the primary: fills the sequence numbers up to the high watermark, and leaves out the next one.
  case watermarkExhaustion
  /// With the other modules of the fault: the primary among them equivocates, and all vote for both blocks.
  case collusion
  /// Answers questions for blocks with what no quorum has accepted.
  case forgedBlocks
  /// Tells clients what is not so, under its signature where they ask for that.
  case falseAnswers
  /// Takes what clients hand in and throws it away, and tells them of nothing.
  case withholding
  /// Changes this share of its messages for some of the receivers, and signs them again.
  case mutation(share: Double)

  /// The word in a scenario.
  public var name: String {
    switch self {
    case .silence: "silence"
    case .equivocation: "equivocation"
    case .doubleVoting: "double-voting"
    case .forgedCertificates: "forged-certificates"
    case .staleCertificates: "stale-certificates"
    case .emptyCertificates: "empty-certificates"
    case .invalidBlocks: "invalid-blocks"
    case .censorship: "censorship"
    case .delay: "delay"
    case .amnesia: "amnesia"
    case .wrongViews: "wrong-views"
    case .viewChangeStorm: "view-change-storm"
    case .replay: "replay"
    case .flood: "flood"
    case .requestTwice: "request-twice"
    case .watermarkExhaustion: "watermark-exhaustion"
    case .collusion: "collusion"
    case .forgedBlocks: "forged-blocks"
    case .falseAnswers: "false-answers"
    case .withholding: "withholding"
    case .mutation: "mutation"
    }
  }
}
