import Testing

@testable import Scenarios

/// One case for each way a scenario can be wrong, with the exact line that it gives.
@Suite("Errors of scenario files")
struct ScenarioErrorTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var old: String
    var new: String
    var error: String
    var testDescription: String { error }

    init(_ old: String, _ new: String, _ error: String) {
      self.old = old
      self.new = new
      self.error = error
    }
  }

  static let cases = [
    Case(
      "block: {maximum", "block: {maxmum",
      "s.yaml:5:11: error: crb.block.maxmum: unknown key; did you mean 'maximum'?"),
    Case(
      "bandwidth: 1 Gbit/s", "jiter: 1 ms",
      "s.yaml:7:64: error: network.jiter: unknown key"),
    Case(
      "title: Write rate\n", "title: Write rate\nmodules: 4\n",
      "s.yaml:2:1: error: modules: unknown key; did you mean 'crb.modules'?"),
    Case(
      "title: Write rate\n", "",
      "s.yaml:1:1: error: title: missing; it is required: what the scenario is called in reports"),
    Case(
      "  rate: saturating\n  window: 8\n", "",
      "s.yaml:9:3: error: workload.rate: missing; it is required: when transactions are submitted"),
    Case(
      "{normal: {mean: 200 us, deviation: 30 us}}", "{normal: {mean: 200 us}}",
      "s.yaml:7:29: error: network.latency.normal.deviation: missing; it is required: standard deviation"),
    Case(
      "{normal: {mean: 200 us, deviation: 30 us}}",
      "{normal: {mean: 1 us, deviation: 1 us}, gamma: {mean: 1 us, shape: 2}}",
      "s.yaml:7:60: error: network.latency.gamma: cannot stand beside 'normal'; give one of them"),
    Case(
      "{normal: {mean: 200 us, deviation: 30 us}}", "{}",
      "s.yaml:7:20: error: network.latency: needs one of 'normal', 'uniform', 'exponential', 'lognormal', 'gamma', 'pareto' or 'table'"
    ),
    Case(
      "{normal: {mean: 200 us, deviation: 30 us}}", "-5 ms",
      "s.yaml:7:20: error: network.latency: -5 ms is out of range; must be from 0 ns to 24 h"
    ),
    Case(
      "{normal: {mean: 200 us, deviation: 30 us}}", "200",
      "s.yaml:7:20: error: network.latency: '200' has no unit; expected a time, for example '10 ms'"
    ),
    Case(
      "{normal: {mean: 200 us, deviation: 30 us}}", "soon",
      "s.yaml:7:20: error: network.latency: 'soon' is not a time; expected a time, for example '10 ms'"
    ),
    Case(
      "{normal: {mean: 200 us, deviation: 30 us}}", "5 MB",
      "s.yaml:7:20: error: network.latency: '5 MB' is a size; expected a time, for example '10 ms'"
    ),
    Case(
      "{normal: {mean: 200 us, deviation: 30 us}}", "5 parsec",
      "s.yaml:7:20: error: network.latency: '5 parsec': unknown unit 'parsec'; expected a time, for example '10 ms', in ns, us, ms, s, min or h"
    ),
    Case(
      "{normal: {mean: 200 us, deviation: 30 us}}", "5 sec",
      "s.yaml:7:20: error: network.latency: '5 sec': unknown unit 'sec'; expected a time, for example '10 ms', in ns, us, ms, s, min or h"
    ),
    Case(
      "{normal: {mean: 200 us, deviation: 30 us}}", "0.0001 us",
      "s.yaml:7:20: error: network.latency: '0.0001 us' is finer than 1 ns"
    ),
    Case(
      "{normal: {mean: 200 us, deviation: 30 us}}", "[1 ms]",
      "s.yaml:7:20: error: network.latency: a list where a single value or a mapping belongs"),
    Case(
      "{normal: {mean: 200 us, deviation: 30 us}}", "{uniform: {from: 3 ms, to: 1 ms}}",
      "s.yaml:7:37: error: network.latency.uniform.from: 3 ms is after 'to', 1 ms"),
    Case(
      "{normal: {mean: 200 us, deviation: 30 us}}", "{normal: {mean: -200 us, deviation: 30 us}}",
      "s.yaml:7:36: error: network.latency.normal.mean: -200 us is out of range; must be from 0 ns to 24 h"),
    Case(
      "{normal: {mean: 200 us, deviation: 30 us}}", "{table: [1 ms]}",
      "s.yaml:7:28: error: network.latency.table: needs at least 2 values"),
    Case(
      "{normal: {mean: 200 us, deviation: 30 us}}", "",
      "s.yaml:7:20: error: network.latency: has no value"),
    Case(
      "modules: 4\n", "modules: 0\n",
      "s.yaml:4:12: error: crb.modules: 0 is out of range; must be from 1 to 1000"),
    Case(
      "modules: 4\n", "modules: 2.5\n",
      "s.yaml:4:12: error: crb.modules: '2.5' is not a whole number"),
    Case(
      "modules: 4\n", "modules: four\n",
      "s.yaml:4:12: error: crb.modules: 'four' is not a whole number"),
    Case(
      "modules: 4\n", "modules: {many: 3}\n",
      "s.yaml:4:12: error: crb.modules: a mapping where a single value belongs"),
    Case(
      "modules: 4\n", "modules: 4\n  consensus: paxos\n",
      "s.yaml:5:14: error: crb.consensus: 'paxos' is not known; must be 'pbft' or 'raft'"),
    Case(
      "modules: 4\n", "modules: 4\n  signature: ed255\n",
      "s.yaml:5:14: error: crb.signature: 'ed255' is not known; must be 'rsa-2048-pss', 'rsa-3072-pss', 'ed25519' or 'ecdsa-p256'"
    ),
    Case(
      "modules: 4\n", "modules: 4\n  tolerates: 2\n",
      "s.yaml:5:14: error: crb.tolerates: f too large: 1 module tolerates at most 0"),
    Case(
      "modules: 4\n", "modules: 4\n  modules: 5\n",
      "s.yaml:5:3: error: modules: given twice; first on line 4"),
    Case(
      "rate: saturating", "rate: {poisson: 100 /s}",
      "s.yaml:11:3: error: workload.window: has an effect only with 'rate: saturating', not with 'poisson'"),
    Case(
      "rate: saturating", "rate: fast",
      "s.yaml:10:9: error: workload.rate: 'fast' is not known; must be 'saturating', or a mapping with 'poisson', 'constant', 'closed-loop' or 'batch'"
    ),
    Case(
      "rate: saturating\n  window: 8", "rate: {poisson: 0 /s}",
      "s.yaml:10:19: error: workload.rate.poisson: 0 /s is out of range; must be from 1e-06 to 10000000 /s"),
    Case(
      "rate: saturating\n  window: 8", "rate: {poisson: 100 ms}",
      "s.yaml:10:19: error: workload.rate.poisson: '100 ms' is a time; expected a rate, for example '150 /s'"),
    Case(
      "profile: test-machine", "profile: test-machin",
      "s.yaml:6:18: error: hosts.profile: unknown profile 'test-machin'; did you mean 'test-machine'? (known: no-ed25519, test-machine)"
    ),
    Case(
      "profile: test-machine", "profile: cray",
      "s.yaml:6:18: error: hosts.profile: unknown profile 'cray'; known: no-ed25519, test-machine"),
    Case(
      "profile: test-machine", "profile: ./cray.yaml",
      "s.yaml:6:18: error: hosts.profile: './cray.yaml': no such file"),
    Case(
      "crb.modules: [1,", "crb.modles: [1,",
      "s.yaml:14:3: error: sweep.crb.modles: unknown key; did you mean 'modules'?"),
    Case(
      "crb.modules: [1,", "crb.modules: [0,",
      "s.yaml:14:17: error: sweep.crb.modules[0]: 0 is out of range; must be from 1 to 1000"),
    Case(
      "crb.modules: [1,", "crb.modules: [4,",
      "s.yaml:14:20: error: sweep.crb.modules[1]: '4' stands twice on the axis"),
    Case(
      "crb.modules: [1, 4, 7, 10]", "crb.modules: 4",
      "s.yaml:14:16: error: sweep.crb.modules: a single value where a list belongs"),
    Case(
      "crb.modules: [1, 4, 7, 10]", "crb.modules: []",
      "s.yaml:14:16: error: sweep.crb.modules: needs at least 1 value"),
    Case(
      "crb.modules: [1, 4, 7, 10]", "crb.block: [1, 4]",
      "s.yaml:14:3: error: sweep.crb.block: not a single value; sweep a key in it, such as 'crb.block.maximum'"),
    Case(
      "crb.modules: [1, 4, 7, 10]", "title: [a, b]",
      "s.yaml:14:3: error: sweep.title: cannot be swept"),
    Case(
      "[1 B, 400 B, 1 kB]", "[1 B, 400 B, 20 MB]",
      "s.yaml:15:40: error: workload.configuration: 20 MB with about 1 kB of other fields does not fit into a block of 16 MB"
    ),
    Case(
      "5 % half-width at 95 %", "5 %",
      "s.yaml:16:23: error: replications.until: '5 %' is not a precision; expected for example '5 % half-width at 95 %'"
    ),
    Case(
      "5 % half-width at 95 %", "0 % half-width at 95 %",
      "s.yaml:16:23: error: replications.until: the half-width must be above 0 %; expected for example '5 % half-width at 95 %'"
    ),
    Case(
      "5 % half-width at 95 %", "5 % half-width at 100 %",
      "s.yaml:16:23: error: replications.until: the confidence must be from 50 to 99.99 %; expected for example '5 % half-width at 95 %'"
    ),
    Case(
      "at-most: 10}", "at-most: 2}",
      "s.yaml:16:15: error: replications.at-least: 3 is more than 'at-most', 2"),
    Case(
      "at-most: 10}", "at-most: 10, metric: latency-mean}",
      "s.yaml:16:68: error: replications.metric: 'latency-mean' is not measured; add 'latency' to 'measure'"),
    Case(
      "replications: {until: 5 % half-width at 95 %, at-most: 10}", "replications: 0",
      "s.yaml:16:15: error: replications: 0 is out of range; must be from 1 to 10000"),
    Case(
      "measure: [write-rate", "measure: [write-rat",
      "s.yaml:17:11: error: measure[0]: unknown metric or family 'write-rat'; did you mean 'write-rate'?"),
    Case(
      "measure: [write-rate", "measure: [write-rate, write-rate",
      "s.yaml:17:23: error: measure[1]: 'write-rate' is measured already"),
    Case(
      "measure: [write-rate, consensus-delay, network-bytes-by-phase]", "measure: []",
      "s.yaml:17:10: error: measure: needs at least 1 value"),
    Case(
      "x: workload.configuration", "x: workload.window",
      "s.yaml:19:9: error: figures[0].x: 'workload.window' is not swept"),
    Case(
      "x: workload.configuration", "x: workload.configration",
      "s.yaml:19:9: error: figures[0].x: unknown key 'workload.configration'; did you mean 'workload.configuration'?"),
    Case(
      "y: write-rate, series", "y: latency-p99, series",
      "s.yaml:19:36: error: figures[0].y: 'latency-p99' is not measured; add 'latency' to 'measure'"),
    Case(
      "y: write-rate, series: crb.modules", "y: write-rate",
      "s.yaml:19:5: error: figures[0]: the axis 'crb.modules' is neither 'x' nor 'series'; say in 'at' where it stands"),
    Case(
      "series: crb.modules", "series: workload.configuration",
      "s.yaml:19:56: error: figures[0].series: 'workload.configuration' is the x axis already"),
    Case(
      "scale: log-x", "scale: log",
      "s.yaml:19:76: error: figures[0].scale: 'log' is not known; must be 'linear', 'log-x', 'log-y' or 'log-log'"),
    Case(
      "at: {workload.configuration: 400 B}", "at: {workload.configuration: 500 B}",
      "s.yaml:21:53: error: expect[0].at.workload.configuration: 500 B is not a value of the axis; it has 1 B, 400 B, 1 kB"
    ),
    Case(
      "at: {workload.configuration: 400 B}", "at: {workload.writers: 1}",
      "s.yaml:21:47: error: expect[0].at.workload.writers: is not swept"),
    Case(
      "at: {workload.configuration: 400 B}", "at: {configuration: 400 B}",
      "s.yaml:21:29: error: expect[0].at.configuration: unknown key; did you mean 'workload.configuration'?"),
    Case(
      "at-least: 150 /s", "at-least: 150",
      "s.yaml:21:71: error: expect[0].at-least: '150' has no unit; expected a rate, for example '150 /s'"),
    Case(
      "at-least: 150 /s", "at-least: 2 s",
      "s.yaml:21:71: error: expect[0].at-least: '2 s' is a time; expected a rate, for example '150 /s'"),
    Case(
      "at-least: 150 /s, ", "",
      "s.yaml:21:5: error: expect[0]: needs one of 'equals', 'at-least', 'at-most', 'above', 'below', 'between', 'is', 'falls' or 'rises'"
    ),
    Case(
      "at-least: 150 /s", "at-least: 150 /s, below: 200 /s",
      "s.yaml:21:79: error: expect[0].below: cannot stand beside 'at-least'; give one of them"),
    Case(
      "at-least: 150 /s", "between: [200 /s, 100 /s]",
      "s.yaml:21:70: error: expect[0].between: 200 /s is more than 100 /s"),
    Case(
      "at-least: 150 /s", "between: [1 /s, 2 /s, 3 /s]",
      "s.yaml:21:70: error: expect[0].between: needs two values, the lowest and the highest"),
    Case(
      "at-least: 150 /s", "is: flat",
      "s.yaml:21:5: error: expect[0]: needs 'along', the axis that 'is' is about"),
    Case(
      "is: quadratic", "is: cubic",
      "s.yaml:22:93: error: expect[1].is: 'cubic' is not known; must be 'flat', 'increasing', 'decreasing', 'linear' or 'quadratic'"
    ),
    Case(
      "is: quadratic", "is: quadratic, source: own, basis: design",
      "s.yaml:22:124: error: expect[1].basis: 'design' has an effect only on what is published; 'source' says where"),
    Case(
      "is: quadratic", "is: linear, within: 5 %",
      "s.yaml:22:101: error: expect[1].within: has an effect only with 'is: flat', not with 'linear'"),
    Case(
      "at: {workload.configuration: 1 B}, along: crb.modules", "along: workload.configuration",
      "s.yaml:22:69: error: expect[1].is: 'quadratic' needs at least 4 values of workload.configuration; it has 3"),
    Case(
      "at: {workload.configuration: 1 B}, along: crb.modules", "at: {crb.modules: 4}, along: crb.modules",
      "s.yaml:22:63: error: expect[1].along: 'crb.modules' stands still in 'at'"),
    Case(
      "is: quadratic", "falls: {from: 1, to: 10}",
      "s.yaml:22:96: error: expect[1].falls: needs 'at-least' or 'at-most', the factor"),
    Case(
      "is: quadratic", "falls: {from: 1, to: 9, at-least: 2}",
      "s.yaml:22:110: error: expect[1].falls.to: 9 is not a value of the axis; it has 1, 4, 7, 10"),
    Case(
      "is: quadratic", "falls: {from: 1, to: 1, at-least: 2}",
      "s.yaml:22:96: error: expect[1].falls: 'from' and 'to' are the same"),
    Case(
      "is: quadratic", "falls: {from: 1, to: 10, at-least: 3, at-most: 2}",
      "s.yaml:22:124: error: expect[1].falls.at-least: 3 is more than 'at-most', 2"),
    Case(
      "that: write-rate", "that: send-rate",
      "s.yaml:21:12: error: expect[0].that: 'send-rate' is not measured; add 'rates' to 'measure'"),
    Case(
      "that: write-rate", "that: write-speed",
      "s.yaml:21:12: error: expect[0].that: unknown metric 'write-speed'"),
    Case(
      "title: Write rate", "title: &name Write rate",
      "s.yaml:1:8: error: anchors ('&name') are not used here; write the value out"),
    Case(
      "replays: crb-smb fig-4.1c", "replays: *name",
      "s.yaml:2:10: error: aliases ('*name') are not used here; write the value out"),
    Case(
      "title: Write rate", "title: !text Write rate",
      "s.yaml:1:8: error: tags ('!name') are not used here"),
    Case(
      "title: Write rate", "title: CRB: write rate",
      "s.yaml:1:11: error: a ':' that cannot stand here; put a text that contains ': ' in quotes, and check the indentation"
    ),
    Case(
      "  modules: 4", "\tmodules: 4",
      "s.yaml:4:1: error: a tab or another character that cannot stand here; indent with spaces"),
    Case(
      "crb:\n", "---\ncrb:\n",
      "s.yaml:3:1: error: a second document; a file holds one"),
    Case(
      "[1, 4, 7, 10]", "[1, 4, 7, 10",
      "s.yaml:15:25: error: expected ',' or ']' here; it was opened on line 14"),
    Case(
      "that: write-rate, at: {", "that: write-rate at {",
      "s.yaml:21:26: error: expected ',' or '}' here; inside '{ }' a value with '{', '[' or ',' needs quotes"),
    Case(
      "title: Write rate", "title: \"Write rate",
      "s.yaml:23:1: error: a quote or bracket is never closed; it was opened on line 1"),
    Case(
      "title: Write rate", "[a, b]: Write rate",
      "s.yaml:1:1: error: a key must be a plain word, not a list"),
    Case(
      "title: Write rate", "title: Write\u{1} rate",
      "s.yaml:1:13: error: control character U+0001"),
    Case(
      "bandwidth: 1 Gbit/s", "bandwidth: 1 bit/s",
      "s.yaml:7:75: error: network.bandwidth: 1 bit/s is out of range; must be at least 1 kbit/s"),
    Case(
      "bandwidth: 1 Gbit/s", "mtu: 100 B",
      "s.yaml:7:69: error: network.mtu: 100 B is out of range; must be from 576 B to 65535 B"),
    Case(
      "  crb.modules: [1, 4, 7, 10]", "  seed: [1, 2]\n  crb.modules: [1, 4, 7, 10]",
      "s.yaml:14:3: error: sweep.seed: cannot be swept"),
    Case(
      "window: 8", "window: 1000000",
      "s.yaml:11:11: error: workload.window: 1000000 transactions at once, of 1 B and about 1 kB of other fields, are more than 1 GB"
    ),
    Case(
      "rate: saturating\n  window: 8", "rate: {batch: {transactions: 1000000, every: 1 s}}",
      "s.yaml:10:32: error: workload.rate.batch.transactions: 1000000 transactions at once, of 1 B and about 1 kB of other fields, are more than 1 GB"
    ),
    Case(
      "title: Write rate", "title: ''",
      "s.yaml:1:8: error: title: has no value"),
  ]

  @Test("a misspelt system or distribution, or no system at all, is one error")
  func misspelt() {
    let uniform = FormatFixture.changed(
      "{normal: {mean: 200 us, deviation: 30 us}}", "{unifrom: {from: 1 ms, to: 2 ms}}")
    #expect(
      FormatFixture.errors(uniform)
        == ["s.yaml:7:21: error: network.latency.unifrom: unknown key; did you mean 'uniform'?"])
    let system = FormatFixture.errors(FormatFixture.changed("\ncrb:", "\ncrv:"))
    #expect(system == ["s.yaml:3:1: error: crv: unknown key; did you mean 'crb'?"])
    #expect(FormatFixture.errors("- a\n- b\n") == ["s.yaml:1:1: error: a list where a mapping belongs"])
    #expect(FormatFixture.errors("title: a").first == "s.yaml:1:1: error: needs one of 'crb', 'nfv' or 'sfc'")
  }

  @Test("each error gives its one line", arguments: cases)
  func gives(_ c: Case) {
    #expect(FormatFixture.errors(FormatFixture.changed(c.old, c.new)) == [c.error])
  }
}
