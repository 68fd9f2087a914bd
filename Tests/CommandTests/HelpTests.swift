import Scenarios
import TestSupport
import Testing

@testable import chainbed

@Suite("Help")
struct HelpTests {
  /// Every command, as the words that lead to it.
  static let paths: [[String]] = paths(below: Chainbed.self)

  static func paths(below command: any Command.Type) -> [[String]] {
    [[]] + command.subcommands.flatMap { next in paths(below: next).map { [next.name] + $0 } }
  }

  @Test("each command explains itself", arguments: paths)
  func help(path: [String]) throws {
    let result = try Program.chainbed.run(path + ["--help"])
    #expect(result.status == 0)
    #expect(result.errors == "")
    Golden.expect(result.output, matches: "help/" + (["chainbed"] + path).joined(separator: "-") + ".txt")
  }

  @Test("each command says what it does and what its parameters are for", arguments: paths)
  func words(path: [String]) {
    var command: any Command.Type = Chainbed.self
    for word in path {
      if let next = command.subcommands.first(where: { $0.name == word }) { command = next }
    }
    #expect(command.abstract.hasSuffix("."))
    for parameter in NamedParameter.all(of: command.init()) {
      #expect(parameter.definition.help.hasSuffix("."), "\(parameter.synopsis)")
    }
  }

  @Test("without a command, chainbed explains itself")
  func noCommand() throws {
    let help = try Program.chainbed.run("--help").output
    #expect(try Program.chainbed.run().output == help)
    #expect(try Program.chainbed.run("help").output == help)
  }

  @Test("--version gives the version, and which executable it is")
  func version() throws {
    let result = try Program.chainbed.run("--version")
    #expect(result.status == 0)
    let digest = try #require(FileDigest.sha256(path: Program.chainbed.path))
    #expect(result.output == "\(Version.number) (executable \(digest.prefix(12)))\n")
  }
}
