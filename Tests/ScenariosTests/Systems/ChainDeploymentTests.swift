import Protocols
import Testing

@testable import Scenarios

@Suite("Deployments of plans (docs/models/service-chains.md, Elements)")
struct ChainDeploymentTests {
  @Test("a chain leaves out the flows of the chains before it that are among its own")
  func exceptions() throws {
    let deployment = try #require(ChainFixture.world().control.deployments.first)
    let chains = deployment.chains.filter { $0.entry == deployment.chains[0].entry }
    try #require(chains.count == 3, "one for each port, and one for all the rest")
    #expect(chains.map(\.exceptions) == [[], [], [chains[0].match, chains[1].match]])
  }

  @Test(
    "with other functions a chain has another path and other links, before those of later chains; the same come back with them"
  )
  func otherFunctions() throws {
    let deployments = try ChainFixture.world(
      (
        "traffic:",
        """
        control: live
          operations:
            - {at: 1 s, provision: soft, chain: web, path: [firewall, cache, vcpe]}
            - {at: 1100 ms, migrate: {function: cache, to: c}}
            - {at: 1200 ms, provision: full, chain: web, path: [vcpe, cache, firewall]}
          traffic:
        """
      )
    ).control.deployments
    try #require(deployments.count == 4)
    let paths = deployments.map { $0.chains.map(\.path) }
    #expect(paths[0] == [1, 3, 5].map(ServicePathID.init))
    #expect(paths[1] == [2, 4, 5].map(ServicePathID.init))
    #expect(paths[2] == paths[1], "it leads through other machines, in the same order")
    #expect(paths[3] == paths[0])
    let links = deployments.map { Set($0.encryptionLinks.map(\.path)) }
    let shared = Set(deployments[0].chains[2].links.map(\.encryption.path))
    #expect(links[0].intersection(links[1]) == shared)
    let matches = deployments.map { $0.chains.map { [$0.match] + $0.exceptions } }
    #expect(matches.allSatisfy { $0 == matches[0] }, "classification does not change")
  }
}
