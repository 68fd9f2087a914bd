import Testing

@testable import Scenarios

@Suite("Names of links that are captured")
struct CaptureLinkTests {
  private func problem(_ link: String) throws -> String? {
    let loaded = try ExplorationFixture.load(ChainFixture.text, path: "chain.yaml")
    do {
      try CaptureRun.check(loaded, links: [link])
      return nil
    } catch let problem as CaptureRun.Problem {
      return problem.description
    }
  }

  @Test("a link is named by its ends, in either order")
  func orders() throws {
    for link in ["all", "gateway-0~gateway-1", "gateway-1~gateway-0", "encryption-0~inner-0"] {
      #expect(try problem(link) == nil, "\(link)")
    }
  }

  @Test("another name is refused without a run, with the links that there are")
  func unknown() throws {
    for link in ["", "gateway-0", "gateway-0~gateway-2", "~", "gateway-0~gateway-1~gateway-0"] {
      let text = try #require(try problem(link))
      #expect(text.hasPrefix("there is no link '\(link)'"))
      #expect(text.contains("the links are classifier-0~inner-0, inner-0~outer-0, "))
    }
  }

  @Test("worlds with messages have no packets to capture")
  func messages() throws {
    let loaded = try ExplorationFixture.load(ExplorationFixture.text)
    #expect(throws: CaptureRun.Problem.self) { try CaptureRun.check(loaded, links: ["all"]) }
  }
}
