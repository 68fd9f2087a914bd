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
    case packetInjection = "packet-injection"
    case routeInjection = "route-injection"
    case compromisedFunction = "compromised-function"
    case compromisedController = "compromised-controller"
    case forgedHellos = "forged-hellos"

    /// Those against blockchain modules and their clients.
    static let ofLedgers: [Kind] = [
      .replay, .tampering, .impersonation, .staleConfiguration, .forgedResponse, .requestFlood, .badTransactions,
      .eavesdropping,
    ]

    /// Those against service function chains.
    static let ofChains: [Kind] = [
      .replay, .tampering, .eavesdropping, .packetInjection, .routeInjection, .compromisedFunction,
      .compromisedController, .forgedHellos,
    ]

    /// Whether it is about packets that pass, a share of them.
    var takesShare: Bool {
      switch self {
      case .stolenKey: false
      case .tampering, .staleConfiguration, .forgedResponse: true
      case .replay, .impersonation, .requestFlood, .badTransactions, .eavesdropping, .packetInjection, .routeInjection,
        .compromisedFunction, .compromisedController, .forgedHellos:
        false
      }
    }

    /// Whether it does something unasked, every so often; `Attack.isTimed` says whether it does so with its system.
    var isTimed: Bool { self != .eavesdropping && self != .forgedHellos }

    /// Whether it only hands in and asks, over connections of its own.
    var isByItself: Bool { [.stolenKey, .requestFlood, .badTransactions].contains(self) }

    /// Whether it makes, changes or repeats packets, which are counted.
    var isActive: Bool { self != .eavesdropping }

    /// Whether it is on links of packets, with chains.
    var isOnLinks: Bool {
      switch self {
      case .routeInjection, .compromisedFunction, .compromisedController: false
      case .stolenKey, .replay, .tampering, .impersonation, .staleConfiguration, .forgedResponse, .requestFlood,
        .badTransactions, .eavesdropping, .packetInjection, .forgedHellos:
        true
      }
    }
  }

  /// What stands between the adversary and what others say.
  public enum Channel: String, CaseIterable, Sendable {
    /// TLS, as in the paper: a receiver drops every record that its peer has not sent, or not so, or not now.
    case tls
    /// Nothing: the keys of the channel are lost. Packets are read, changed and made in anybody's name.
    case open
  }

  /// Which links of service function chains it is on.
  public enum Links: Hashable, Sendable {
    /// Those between compute nodes.
    case outside
    /// Those within compute nodes.
    case inside
    case all
    /// One, by its name, as in captures.
    case cable(String)

    /// As a scenario has it.
    public init(_ word: String) {
      self = [Links.outside, .inside, .all].first { $0.word == word } ?? .cable(word)
    }

    public var word: String {
      switch self {
      case .outside: "outside"
      case .inside: "inside"
      case .all: "all"
      case .cable(let name): name
      }
    }
  }

  public var kind: Kind
  public var channel: Channel
  /// With chains; nil with other systems.
  public var links: Links?
  /// How often it acts unasked.
  public var interval: TimeSpan
  /// Of the packets that it is about, those that it strikes.
  public var share: Double

  public init(
    _ kind: Kind, channel: Channel = .tls, links: Links? = nil, every interval: TimeSpan = .milliseconds(100),
    share: Double = 0.1
  ) {
    self.kind = kind
    self.channel = channel
    self.links = links
    self.interval = interval
    self.share = share
  }

  /// Whether it does something unasked, every so often.
  var isTimed: Bool { kind.isTimed && (links == nil || kind != .tampering) }

  /// As the report and coverage call it.
  public var name: String { "attack-\(kind.rawValue)" }
}
