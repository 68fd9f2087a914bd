import Foundation
import TestSupport
import Testing

@Suite("chainbed audit with keys, and without")
struct AuditTests {
  private let folder: TemporaryDirectory
  private let disks = "out/disks/point-0/seed-1"

  /// Keeps disks and keys of one short run of data centers.
  init() throws {
    folder = try TemporaryDirectory()
    let text = """
      title: A path that is switched
      question: Who sees what?
      nfv:
        crb: {modules: 1, crypto: modelled}
        smb: {modules: 1, crypto: modelled}
        vnf-hosts: 4
        tenants: 2
        task: requests
      hosts: {profile: i7-4770-python2.7}
      network: {latency: 200 us, bandwidth: 1 Gbit/s}
      duration: {warm-up: 0 s, measure: 80 s}
      measure: [operations]
      """
    try folder.write(text, to: "small.yaml")
    let kept = try run("run", "small.yaml", "--out", "out", "--quiet", "--keep-disks")
    #expect(kept.status == 0, "\(kept.errors)")
  }

  private func run(_ words: String...) throws -> Program.Result { try Program.chainbed.run(words, in: folder.path) }
  private var ledger: String { "\(disks)/smb-0/module-0/ledger" }
  private func keys(_ holder: String) -> String { "\(disks)/keys/\(holder).json" }

  @Test("with a tenant's keys: a line for each of its transactions, in order, and how many are not its own")
  func history() throws {
    let result = try run("audit", ledger, "--keys", keys("tenant-1"))
    #expect(result.status == 0)
    #expect(result.errors == "")
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(lines[0].hasPrefix("\(ledger): good: "))
    #expect(lines[1] == "What the keys show of it, in the order of the ledger; times are UTC on 1970-01-01:")
    #expect(lines[2].split(separator: " ") == ["block", "time", "from", "to", "type", "what"])
    let rows = lines[4...].prefix { !$0.contains("are of these keys") }
    #expect(rows.contains { $0.contains("  tenant 1   service 0  service   create-vnf ") })
    #expect(rows.contains { $0.contains("  service 0  tenant 1   response  to ") && $0.contains(": done: vnf-") })
    #expect(rows.allSatisfy { !$0.contains("tenant 0") })
    let places = rows.compactMap { Double($0.prefix { $0 != " " }) }
    #expect(places.count == rows.count)
    #expect(places.map { Int($0) } == places.map { Int($0) }.sorted())
    let words = try #require(lines.last).split(separator: " ")
    #expect(Int(words[0]) == rows.count)
    #expect(try #require(Int(words[3])) > rows.count)
  }

  @Test("the keys of both tenants show both, in the order of the ledger; as JSON too")
  func both() throws {
    func history(_ holders: String...) throws -> [[String: Any]] {
      let words = ["audit", ledger, "--format", "json"] + holders.flatMap { ["--keys", keys($0)] }
      let result = try Program.chainbed.run(words, in: folder.path)
      #expect(result.status == 0)
      let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
      #expect(object?["findings"] as? [String] == [])
      return try #require(object?["history"] as? [[String: Any]])
    }
    let ids = { (entries: [[String: Any]]) in entries.compactMap { $0["id"] as? String } }
    let (first, second) = (try history("tenant-0"), try history("tenant-1"))
    let all = try history("tenant-0", "tenant-1")
    #expect(Set(ids(first)).isDisjoint(with: ids(second)))
    #expect(all.count == first.count + second.count)
    #expect(Set(ids(all)) == Set(ids(first) + ids(second)))
    #expect(ids(try history("domain-0")) == ids(all))
    #expect(!first.contains { ($0["what"] as? String ?? "").isEmpty })
  }

