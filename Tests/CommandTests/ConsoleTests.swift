import TestSupport
import Testing

@Suite("Pipes")
struct ConsoleTests {
  /// Runs a line of shell, in which `$0` is chainbed.
  private func shell(_ line: String) throws -> Program.Result {
    try Program(path: "/bin/bash").run("-c", line, Program.chainbed.path)
  }

  @Test("when the reader of its output goes, chainbed ends without a word")
  func closedPipe() throws {
    let result = try shell("\"$0\" schema | head -n 1; echo \"${PIPESTATUS[0]}\"")
    #expect(result.output == "{\n0\n")
    #expect(result.errors == "")
  }

  @Test("when its errors cannot be written, chainbed still ends with its status")
  func closedErrors() throws {
    #expect(try shell("\"$0\" nonsense 2>&-").status == 64)
  }

  @Test("a full disk is reported, and is no success")
  func fullDisk() throws {
    let result = try shell("\"$0\" schema > /dev/full")
    #expect(result.status == 64)
    #expect(result.errors == "Error: cannot write to standard output: No space left on device\n")
  }
}
