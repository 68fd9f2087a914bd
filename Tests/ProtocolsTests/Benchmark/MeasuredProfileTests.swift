import Testing

@testable import Protocols

@Suite("Profiles of this machine")
struct MeasuredProfileTests {
  @Test(
    "times are written with three digits and a fitting unit",
    arguments: [
      (4.1e-3, "4.1 ms"), (0.18218e-9, "0.182 ns"), (16.1435e-6, "16.1 us"), (1, "1 s"), (2.5, "2.5 s"),
      (999.96e-6, "1 ms"), (100e-6, "100 us"), (1e-12, "0.001 ns"), (0, "0.001 ns"), (60.003e-9, "60 ns"),
    ])
  func times(seconds: Double, expected: String) {
    #expect(MeasuredProfile.written(seconds) == expected)
  }

  @Test("measured numbers and guesses are told apart, and every price stands once")
  func text() {
    let costs = [
      MeasuredCost(operation: "rsa-2048-pss.sign", seconds: 202e-6, how: "by a \"test\""),
      MeasuredCost(operation: "message", seconds: 7e-6, how: "loopback"),
      MeasuredCost(operation: "rsa-2048-pss.derive-key", seconds: 1, how: "no price"),
    ]
    let lines = MeasuredProfile(title: "A machine", machine: "a lathe", cores: 2, costs: costs).yaml.split(
      separator: "\n")
    #expect(lines.first == #"title: "A machine""#)
    #expect(lines.contains(#"cores: {value: 2, origin: measured, note: "a lathe"}"#))
    #expect(
      lines.contains(#"  rsa-2048-pss.sign: {value: 202 us, origin: measured, note: "by a \"test\"; a lathe"}"#))
    #expect(lines.contains(#"  message: {value: 7 us, origin: measured, note: "loopback; a lathe"}"#))
    #expect(lines.filter { $0.hasPrefix("  message:") }.count == 1)
    #expect(lines.contains { $0.hasPrefix("  transaction: {value: 2 us, origin: assumed") })
    #expect(lines.contains { $0.hasPrefix("  sync: {value: 1 ms, origin: assumed") })
    #expect(!lines.contains { $0.contains("derive-key") })
  }

  @Test("the benchmark prices every operation of every suite, by the injected clock")
  func benchmark() {
    // A clock that advances a fixed step at each look: results do not depend on the machine.
    var looks = 0.0
    let stopwatch = Stopwatch(
      clock: {
        looks += 1
        return looks
      }, budgetSeconds: 1)
    let costs = CryptoBenchmark(stopwatch).prices() + CryptoBenchmark(stopwatch).internals()
    #expect(
      costs.map(\.operation) == [
        "rsa-2048-pss.sign", "rsa-2048-pss.verify", "rsa-3072-pss.sign", "rsa-3072-pss.verify", "ed25519.sign",
        "ed25519.verify", "ecdsa-p256.sign", "ecdsa-p256.verify", "rsa-2048-pss.seal", "rsa-2048-pss.open",
        "rsa-3072-pss.seal", "rsa-3072-pss.open", "cipher-byte", "hash-byte",
        "rsa-2048-pss.derive-key", "rsa-2048-pss.modelled-verify", "rsa-2048-pss.remembered-verify",
        "rsa-3072-pss.derive-key", "rsa-3072-pss.modelled-verify", "rsa-3072-pss.remembered-verify",
        "ed25519.derive-key", "ed25519.modelled-verify", "ed25519.remembered-verify",
        "ecdsa-p256.derive-key", "ecdsa-p256.modelled-verify", "ecdsa-p256.remembered-verify",
      ])
    #expect(CodecBenchmark(stopwatch).prices().map(\.operation) == ["codec-byte"])
    #expect(costs.first?.seconds == 1)
    #expect(costs.first { $0.operation == "hash-byte" }?.seconds == 1 / 65_536.0)
  }
}