  @Test("without keys: numbers, sizes, times and digests of keys, and not one name")
  func anybody() throws {
    let result = try run("audit", ledger)
    #expect(result.status == 0)
    #expect(result.output.contains("What anybody can read in it, from 1970-01-01 "))
    #expect(result.output.contains("service   encrypted"))
    for name in ["tenant", "vnf-", "chain-", "create"] { #expect(!result.output.contains(name)) }
    let object = try JSONSerialization.jsonObject(with: Data(try run("audit", ledger, "--format", "json").output.utf8))
    #expect((object as? [String: Any])?["history"] == nil)
    #expect((object as? [String: Any])?["public"] != nil)
  }

  @Test("keys that cannot be used are one line and status 65, keys for evidence wrong usage")
  func unusable() throws {
    try folder.write("{", to: "damaged.json")
    try folder.write(#"{"\#("\\u001b")[31m": 1}"#, to: "hostile.json")
    for (file, line) in [
      ("nowhere.json", "nowhere.json: error: no such file"),
      ("damaged.json", "damaged.json: error: is not JSON, or is cut off: it does not end with '}'"),
      ("hostile.json", #"hostile.json: error: \u{1b}[31m: unknown key"#),
    ] {
      let result = try run("audit", ledger, "--keys", file)
      #expect(result.status == 65)
      #expect(result.output == "")
      #expect(result.errors == line + "\n")
      #expect(try run("export", ledger, "--keys", file).status == 65)
    }
    try folder.write(#"{"kind": "chainbed evidence"}"#, to: "evidence.json")
    #expect(try run("audit", "evidence.json", "--keys", keys("tenant-0")).status == 64)
    #expect(try run("audit", "evidence.json", "--format", "json").status == 64)
    let other = try run("audit", "\(disks)/crb/module-0/ledger", "--keys", keys("domain-0"))
    #expect(other.status == 65)
    #expect(other.errors == "\(keys("domain-0")): error: has no keys for this ledger's federation, only for smb-0\n")
  }

  @Test("the ledger of another federation is one finding; of many findings the first are shown, and how many more")
  func anotherFederation() throws {
    let result = try run("audit", ledger, "--federation", "\(disks)/crb/module-0/federation.json")
    #expect(result.status == 1)
    let findings = result.output.split(separator: "\n").filter { $0.contains(" at byte ") }
    #expect(
      findings.count == 1 && findings.first?.hasSuffix("the ledger is another federation's, or signed anew") == true)
    let file = folder.url.appendingPathComponent(ledger)
    let bytes = try Data(contentsOf: file)
    try (bytes + bytes + bytes + bytes).write(to: file)
    let many = try run("audit", ledger)
    #expect(many.output.split(separator: "\n").count { $0.contains(" at byte ") } == 20)
    #expect(many.output.contains(" more; '--format json' has them all\n"))
  }

  @Test("export refuses the keys that an audit refuses, with the same line; keys that open nothing are said to")
  func exportKeys() throws {
    let other = "\(disks)/crb/module-0/ledger"
    let good = try folder.read(keys("tenant-0"))
    for (name, old, new) in [("suite", "rsa-2048-pss", "rsa-3072-pss"), ("mode", "modelled", "real")] {
      try folder.write(good.replacing(old, with: new), to: "\(name).json")
    }
    for (ledger, keys) in [(other, keys("domain-0")), (ledger, "suite.json"), (ledger, "mode.json")] {
      let export = try run("export", ledger, "--keys", keys)
      #expect(export.status == 65 && export.output == "")
      #expect(export.errors == (try run("audit", ledger, "--keys", keys).errors))
      #expect(export.errors.contains(ledger == other ? "no keys for this ledger's federation" : "; the ledger's are"))
    }
    let federation = "\(disks)/smb-0/module-0/federation.json"
    #expect(try run("export", other, "--keys", keys("domain-0"), "--federation", federation).status == 0)
    let idle = try run("export", other, "--federation", federation)
    #expect(idle.status == 64 && idle.errors == "Error: --federation has no effect without --keys\n")
    let emptied = good.replacing(#/"(pairs|requests)": \[[^\]]*\]/#) { "\"\($0.1)\": []" }
    try folder.write(emptied, to: "empty.json")
    let nothing = try run("export", other, "--keys", "empty.json")
    #expect(nothing.status == 0 && nothing.errors == "\(other): the keys open nothing in it\n")
    #expect(try run("export", ledger, "--keys", keys("domain-0")).errors == "")
  }

  @Test("a ledger without its federation file or membership list is refused with what to do")
  func alone() throws {
    let bytes = try Data(contentsOf: folder.url.appendingPathComponent(ledger))
    try bytes.write(to: folder.url.appendingPathComponent("ledger"))
    let names = "names one that says who certifies the members"
    for words in [["audit", "ledger"], ["export", "ledger", "--keys", keys("tenant-0")]] {
      let result = try Program.chainbed.run(words, in: folder.path)
      #expect(result.status == 65)
      #expect(result.errors == "federation.json: error: no such file; '--federation' \(names)\n")
    }
    try folder.write(folder.read("\(disks)/smb-0/module-0/federation.json"), to: "federation.json")
    let list = "membership: error: no such file; the certified list of members belongs beside federation.json\n"
    #expect(try run("audit", "ledger").errors == list)
  }

  @Test("export opens what the keys open, of service and response transactions")
  func export() throws {
    func lines(_ words: String...) throws -> [[String: Any]] {
      let result = try Program.chainbed.run(["export", ledger, "--by", "transaction"] + words, in: folder.path)
      #expect(result.status == 0)
      return try result.output.split(separator: "\n").map {
        try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
      }
    }
    let plain = try lines()
    let opened = try lines("--keys", keys("tenant-0"))
    #expect(plain.count == opened.count)
    #expect(plain.allSatisfy { $0["opened"] == nil })
    #expect(
      plain.contains { $0["type"] as? String == "service" && $0["request"] is String && $0["responseKey"] is String })
    #expect(plain.contains { $0["type"] as? String == "response" && $0["service"] is String && $0["key"] == nil })
    let response = try #require(opened.first { $0["type"] as? String == "response" && $0["opened"] != nil })
    let fields = try #require(response["opened"] as? [String: Any])
    #expect(fields["error"] as? String == "")
    let header = fields["service"] as? String
    #expect(
      opened.contains { $0["signature"] as? String == header && ($0["opened"] as? [String: Any])?["request"] != nil })
  }
}
