import Foundation
import TestSupport
import Testing

@Suite("tools/install-packages")
struct InstallPackagesTests {
  private let folder: TemporaryDirectory

  /// A machine whose only programs are the ones named and a few that every system has.
  init() throws {
    folder = try TemporaryDirectory()
    try folder.write("", to: "bin/.keep")
    for tool in ["bash", "env", "grep", "dirname", "id", "mktemp", "rm", "cat"] {
      let path = ["/bin/", "/usr/bin/"].map { $0 + tool }.first(where: FileManager.default.fileExists(atPath:))
      try FileManager.default.createSymbolicLink(
        atPath: folder.path("bin/" + tool), withDestinationPath: #require(path))
    }
  }

  /// Adds a program that notes how it was called.
  private func add(_ tool: String, _ script: String = "") throws {
    let path = try folder.write(
      "#!/bin/bash\necho \(tool) \"$@\" >> \(folder.path("calls"))\n\(script)\n", to: "bin/" + tool)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
  }

  private func install(_ purposes: String...) throws -> Program.Result {
    try Program(path: Repository.path("tools/install-packages")).run(
      purposes, environment: ["PATH": folder.path("bin")])
  }

  @Test("without Swift it says where to get it")
  func noSwift() throws {
    let result = try install("build", "run")
    #expect(result.status == 1)
    #expect(result.errors.contains("swift.org"))
  }

  @Test("without apt it lists what is missing for the purposes asked, and stops")
  func noApt() throws {
    try add("swift")
    try add("gnuplot")
    let result = try install("build", "run")
    #expect(result.status == 1)
    #expect(result.output == "")
    let listed = result.errors.split(separator: "\n").dropFirst().map { $0.trimmingCharacters(in: .whitespaces) }
    #expect(
      listed == [
        "pkg-config", "libyaml-dev", "libssl-dev", "libgsl-dev", "libsqlite3-dev", "librsvg2-bin", "fonts-liberation",
      ])
  }

  @Test("with apt it installs what is missing, as root or with sudo, and checks that it is there")
  func apt() throws {
    try add("swift")
    try add("apt-get")
    try add("sudo", "exec \"$@\"")
    let result = try install("run")
    #expect(result.output.hasPrefix("Installing with apt: gnuplot-nox librsvg2-bin fonts-liberation\n"))
    let calls = try folder.read("calls").split(separator: "\n").filter { $0.hasPrefix("apt-get") }
    #expect(
      calls == [
        "apt-get -q -y update",
        "apt-get -q -y install --no-install-recommends gnuplot-nox librsvg2-bin fonts-liberation",
      ])
    // This apt-get installs nothing, and that is noticed.
    #expect(result.status == 1)
    #expect(result.errors.hasPrefix("Installed, but still not found: gnuplot-nox"))
  }

  @Test("when nothing is missing it does nothing and says nothing")
  func nothingMissing() throws {
    try add("swift")
    for tool in ["gnuplot", "rsvg-convert"] { try add(tool) }
    try add("fc-list", "echo Liberation Sans")
    let result = try install("run")
    #expect(result.status == 0)
    #expect(result.output + result.errors == "")
  }
}
