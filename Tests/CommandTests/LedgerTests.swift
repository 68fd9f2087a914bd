import Foundation
import TestSupport
import Testing

@Suite("chainbed export and audit")
struct LedgerTests {
  private let folder: TemporaryDirectory
  private let ledger: String

  /// Keeps the disks of one small run.
  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(SmallScenario.text, to: "small.yaml")
    let words = ["--set", "crb.modules=4", "--set", "replications=1", "--out", "out", "--quiet", "--keep-disks"]
    #expect(try Program.chainbed.run(["run", "small.yaml"] + words, in: folder.path).status == 0)
    ledger = try #require(folder.files().first { $0.hasSuffix("module-2/ledger") })
  }

  private func run(_ words: String...) throws -> Program.Result { try Program.chainbed.run(words, in: folder.path) }

  @Test("an intact ledger is good")
  func good() throws {
    let result = try run("audit", ledger)
    #expect(result.status == 0)
    #expect(result.errors == "")
    #expect(result.output.hasPrefix("\(ledger): good: "))
  }

  @Test("one flipped bit is found, with the block that it is in")
  func flipped() throws {
    let file = folder.url.appendingPathComponent(ledger)
    var bytes = try Data(contentsOf: file)
    bytes[bytes.count / 2] ^= 0x10
    try bytes.write(to: file)
    let result = try run("audit", ledger)
    #expect(result.status == 1)
    #expect(result.output.hasPrefix("\(ledger): block "))
  }

  @Test("each block is one line of JSON, in order")
  func export() throws {
    let result = try run("export", ledger)
    #expect(result.status == 0)
    let lines = result.output.split(separator: "\n")
    #expect(!lines.isEmpty)
    for (height, line) in zip(1..., lines) {
      let block = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      #expect(block["height"] as? Int == height)
    }
    let transactions = try run("export", ledger, "--by", "transaction").output.split(separator: "\n")
    #expect(transactions.count >= lines.count)
  }

  @Test("a ledger that is missing, empty or none at all is one line and status 65")
  func unusable() throws {
    try folder.write("", to: "empty")
    for command in ["export", "audit"] {
      let missing = try run(command, "nowhere", "--help")
      #expect(missing.status == 0)
      #expect(try run(command, "nowhere").status == 65)
      #expect(try run(command, "empty").status == 65)
      #expect(try run(command, ".").status == 65)
    }
    #expect(try run("export", "small.yaml").status == 65)
    let foreign = try run("audit", "small.yaml")
    #expect(foreign.status == 65)
    #expect(foreign.errors == "small.yaml: error: is neither the ledger of a module nor an evidence file\n")
    #expect(try run("export", "empty").errors.split(separator: "\n").count == 1)
  }
}
