import Testing
import Vocabulary

@testable import Scenarios

@Suite("Overrides")
struct OverrideTests {
  @Test("a key of the file is replaced, the last override winning")
  func replaces() throws {
    let overrides = [
      "crb.block.interval=50 ms", "crb.block.interval=70 ms", "workload.rate={constant: 20 /s}", "seed=9",
    ]
    let scenario = try FormatFixture.load(FormatFixture.changed("  window: 8\n", ""), overrides).scenario
    let crb = try #require(scenario.system.crb)
    #expect(crb.blockInterval == .milliseconds(70))
    #expect(scenario.workload.rate == .constant(perSecond: 20))
    #expect(scenario.seed == 9)
  }

  @Test("a key inside another form replaces the form")
  func replacesForms() throws {
    let text = FormatFixture.changed("  window: 8\n", "")
    let scenario = try FormatFixture.load(
      text, ["workload.rate.poisson=5 /s", "network.latency.exponential.mean=3 ms"]
    ).scenario
    #expect(scenario.workload.rate == .poisson(perSecond: 5))
    #expect(scenario.network.latency == .exponential(mean: 3e6))
  }

  @Test("a swept key keeps its axis with one value, and what speaks of the others is untested")
  func narrowsAxes() throws {
    let loaded = try FormatFixture.load(FormatFixture.scenario, ["crb.modules=4", "workload.configuration=5 kB"])
    #expect(loaded.points.count == 1)
    #expect(loaded.axes.map(\.key) == ["crb.modules", "workload.configuration"])
    #expect(
      loaded.study.expectations.map(\.test) == [
        .untestable("workload.configuration = 400 B is not run"),
        .untestable("workload.configuration = 1 B is not run"),
      ])
    let shape = try FormatFixture.load(FormatFixture.scenario, ["crb.modules=4"]).study.expectations[1].test
    #expect(shape == .untestable("'quadratic' needs at least 4 values of crb.modules; it has 1"))
  }

  @Test("the values of an axis can be replaced")
  func replacesAxes() throws {
    let loaded = try FormatFixture.load(FormatFixture.scenario, ["sweep.crb.modules=[2, 3]"])
    #expect(loaded.points.count == 6)
    #expect(loaded.overrides == ["sweep.crb.modules=[2, 3]"])
  }

  @Test("a key of a system that the file does not have is told of, with the key that may be meant, and nothing else")
  func otherSystem() {
    let file = NFVFixture.text().replacing("i7-4770-python2.7", with: "test-machine")
    let known = FormatFixture.errors(file, [])
    for (override, meant) in [
      ("crb.modules=-4", "; did you mean 'nfv.crb.modules'?"),
      ("sweep.crb.modules=[4, 7]", "; did you mean 'sweep.nfv.crb.modules'?"), ("sfc.rounds=2", ""),
    ] {
      let key = override.prefix { $0 != "=" }
      let system = key.hasPrefix("sfc") ? "sfc" : "crb"
      let problem = "--set \(override): error: \(key): this scenario has 'nfv', not '\(system)'\(meant)"
      #expect(FormatFixture.errors(file, [override]) == known + [problem])
    }
    #expect(FormatFixture.errors(file, ["nfv.crb.modules=7"]) == known)
  }

  @Test(
    "each way to be wrong gives its one line",
    arguments: [
      ("crb.modles=4", "crb.modles: unknown key; did you mean 'modules'?"),
      ("crb", "expected key=value"),
      ("crb.modules=", "crb.modules: has no value"),
      ("=4", "expected key=value"),
      ("crb.modules=0", "sweep.crb.modules[0]: 0 is out of range; must be from 1 to 1000"),
      ("crb.tolerates=-1", "crb.tolerates: -1 is out of range; must be from 0 to 333"),
      ("crb.modules.x=4", "crb.modules.x: unknown key; 'crb.modules' has no keys in it"),
      ("network.latency=[1", "expected ',' or ']' here"),
      ("network.latency=5 MB", "network.latency: '5 MB' is a size; expected a time, for example '10 ms'"),
      ("workload.rate={poisson: 5 /s}", "-"),
      ("sweep.crb.modles=[1]", "crb.modles: unknown key; did you mean 'modules'?"),
      ("expect.0=x", "expect.0: unknown key; 'expect' has no keys in it"),
      ("title=", "title: has no value"),
      ("modules=4", "modules: unknown key; did you mean 'crb.modules'?"),
    ])
  func isWrong(override: String, text: String) throws {
    let found = FormatFixture.errors(FormatFixture.scenario, [override])
    guard text != "-" else {
      // The file's own key loses its effect: the file is where to look.
      #expect(
        found == ["s.yaml:11:3: error: workload.window: has an effect only with 'rate: saturating', not with 'poisson'"]
      )
      return
    }
    #expect(found == ["--set \(override): error: \(text)"])
    do {
      _ = try FormatFixture.load(FormatFixture.scenario, [override])
    } catch let errors as ScenarioErrors {
      #expect(errors.areUsage)
    }
  }

  @Test("errors of the file and of overrides come together, the file's first")
  func mixes() {
    let errors = FormatFixture.errors(FormatFixture.changed("scale: log-x", "scale: log"), ["crb.modles=4"])
    #expect(errors.count == 2)
    #expect(errors[0].hasPrefix("s.yaml:19:76: error: figures[0].scale:"))
    #expect(errors[1].hasPrefix("--set crb.modles=4: error: "))
  }
}
