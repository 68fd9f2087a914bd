import Testing

@testable import Scenarios

@Suite("What can be read at each site (enc-sfc figure 10)")
struct SiteViewTests {
  @Test("encrypted flows can be read in functions of their chain alone")
  func encrypted() throws {
    let run = try ChainFixture.run()
    #expect(run.values["packets-read-elsewhere"] == 0)
    let views = try #require(run.siteViews)
    #expect(views.readAtGateway.joined().allSatisfy { $0 == 0 })
    #expect(views.unreadAtGateway.joined().contains { $0 > 0 })
    // Site b has no function of the echoes' chain.
    #expect(run.values["flows-passing-unread"] == 1)
    #expect(run.values["flows-read-at-functions"] == 2)
  }

  @Test("flows in the clear can be read wherever they pass")
  func plain() throws {
    let run = try ChainFixture.run(("encrypted: true", "encrypted: false"))
    let views = try #require(run.siteViews)
    #expect(views.unreadAtGateway.joined().allSatisfy { $0 == 0 })
    let read = Double(views.readAtGateway.joined().reduce(0, +))
    #expect(read > 0)
    #expect(try #require(run.values["packets-read-elsewhere"]) == read)
    #expect(run.values["flows-passing-unread"] == 0)
  }
}
