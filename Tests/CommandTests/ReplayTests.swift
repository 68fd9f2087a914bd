import TestSupport
import Testing

@Suite("chainbed replay and list")
struct ReplayTests {
  @Test("every shipped scenario and profile is listed")
  func list() throws {
    let listed = try Program.chainbed.run("list", in: Repository.root.path)
    #expect(listed.status == 0)
    for file in Repository.files(below: "scenarios", endings: [".yaml"]) where !file.contains("/profiles/") {
      #expect(listed.output.contains(file), "\(file)")
    }
    for file in Repository.files(below: "scenarios/profiles", endings: [".yaml"]) {
      let name = file.split(separator: "/").last!.dropLast(5)
      #expect(listed.output.contains("\n\(name) "), "\(file)")
    }
  }

  @Test("every shipped scenario and profile is good")
  func check() throws {
    let files = Repository.files(below: "scenarios", endings: [".yaml"])
    let result = try Program.chainbed.run(["check"] + files, in: Repository.root.path)
    #expect(result.status == 0)
    // On purpose, one of them lets keys expire before they change, and three have faults to their end.
    let remarked = Set(result.errors.split(separator: "\n").map { $0.prefix { $0 != ":" } })
    let expected = [
      "scenarios/attacks/forged-response.yaml", "scenarios/attacks/stale-configuration.yaml",
      "scenarios/enc-sfc/key-expiry.yaml", "scenarios/faults/migration-lossy.yaml",
    ]
    #expect(remarked.sorted().map(String.init) == expected, "\(result.errors)")
    #expect(result.output.split(separator: "\n").count == files.count)
  }

  @Test(
    "what has no effect for a file is refused in a line",
    arguments: [
      (["fig-1"], "the figure 'fig-1'"), (["--out", "x"], "--out"), (["--twice"], "--twice"),
      (["--crypto", "real"], "--crypto"),
    ])
  func withoutEffect(words: [String], what: String) throws {
    let result = try Program.chainbed.run(["replay", "some.yaml"] + words)
    #expect(result.status == 64)
    #expect(result.errors == "Error: \(what) has no effect for a file\n")
  }

  @Test("a part of a table gives its rows, with what was printed beside them")
  func part() throws {
    let folder = try TemporaryDirectory()
    let result = try Program.chainbed.run(
      ["replay", "enc-sfc", "table-1-1.c", "--out", folder.path], in: Repository.root.path)
    #expect(result.status == 0)
    #expect(result.output.contains("enc-sfc table-1-1.c\n"))
    #expect(!folder.files().contains("table-1.csv"))
    let csv = try folder.read("table-1-1.c.csv")
    let row = csv.split(separator: "\n").last.map(String.init) ?? ""
    #expect(row.hasPrefix("1.c,Periodic key change,7.0,7.0,0.1,0.109375,0.109375,"), "\(csv)")
    #expect(row.contains(",calibrated,yes,"))
    #expect(try folder.read("table-1-1.c.html").contains("Periodic key change"))
  }

  @Test("cryptography is computed or stood in for as is asked", arguments: ["real", "modelled"])
  func crypto(mode: String) throws {
    let folder = try TemporaryDirectory()
    let result = try Program.chainbed.run(
      [
        "replay", "crb-smb", "section-3.6", "--crypto", mode, "--out", folder.path, "--set", "duration.measure=60 s",
        "--jobs", "1",
      ], in: Repository.root.path)
    // Too short for what is expected, long enough for the report to say what was run.
    #expect(result.status == 1, "\(result.errors)")
    let report = try folder.read("migration/report.html")
    for chain in ["crb", "smb"] { #expect(report.contains("nfv.\(chain).crypto</code></td><td>\(mode)<"), "\(chain)") }
  }

  @Test("an unknown system or figure is answered with those that there are")
  func unknown() throws {
    let system = try Program.chainbed.run("replay", "crb-smd")
    #expect(system.status == 64)
    #expect(system.errors.hasPrefix("Error: no scenario replays the system 'crb-smd'. Did you mean 'crb-smb'?"))
    let figure = try Program.chainbed.run("replay", "crb-smb", "fig-9.9")
    #expect(figure.status == 64)
    #expect(figure.errors.contains("fig-4.1c"))
    for row in ["table-1-2.z", "table-1-2.a-9"] {
      let result = try Program.chainbed.run("replay", "enc-sfc", row)
      #expect(result.status == 64)
      #expect(result.errors.contains("(there is: table-1-2, table-1-2.a, table-1-2.a-1, "), "\(result.errors)")
    }
  }
}
