import TestSupport
import Testing

@Suite("chainbed run --capture")
struct CaptureCommandTests {
  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    let chain = """
      title: A stream
      sfc:
        sites: [a, b]
        functions: [{name: cache, site: a}, {name: firewall, site: b}]
        chains: [{name: all, path: [cache, firewall]}]
        traffic: [{kind: constant, rate: 64 /s, size: 512 B}]
      hosts: {profile: hp-dl380-g7-bmv2}
      network: {latency: 200 us, bandwidth: 1 Gbit/s}
      duration: {warm-up: 0 s, measure: 1 s}
      measure: [chain-packets-sent]
      """
    try folder.write(chain, to: "chain.yaml")
    try folder.write(SmallScenario.text, to: "small.yaml")
  }

  private func chainbed(_ words: String...) throws -> Program.Result {
    try Program.chainbed.run(words, in: folder.path)
  }

  private func script(_ lines: String) throws -> Program.Result {
    try Program(path: "/bin/bash").run("-c", lines, Program.chainbed.path, in: folder.path)
  }

  private var partial: [String] { folder.files().filter { $0.hasSuffix(".partial") } }

  @Test("several links stand in one capture, and both go with the next results")
  func severalLinks() throws {
    let captured = try chainbed(
      "run", "chain.yaml", "--out", "out", "--capture", "gateway-0~gateway-1", "--capture", "inner-0~outer-0")
    #expect(captured.status == 0, "\(captured.errors)")
    let bytes = try folder.read("out/capture.pcapng")
    for link in ["gateway-0~gateway-1", "inner-0~outer-0"] { #expect(bytes.contains(link), "\(link)") }
    #expect(folder.files().contains("out/esp_sa"))
    try folder.write("", to: "out/.capture.pcapng.1.0.partial")
    #expect(try chainbed("run", "small.yaml", "--out", "out").status == 0)
    #expect(!folder.files().contains { $0.hasPrefix("out/capture") || $0.hasPrefix("out/esp") })
    #expect(partial == [])
  }

  @Test("a capture that is interrupted leaves nothing of itself")
  func interrupted() throws {
    let result = try script(
      """
      "$0" run chain.yaml --out out --capture all --set duration.measure=10min --quiet & process=$!
      while kill -0 $process && ! ls out/.capture* >/dev/null 2>&1; do sleep 0.01; done
      kill -INT $process; wait $process
      """)
    #expect(result.status == 130)
    #expect(result.errors == "Interrupted. There is no capture; the results are complete.\n")
    #expect(folder.files().contains("out/report.html"))
    #expect(partial == [])
  }

  @Test("a capture that cannot be written is one clear line, and leaves nothing of itself")
  func fullDisk() throws {
    let result = try script(
      "ulimit -f 400; \"$0\" run chain.yaml --out out --capture all --set duration.measure=20s --quiet")
    #expect(result.status == 64)
    #expect(result.errors == "Error: out/capture.pcapng: cannot write: File too large\n")
    #expect(partial == [])
  }

  @Test("a link that no scenario has is named with the first of them")
  func unknownLink() throws {
    let result = try Program.chainbed.run(
      "replay", "enc-sfc", "table-1-1.c", "--capture", "gateway-0~gateway-9", in: Repository.root.path)
    #expect(result.status == 64)
    #expect(result.errors.hasPrefix("Error: key-change: there is no link 'gateway-0~gateway-9'"))
  }
}
