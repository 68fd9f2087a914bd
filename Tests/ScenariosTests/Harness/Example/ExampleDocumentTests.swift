import Foundation
import TestSupport
import Testing

@Suite("The worked example in docs/adding-a-protocol.md")
struct ExampleDocumentTests {
  @Test("its code is the code that these tests run", arguments: ["Heartbeat.swift", "HeartbeatTests.swift"])
  func code(file: String) throws {
    let page = try Repository.read("docs/adding-a-protocol.md")
    let source = try Repository.read("Tests/ScenariosTests/Harness/Example/\(file)")
    let blocks = page.components(separatedBy: "```swift\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
    #expect(blocks.contains(source), "\(file) differs from its copy on the page")
  }
}
