import SimKernel
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Scenario files")
struct ScenarioFileTests {
  @Test("a good file becomes a typed scenario with defaults filled in")
  func readsGoodFile() throws {
    let loaded = try FormatFixture.load()
    #expect(loaded.study.title == "Write rate")
    #expect(loaded.study.replays == "crb-smb fig-4.1c")
    #expect(loaded.study.question == nil)
    let scenario = loaded.scenario
    let crb = try #require(scenario.system.crb)
    #expect(crb.modules == 1)
    #expect(crb.signature == .rsa2048PSS)
    #expect(crb.crypto == .real)
    #expect(crb.blockMaximum == ByteCount(16_000_000))
    #expect(crb.blockInterval == .milliseconds(200))
    #expect(crb.pendingTransactions == 100_000)
    #expect(crb.viewChangeTimeout == .seconds(10))
    #expect(crb.tolerates == nil)
    #expect(scenario.seed == 1)
    #expect(scenario.hosts.cores == nil)
    #expect(scenario.hosts.clockOffset == .constant(0))
    #expect(scenario.network.latency == .normal(mean: 200_000, deviation: 30_000))
    #expect(scenario.network.bandwidth == Bandwidth(bitsPerSecond: 1_000_000_000))
    #expect(scenario.network.mtu == nil)
    #expect(scenario.network.messageMTU == ByteCount(1_500))
    #expect(scenario.workload.rate == .saturating(window: 8))
    #expect(scenario.workload.to == .primary)
    #expect(scenario.duration.warmUp == .seconds(1))
    #expect(loaded.profile.name == "test-machine")
  }

  @Test("the study keeps its replications, measures and figures")
  func readsStudy() throws {
    let study = try FormatFixture.load().study
    let precision = Precision(relativeHalfWidth: 0.05, confidence: 0.95)
    #expect(study.replications == .until(precision, ofMetric: "write-rate", atLeast: 3, atMost: 10))
    #expect(study.measure.map(\.name).prefix(3) == ["write-rate", "consensus-delay", "consensus-delay-p50"])
    let figure = try #require(study.figures.first)
    #expect(figure.x == 1)
    #expect(figure.series == 0)
    #expect(figure.y == ["write-rate"])
    #expect(figure.scale == .logX)
    #expect(figure.title == nil)
    #expect(study.expectations[0].text == "write-rate at workload.configuration = 400 B is at least 150 /s")
    #expect(study.expectations[0].test == .bound(.atLeast(150)))
    #expect(study.expectations[0].at == [Coordinate(axis: 1, value: 1)])
    #expect(study.expectations[1].test == .shape(.quadratic, along: 0))
  }

