import Foundation
import TestSupport
import Testing

@Suite("chainbed check")
struct CheckTests {
  @Test("a missing file is one line and status 65")
  func missing() throws {
    let result = try Program.chainbed.run("check", "nowhere.yaml")
    #expect(result.status == 65)
    #expect(result.output == "")
    #expect(result.errors == "nowhere.yaml: error: no such file\n")
  }

  @Test("a folder stands for the scenarios below it")
  func folder() throws {
    let folder = try TemporaryDirectory()
    try folder.write(SmallScenario.text, to: "some/deep/good.yaml")
    try folder.write("title: Empty\n", to: "some/wrong.yaml")
    let result = try Program.chainbed.run("check", "some", in: folder.path)
    #expect(result.status == 65)
    #expect(result.output.hasPrefix("some/deep/good.yaml: good: "))
    #expect(result.errors.hasPrefix("some/wrong.yaml:1:1: error: "))
    let nothing = try Program.chainbed.run("check", ".", in: TemporaryDirectory().path)
    #expect(nothing.errors.contains("there is no scenario below it"))
  }

  @Test("each mistake of each file is reported with its place")
  func mistakes() throws {
    let folder = try TemporaryDirectory()
    try folder.write("title: [\n", to: "broken.yaml")
    try folder.write("title: Empty\nnonsense: 1\n", to: "wrong.yaml")
    let result = try Program.chainbed.run("check", "broken.yaml", "wrong.yaml", in: folder.path)
    #expect(result.status == 65)
    #expect(result.output == "")
    let lines = result.errors.split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.hasPrefix("broken.yaml:") && $0.contains(": error: ") })
    #expect(lines.contains { $0.hasPrefix("wrong.yaml:2:1: error: nonsense") })
  }

  @Test("a fault that leaves progress unjudged is a warning, and a note of the run")
  func unjudged() throws {
    let folder = try TemporaryDirectory()
    try folder.write(
      SmallScenario.text.replacingOccurrences(of: "[1, 4]", with: "[4]") + "faults: [{at: 1 s, loss: 1 %}]\n",
      to: "endless.yaml")
    let check = try Program.chainbed.run("check", "endless.yaml", in: folder.path)
    #expect(check.status == 0)
    #expect(check.errors.contains("endless.yaml:10:10: warning: faults[0]: 'loss' goes on"))
    let run = try Program.chainbed.run("run", "endless.yaml", "--out", "out", in: folder.path)
    #expect(run.output.contains("so progress is not judged; 'for' ends it (endless.yaml:10:10)"))
  }

  @Test("a directory or a file that is no text is refused as well")
  func otherFiles() throws {
    let folder = try TemporaryDirectory()
    try folder.write("\u{0}\u{1}\u{2}", to: "binary.yaml")
    for file in ["binary.yaml", "."] {
      let result = try Program.chainbed.run("check", file, in: folder.path)
      #expect(result.status == 65)
      #expect(result.errors.hasPrefix(file + ":"))
    }
  }
}
