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
}
