/// `chainbed bench`: what this machine achieves.
struct Bench: CommandGroup {
  static let name = "bench"
  static let abstract = "Measure the speed of chainbed on this machine."
  static var subcommands: [any Command.Type] {
    [BenchKernel.self, BenchConsensus.self, BenchForwarding.self, BenchFaults.self, BenchCrypto.self]
  }
}
