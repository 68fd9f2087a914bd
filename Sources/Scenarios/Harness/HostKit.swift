import Protocols
import SimKernel
import Vocabulary

/// What the hosts of one world are made from.
struct HostKit {
  let simulator: Simulator
  let streams: RandomStreams
  let profile: CostProfile
  /// All nodes of the world.
  let nodes: Int
  /// Whether disks keep everything that was ever written.
  let retainsDisks: Bool
  private let pageCache: ByteCount?
  private let clocks: HostBuilder

  init(_ scenario: Scenario, profile: CostProfile, nodes: Int, retainsDisks: Bool, simulator: Simulator, seed: UInt64) {
    self.simulator = simulator
    self.profile = profile
    self.nodes = nodes
    self.retainsDisks = retainsDisks
    pageCache = scenario.hosts.pageCache
    streams = RandomStreams(seed: seed)
    clocks = HostBuilder(scenario.hosts, streams: streams)
  }

  func prices(_ suite: SignatureSuite) -> PriceList {
    let signer = profile.signer.flatMap { costs in
      costs.signatures[suite].map { PriceList.Signer(signature: $0, latency: costs.latency) }
    }
    return PriceList(picoseconds: profile.priceList(for: suite), signer: signer)
  }

  func disk(_ node: Int, recent: ByteCount) -> Disk {
    Disk(
      node: NodeID(node), model: profile.disk.model(pageCache: pageCache), retainsContents: retainsDisks,
      recentBytes: recent, simulator: simulator)
  }

  /// A host that belongs to no group.
  func host(_ node: Int, _ machine: any StateMachine, prices: PriceList) -> Host {
    Host(machine: machine, prices: prices, clock: clock(node), disk: nil, addresses: .alone(among: nodes))
  }

  /// The adversary's host, the last node.
  func outsider() -> Host { host(nodes - 1, Outsider(), prices: .free) }

  func clock(_ node: Int) -> NodeClock { clocks.clock(node) }
}
