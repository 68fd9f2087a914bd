import TestSupport
import Testing

@Suite("Wrong usage")
struct UsageTests {
  @Test(
    "a wrong command line gives one clear line, the usage, and status 64",
    arguments: [
      (["lst"], "Error: Unknown command 'lst'. Did you mean 'list'?"),
      (["list", "--frmat", "json"], "Error: Unknown option '--frmat'. Did you mean '--format'?"),
      (
        ["list", "--format", "xml"], "Error: The value 'xml' is invalid for '--format <format>': use one of text, json"
      ),
      (["list", "surplus"], "Error: Unexpected argument 'surplus'"),
      (["check"], "Error: Missing expected argument '<file>'"),
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
