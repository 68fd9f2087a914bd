import Vocabulary

/// What an adversary on the links does, who holds no key but its own: docs/models/attacks.md.
public struct Attack: Hashable, Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    case stolenKey = "stolen-key"
    case replay
    case tampering
    case impersonation
    case staleConfiguration = "stale-configuration"
    case forgedResponse = "forged-response"
    case requestFlood = "request-flood"
    case badTransactions = "bad-transactions"
    case eavesdropping

    /// Whether it is about packets that pass, a share of them.
    var takesShare: Bool {
      switch self {
      case .stolenKey: false
      case .tampering, .staleConfiguration, .forgedResponse: true
      case .replay, .impersonation, .requestFlood, .badTransactions, .eavesdropping: false
      }
    }

    /// Whether it does something unasked, every so often.
    var isTimed: Bool { self != .eavesdropping }
  }

  /// What stands between the adversary and what others say.
  public enum Channel: String, CaseIterable, Sendable {
    /// TLS, as in the paper: a receiver drops every record that its peer has not sent, or not so, or not now.
    case tls
    /// Nothing: the keys of the channel are lost. Packets are read, changed and made in anybody's name.
    case open
  }

  public var kind: Kind
  public var channel: Channel
  /// How often it acts unasked.
  public var interval: TimeSpan
  /// Of the packets that it is about, those that it strikes.
  public var share: Double

  public init(_ kind: Kind, channel: Channel = .tls, every interval: TimeSpan = .milliseconds(100), share: Double = 0.1)
  {
    self.kind = kind
    self.channel = channel
    self.interval = interval
    self.share = share
  }

  /// As the report and coverage call it.
  public var name: String { "attack-\(kind.rawValue)" }
}
