import Protocols
import SimKernel
import Vocabulary

/// Data centers whose tenants manage their VNFs through the two blockchains of `crb-smb`.
public struct NFVSpec: Hashable, Sendable {
  /// How tenants reach the management services.
  public enum Access: String, Sendable {
    /// By service transactions on the SMB of the data center's management domain.
    case blockchain
    /// By messages to the management service itself.
    case direct
  }

  /// What each tenant does, one operation after another.
  public enum Activity: Hashable, Sendable {
    /// Switches the path of a chain from one of its VNFs to another and back.
    case requests
    /// Creates a chain with so many new VNFs, and deletes them.
    case chains(vnfs: Int)
    /// Gives so many VNFs configurations and new keys, and asks for what they have.
    case configurations(vnfs: Int)
    /// Moves the first VNF of a chain of so many from one data center to the next.
    case migrations(vnfs: Int)
  }

  public var crb: CRBSpec
  /// Of each management domain.
  public var smb: CRBSpec
  /// Management domains, each with an SMB of its own. Data center i belongs to domain i mod domains.
  public var domains: Int
  /// Data centers, each with a management service and its service client.
  public var sites: Int
  /// Hosts for VNFs in each data center.
  public var vnfHosts: Int
  public var tenants: Int
  public var access: Access
  public var task: Activity
  /// From the end of one operation to the start of the next, drawn anew each time.
  public var pause: Distribution
  /// How often a migration is begun that fails and is taken back; nil where nothing migrates.
  public var migrationAttempts: Int?
  /// How often each tenant replaces its own key pairs; nil: never.
  public var keyRotation: TimeSpan?
  /// Size of a VNF's configuration; nil where nothing is configured.
  public var configuration: ByteCount?
  /// How often clients ask modules.
  public var vnfPoll: TimeSpan
  public var servicePoll: TimeSpan
  public var tenantPoll: TimeSpan
  /// How long a client waits for a module's answer before it asks the next.
  public var patience: TimeSpan
}

extension NFVSpec {
  /// Hosts for VNFs that a data center must have for what the tenants do.
  var leastHosts: Int {
    let each =
      switch task {
      case .requests: 2
      case .chains(let vnfs): vnfs
      case .migrations(let vnfs), .configurations(let vnfs): vnfs + 1
      }
    return each * tenants
  }

  /// Data centers that there must be for it.
  var leastSites: Int {
    switch task {
    case .requests, .chains, .configurations: 1
    case .migrations: 2
    }
  }
}
