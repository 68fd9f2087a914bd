import Protocols
import Vocabulary

/// Service function chains over several sites, as in `enc-sfc`. Sites, functions and chains are known by their positions.
public struct SFCSpec: Hashable, Sendable {
  /// How packets come back from the server.
  public enum Way: String, Sendable {
    /// Over a cable between server and client.
    case direct
    /// Through the functions in reverse, on a path of its own.
    case chain
  }

  public struct Function: Hashable, Sendable {
    public var name: String
    public var kind: ServiceFunction.Kind
    public var site: Int
    /// Where its duplicate stands, which takes its place when it fails; nil: it has none.
    public var standby: Int?
    /// What a firewall drops.
    public var denies: [Match]
  }

  /// Packets from the client.
  public struct Match: Hashable, Sendable {
    /// Nil: any.
    public var transport: Transport?
    /// Of the server; empty: all.
    public var ports: [UInt16]
  }

  public enum Transport: String, CaseIterable, Sendable {
    case tcp, udp, icmp
  }

  public struct Chain: Hashable, Sendable {
    public var name: String
    public var match: Match
    /// Functions in order.
    public var path: [Int]
    /// Whether its links are: those between two functions, and those that leave a site.
    public var isEncrypted: Bool
  }

  /// Where rules and keys come from.
  public enum Control: String, Sendable {
    /// They are there from the start, for ever.
    case `static`
    /// From orchestrator, controller and authentication centre.
    case live
  }

  /// What is there before a function fails that has a duplicate.
  public enum Protection: String, Sendable {
    /// Nothing.
    case none
    /// Its duplicate, and the encryption functions beside that.
    case reuseOuter = "reuse-outer"
    /// Those, and duplicates of the encryption functions at the other ends of their links, all with their keys.
    case duplicate
  }

  /// How headers are kept from being changed or made up.
  public enum Integrity: String, Sendable {
    case none
    /// RFC 9145.
    case hmac = "hmac-sha-256-128"
  }

  /// How the orchestrator learns that an element is lost: in one way, or both.
  public struct Detection: Hashable, Sendable {
    public var polls: Polls?
    public var hellos: LivenessSettings?
  }

  /// It asks every function.
  public struct Polls: Hashable, Sendable {
    /// How often each is asked.
    public var interval: TimeSpan
    public var timeout: TimeSpan
    /// So many in a row unanswered.
    public var misses: Int
  }

  /// Whether controller and orchestrator refuse what the policy forbids (paper, 6.2.2).
  public enum Policy: String, Sendable {
    case enforced
    /// They are compromised and issue it all the same.
    case ignored
  }

  /// Something that the orchestrator is asked to do.
  public struct Operation: Hashable, Sendable {
    public enum Order: String, Sendable {
      /// A chain's rules are withdrawn before anything else.
      case full
      /// They change when everything else is there.
      case soft
      /// They are withdrawn when everything else is there but the keys of links.
      case rePeering = "re-peering"
    }

    /// What of a function, and of the encryption functions beside it, moves.
    public enum Moved: String, Sendable {
      case both
      /// Its encryption functions stay behind, which the policy forbids.
      case function
      /// They leave it, which the policy forbids, too.
      case encryption
      /// The one behind it leaves it (paper, 6.2.2 and figure 5.2).
      case encrypting
    }

    public enum Kind: Hashable, Sendable {
      /// A chain gets another path.
      case provision(Order, chain: Int, path: [Int])
      /// A function moves to another site.
      case migrate(function: Int, to: Int, Moved)
    }

    public var at: TimeSpan
    public var kind: Kind
  }

  /// The blockchain that flow rules are taken from.
  public struct Ledger: Hashable, Sendable {
    public var smb: CRBSpec
    /// How often each element asks for new rules.
    public var poll: TimeSpan
  }

  public struct Keys: Hashable, Sendable {
    /// How often the authentication centre hands out new ones; nil: never.
    public var change: TimeSpan?
    /// How long an encryption function uses one; nil: for ever.
    public var expire: TimeSpan?
    public var method: AssociationGrant.Method
  }

  /// What the client of each copy sends to its server.
  public struct Traffic: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
      /// Datagrams; `size` of the IP packet.
      case constant(perSecond: Double, size: ByteCount)
      /// A stream, as much as it can carry.
      case tcp(window: ByteCount)
      case ping(every: TimeSpan, size: ByteCount)
    }

    public var kind: Kind
    /// Of the server; 0 with pings.
    public var port: UInt16
    public var start: TimeSpan
    /// How long; nil: to the end of the run.
    public var lasts: TimeSpan?
  }

  public var sites: [String]
  /// Where the client's classifier stands, and the server's.
  public var client: Int
  public var server: Int
  public var functions: [Function]
  public var chains: [Chain]
  /// How often each path is gone through, one round after the other.
  public var rounds: Int
  /// So many tenants, each with a client, a server, and all functions and chains of its own.
  public var copies: Int
  public var way: Way
  public var crypto: CryptoMode
  public var integrity = Integrity.none
  /// How far a header's timestamp may lie from an element's clock, either way.
  public var timestampTolerance = HeaderIntegrity.defaultTolerance
  public var control = Control.static
  /// Nil: the controller's word is enough for an element to take a rule.
  public var ledger: Ledger?
  public var policy = Policy.enforced
  public var keys: Keys
  public var protection = Protection.none
  /// Nil: nothing is watched.
  public var detection: Detection?
  /// In the order of their times.
  public var operations: [Operation] = []
  public var traffic: [Traffic]
  /// Between the elements of a compute node, one way.
  public var insideLatency: TimeSpan
}

extension SFCSpec {
  var hasStandby: Bool { functions.contains { $0.standby != nil } }

  /// Whether an operation is asked for that the policy forbids.
  var breaksPolicy: Bool {
    operations.contains { operation in
      if case .migrate(_, _, let moved) = operation.kind { return moved != .both }
      return false
    }
  }
}