  @Test("a figure has levels from elsewhere, in the unit of its metric, with their source")
  func references() throws {
    func scenario(_ references: String) -> String {
      FormatFixture.scenario.replacing("scale: log-x}", with: "scale: log-x, references: [\(references)]}")
    }
    let figure = try #require(
      FormatFixture.load(scenario("{y: 7 /s, label: Bitcoin, source: crb-smb 4.2}")).study.figures.first)
    #expect(figure.references == [.init(y: 7, label: "Bitcoin", source: "crb-smb 4.2")])
    let wrong = FormatFixture.errors(scenario("{y: 7 s, label: Bitcoin, source: crb-smb 4.2}"))
    #expect(wrong.count == 1 && wrong[0].contains("figures[0].references[0].y: '7 s' is a time"), "\(wrong)")
    let nameless = FormatFixture.errors(scenario("{y: 7 /s, label: Bitcoin}"))
    #expect(nameless.count == 1 && nameless[0].contains("references[0].source: missing"), "\(nameless)")
    let several = FormatFixture.errors(
      scenario("{y: 7 /s, label: Bitcoin, source: crb-smb 4.2}").replacing(
        "y: write-rate, series", with: "y: [write-rate, consensus-delay], series"))
    #expect(several.count == 1 && several[0].contains("have different units"), "\(several)")
  }

  @Test("points follow the axes, the last fastest, and each is a world of its own")
  func expandsPoints() throws {
    let loaded = try FormatFixture.load()
    #expect(loaded.points.count == 12)
    #expect(loaded.points.map(\.index) == Array(0..<12))
    #expect(loaded.points[4].coordinates == [1, 1])
    #expect(loaded.points[4].values.map(\.text) == ["4", "400 B"])
    #expect(loaded.points[4].values.map(\.number) == [4, 400])
    let crb = try #require(loaded.points[11].scenario.system.crb)
    #expect(crb.modules == 10)
    #expect(loaded.points[11].scenario.workload.configuration == ByteCount(1_000))
    #expect(loaded.axes.map(\.unit) == ["1", "B"])
  }

  @Test("without a sweep there is one point")
  func readsPlainFile() throws {
    let text = """
      title: Plain
      crb: {modules: 4}
      hosts: {profile: test-machine}
      network: {latency: 1 ms}
      workload: {rate: {closed-loop: {users: 3}}}
      """
    let loaded = try FormatFixture.load(text)
    #expect(loaded.points.count == 1)
    #expect(loaded.scenario.workload.rate == .closedLoop(users: 3, think: .zero))
    #expect(loaded.study.replications == .fixed(1))
    #expect(loaded.study.measure.contains { $0.name == "latency-p99" })
  }

  @Test("a swept key need not be given by itself")
  func sweepsMissingKeys() throws {
    let text = FormatFixture.changed("  modules: 4\n", "").replacing("  configuration: 400 B\n", with: "")
    #expect(try FormatFixture.load(text).points.count == 12)
  }

  @Test("an axis may choose among forms, words, times and profiles")
  func sweepsOtherKinds() throws {
    let sweep = """
      workload.rate.poisson: [10 /s, 1.5e2/s]
        network.latency: [1ms, 0.25 s]
        hosts.profile: [test-machine]
        crb.crypto: [real, modelled]
        network.bandwidth: [10 Mbit/s, unlimited]
      """
    let text = FormatFixture.changed("crb.modules: [1, 4, 7, 10]", sweep)
      .replacing("  window: 8\n", with: "")
      .replacing(#/figures:(.|\n)*/#, with: "")
    let loaded = try FormatFixture.load(text)
    #expect(loaded.points.count == 48)
    #expect(loaded.axes[0].values.map(\.text) == ["10 /s", "1.5e2 /s"])
    #expect(loaded.axes[1].values.map(\.number) == [0.001, 0.25])
    #expect(loaded.axes[3].values.map(\.number) == [nil, nil])
    #expect(loaded.axes[4].values.map(\.number) == [10_000_000, .infinity])
    #expect(loaded.points[0].scenario.workload.rate == .poisson(perSecond: 10))
    #expect(loaded.points[47].scenario.network.latency == .constant(250_000_000))
  }

  @Test("every distribution is read")
  func readsDistributions() throws {
    let forms: [(String, Distribution)] = [
      ("200 us", .constant(200_000)),
      ("{uniform: {from: 1 ms, to: 2 ms}}", .uniform(low: 1e6, high: 2e6)),
      ("{exponential: {mean: 5 ms}}", .exponential(mean: 5e6)),
      ("{lognormal: {mean: 1 ms, deviation: 1 ms}}", .lognormal(mean: 1e6, deviation: 1e6)),
      ("{gamma: {mean: 8 ms, shape: 4}}", .gamma(shape: 4, scale: 2e6)),
      ("{pareto: {minimum: 1 ms, shape: 2.5}}", .pareto(minimum: 1e6, shape: 2.5)),
    ]
    for (yaml, distribution) in forms {
      let text = FormatFixture.changed("{normal: {mean: 200 us, deviation: 30 us}}", yaml)
      #expect(try FormatFixture.load(text).scenario.network.latency == distribution)
    }
    let table = FormatFixture.changed("{normal: {mean: 200 us, deviation: 30 us}}", "{table: [3 ms, 1 ms, 2 ms]}")
    #expect(try FormatFixture.load(table).scenario.network.latency.mean == 2e6)
  }

  @Test("a clock may be behind")
  func readsNegativeOffsets() throws {
    let clock = "{profile: test-machine, clock: {offset: {uniform: {from: -5 ms, to: 5 ms}}, drift: 20 ppm}}"
    let hosts = try FormatFixture.load(FormatFixture.changed("{profile: test-machine}", clock)).scenario.hosts
    #expect(hosts.clockOffset == .uniform(low: -5e6, high: 5e6))
    #expect(hosts.clockDriftPartsPerBillion == 20_000)
  }

  @Test("a file that cannot be read is one line")
  func refusesUnreadableFiles() {
    let folder = FormatFixture.temporaryFolder("unreadable")
    #expect(
      FormatFixture.errors { try ScenarioFile.load(path: "\(folder)/no.yaml") }
        == ["\(folder)/no.yaml: error: no such file"])
    #expect(FormatFixture.errors { try ScenarioFile.load(path: folder) } == ["\(folder): error: is a directory"])
    #expect(
      FormatFixture.errors { try ScenarioFile.load(path: "\(folder)/x.yaml/y.yaml") }
        == ["\(folder)/x.yaml/y.yaml: error: no such file"])
  }

  @Test("all errors come in one go, in the order of the file")
  func reportsAll() {
    let text = FormatFixture.changed("modules: 4\n", "modules: 0\n").replacing("title: Write rate\n", with: "")
      .replacing("rate: saturating", with: "rate: 5").replacing("[write-rate,", with: "[write-rat,")
    #expect(
      FormatFixture.errors(text).map { $0.split(separator: " ")[0...2].joined(separator: " ") } == [
        "s.yaml:1:1: error: title:", "s.yaml:3:12: error: crb.modules:", "s.yaml:9:9: error: workload.rate:",
        "s.yaml:16:11: error: measure[0]:",
      ])
  }

  @Test("what is wrong between values is found beside what is wrong in the study")
  func reportsWorldAndStudy() {
    let text = FormatFixture.changed("scale: log-x", "scale: log").replacing("test-machine", with: "cray")
      .replacing("modules: 4\n", with: "modules: 4\n  tolerates: 1\n")
    #expect(
      FormatFixture.errors(text).map { $0.split(separator: " ")[0...2].joined(separator: " ") } == [
        "s.yaml:5:14: error: crb.tolerates:", "s.yaml:7:18: error: hosts.profile:",
        "s.yaml:20:76: error: figures[0].scale:",
      ])
  }

  @Test("what only some points break is shown at the value of the axis")
  func blamesTheAxisValue() {
    let text = FormatFixture.changed("modules: 4\n", "modules: 4\n  tolerates: 1\n")
    #expect(
      FormatFixture.errors(text) == ["s.yaml:5:14: error: crb.tolerates: f too large: 1 module tolerates at most 0"])
    let profile = FormatFixture.changed("crb.modules: [1, 4, 7, 10]", "hosts.profile: [test-machine, cray]")
      .replacing(#/figures:(.|\n)*/#, with: "")
    #expect(
      FormatFixture.errors(profile) == [
        "s.yaml:14:33: error: hosts.profile: unknown profile 'cray'; known: no-ed25519, test-machine"
      ])
  }

  @Test("a key without effect is an error only when it has none at any point")
  func findsIdleKeys() {
    let forms = FormatFixture.changed("crb.modules: [1, 4, 7, 10]", "network.bandwidth: [1 Gbit/s, unlimited]")
      .replacing("bandwidth: 1 Gbit/s", with: "buffer: 1 MB").replacing(#/figures:(.|\n)*/#, with: "")
    #expect(FormatFixture.errors(forms) == [])
    #expect(
      FormatFixture.errors(forms.replacing("[1 Gbit/s, unlimited]", with: "[unlimited]")) == [
        "s.yaml:7:64: error: network.buffer: has an effect only without 'bandwidth: unlimited'"
      ])
    let swept = FormatFixture.changed("crb.modules: [1, 4, 7, 10]", "workload.window: [1, 2]")
      .replacing("rate: saturating\n  window: 8", with: "rate: {poisson: 1 /s}")
      .replacing(#/figures:(.|\n)*/#, with: "")
    #expect(
      FormatFixture.errors(swept).map { $0.replacing(#/^s.yaml:13:[0-9]+/#, with: "s.yaml:13") } == [
        "s.yaml:13: error: workload.window: has an effect only with 'rate: saturating', not with 'poisson'"
      ])
  }

  @Test("a sweep of too many points is refused")
  func refusesHugeSweeps() {
    let list = (1...200).map(String.init).joined(separator: ", ")
    let text = FormatFixture.changed(
      "crb.modules: [1, 4, 7, 10]", "crb.modules: [\(list)]\n  crb.pending.transactions: [\(list)]"
    )
    .replacing(#/figures:(.|\n)*/#, with: "")
    #expect(FormatFixture.errors(text) == ["s.yaml:14:3: error: sweep: more than 10000 points"])
  }

  @Test("encrypted configurations need a suite that seals, and a suite needs its prices")
  func checksSuites() {
    let encrypted = FormatFixture.changed(
      "  configuration: 400 B\n", "  configuration: 400 B\n  recipient: encrypted\n")
    #expect(FormatFixture.errors(encrypted) == [])
    #expect(
      FormatFixture.errors(encrypted, ["crb.signature=ed25519"]) == [
        "s.yaml:10:14: error: workload.recipient: 'encrypted' needs a suite that can seal keys, such as 'rsa-2048-pss';"
          + " crb.signature is 'ed25519'"
      ])
    #expect(
      FormatFixture.errors(FormatFixture.scenario, ["crb.signature=ed25519", "hosts.profile=no-ed25519"]) == [
        "--set hosts.profile=no-ed25519: error: hosts.profile: the profile 'no-ed25519' has no price 'ed25519.sign', "
          + "which crb.signature 'ed25519' needs",
        "--set hosts.profile=no-ed25519: error: hosts.profile: the profile 'no-ed25519' has no price 'ed25519.verify', "
          + "which crb.signature 'ed25519' needs",
      ])
  }
}
