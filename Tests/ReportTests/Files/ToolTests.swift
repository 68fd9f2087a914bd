import Testing

@testable import Report

struct ToolTests {
  private let shell = Tool(name: "sh", package: "dash")

  @Test("a tool's standard output is its result, however much it writes to either stream")
  func output() throws {
    let script = "head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2; echo end"
    let bytes = try shell.run(["-c", script])
    #expect(bytes.count == 300_004)
    #expect(bytes.suffix(4) == Array("end\n".utf8))
  }

  @Test("a missing tool names the package to install")
  func missing() {
    let tool = Tool(name: "no-such-plotter", package: "plotter-nox")
    let error = #expect(throws: ToolError.self) { try tool.run([]) }
    #expect(error?.description == "no-such-plotter: not found; install the package plotter-nox")
  }

  @Test("a failing tool gives its status and the line that tells most")
  func failing() {
    let error = #expect(throws: ToolError.self) {
      try shell.run(["-c", "printf 'plot x y\\n     ^\\n  line 3: bad word\\n\\n' >&2; exit 3"])
    }
    #expect(error == .failed(tool: "sh", status: 3, message: "line 3: bad word"))
    #expect(error?.description == "sh: failed with status 3: line 3: bad word")
    let killed = #expect(throws: ToolError.self) { try shell.run(["-c", "kill -9 $$"]) }
    #expect(killed == .failed(tool: "sh", status: 137, message: ""))
  }

  @Test("a tool that does not end is ended")
  func timeout() {
    let tool = Tool(name: "sleep", package: "coreutils", timeoutSeconds: 0)
    let error = #expect(throws: ToolError.self) { try tool.run(["600"]) }
    #expect(error == .timedOut(tool: "sleep", seconds: 0))
  }
}
