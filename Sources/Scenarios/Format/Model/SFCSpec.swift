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
  public var keys: Keys
  public var traffic: [Traffic]
  /// Between the elements of a compute node, one way.
  public var insideLatency: TimeSpan
}
