import Foundation
import TestSupport
import Testing

@Suite("Wrong usage")
struct UsageTests {
  @Test("a folder for capsules that cannot be made is refused before any case runs")
  func capsules() throws {
    let folder = try TemporaryDirectory()
    try folder.write(SmallScenario.text, to: "small.yaml")
    let result = try Program.chainbed.run("fuzz", "small.yaml", "--out", "/proc/nowhere", in: folder.path)
    #expect(result.status == 64)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("Error: /proc/nowhere: cannot create: "))
  }

  @Test("a scenario that is made small is not overwritten, by whatever name it is called")
  func shrinkOntoItself() throws {
    let folder = try TemporaryDirectory()
    try folder.write(SmallScenario.text, to: "small.yaml")
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/link.yaml", withDestinationPath: "small.yaml")
    for name in ["small.yaml", "./small.yaml", "link.yaml"] {
      let result = try Program.chainbed.run("shrink", "small.yaml", "--out", name, in: folder.path)
      #expect(result.status == 64)
      #expect(result.errors == "Error: --out is the file that is made small; name another\n")
    }
    #expect(try folder.read("small.yaml") == SmallScenario.text)
  }

  @Test(
    "a wrong command line gives one clear line, the usage, and status 64",
    arguments: [
      (["lst"], "Error: Unknown command 'lst'. Did you mean 'list'?"),
      (["list", "--frmat", "json"], "Error: Unknown option '--frmat'. Did you mean '--format'?"),
      (
        ["list", "--format", "xml"], "Error: The value 'xml' is invalid for '--format <format>': use one of text, json"
      ),
      (
        ["fuzz", "a.yaml", "--for", "10"],
        "Error: The value '10' is invalid for '--for <time>': use a time such as 90s, 10m or 2h"
      ),
      (
        ["fuzz", "a.yaml", "--seed", "-4"],
        "Error: The value '-4' is invalid for '--seed <seed>': use a whole number from 0 to 18446744073709551615"
      ),
      (["list", "surplus"], "Error: Unexpected argument 'surplus'"),
      (["check"], "Error: Missing expected argument '<path>'"),
      (["bench", "kernal"], "Error: Unknown command 'kernal'. Did you mean 'kernel'?"),
    ])
  func usage(words: [String], line: String) throws {
    let result = try Program.chainbed.run(words)
    #expect(result.status == 64)
    #expect(result.output == "")
    let lines = result.errors.split(separator: "\n").map(String.init)
    #expect(lines.first == line)
    #expect(lines.dropFirst().first?.hasPrefix("Usage: chainbed") == true)
  }
}
