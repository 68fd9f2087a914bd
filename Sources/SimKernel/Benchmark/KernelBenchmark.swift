import Vocabulary

/// Measures the kernel against a peer that does the same work in the same run.
///
/// The kernel reads no clock: the caller gives one, and the peer's two tasks as functions.
public struct KernelBenchmark {
  /// One row: events a second of the kernel and of the peer, each the median of several runs.
  public struct Result: Sendable {
    public var name: String
    public var eventsPerSecond: Double
    public var baseline: Double
    public var ratio: Double { eventsPerSecond / baseline }
    /// Median wall time of the kernel's run.
    public var seconds: Double
  }

  /// The hold model with `pending` events and `operations` operations, in C++; see PriorityQueueBaseline.h.
  public typealias Hold = (
    _ pending: Int64, _ operations: Int64, _ increments: UnsafePointer<Int64>, _ random: UnsafeMutablePointer<UInt64>
  ) -> UInt64

  /// The packet chain in C++.
  public typealias Chain = (
    _ hops: Int64, _ packets: Int64, _ bytes: Int64, _ bitsPerSecond: Int64, _ latency: Int64,
    _ increments: UnsafePointer<Int64>, _ random: UnsafeMutablePointer<UInt64>
  ) -> Int64

  private let clock: () -> Double
  private let hold: Hold
  private let chain: Chain
  private let runs: Int

  /// `clock` gives seconds. Each task runs `runs` times, the kernel and the peer in turn.
  public init(runs: Int = 5, clock: @escaping () -> Double, hold: @escaping Hold, chain: @escaping Chain) {
    precondition(runs >= 1, "\(runs) runs")
    self.runs = runs
    self.clock = clock
    self.hold = hold
    self.chain = chain
  }

  /// All rows. `scale` shortens the runs, for tests: 1 is 5 million hold operations and 1 million packets.
  public func run(scale: Double = 1) -> [Result] {
    let operations = max(1, Int(5_000_000 * scale))
    let packets = max(1, Int(1_000_000 * scale))
    return [1, 1_000, 100_000].map { holdResult(pending: $0, operations: operations) } + [chainResult(packets: packets)]
  }

  private func holdResult(pending: Int, operations: Int) -> Result {
    let increments = ExponentialIncrements(mean: 1_000_000)
    defer { increments.deallocate() }
    return compare(name: "hold-\(pending)", events: operations) { seed in
      let model = HoldModel(
        pending: pending, operations: operations, increments: increments, stream: RandomStream(seed: seed))
      model.run()
      return model.checksum
    } peer: { seed in
      withState(seed) { hold(Int64(pending), Int64(operations), increments.table, $0) }
    }
  }

  /// Ten links of 1 Gbit/s and 50 us, packets of 1,250 bytes (10 us), at 80 % of the rate.
  private func chainResult(packets: Int) -> Result {
    let increments = ExponentialIncrements(mean: 12_500)
    defer { increments.deallocate() }
    return compare(name: "packet-chain-10-hops", events: packets * 10) { seed in
      let chain = PacketChain(
        hops: 10, packets: packets, bytes: 1_250, bandwidth: Bandwidth(bitsPerSecond: 1_000_000_000),
        latency: .microseconds(50), increments: increments, stream: RandomStream(seed: seed))
      chain.run()
      precondition(chain.delivered == packets, "\(chain.delivered) of \(packets) packets came through")
      return UInt64(chain.simulator.now.nanoseconds)
    } peer: { seed in
      withState(seed) { UInt64(chain(10, Int64(packets), 1_250, 1_000_000_000, 50_000, increments.table, $0)) }
    }
  }

  /// Both give a value that shows that they did the same.
  private func compare(name: String, events: Int, kernel: (UInt64) -> UInt64, peer: (UInt64) -> UInt64) -> Result {
    var kernelTimes: [Double] = []
    var peerTimes: [Double] = []
    for run in 0..<runs {
      let seed = UInt64(run + 1)
      let start = clock()
      let kernelValue = kernel(seed)
      let middle = clock()
      let peerValue = peer(seed)
      let end = clock()
      precondition(kernelValue == peerValue, "\(name): the kernel gives \(kernelValue), the peer \(peerValue)")
      kernelTimes.append(middle - start)
      peerTimes.append(end - middle)
    }
    let seconds = kernelTimes.sorted()[runs / 2]
    let peerSeconds = peerTimes.sorted()[runs / 2]
    return Result(
      name: name, eventsPerSecond: Double(events) / seconds, baseline: Double(events) / peerSeconds, seconds: seconds)
  }

  /// The four words of xoshiro256** that `RandomStream(seed:)` starts from.
  private func withState<Value>(_ seed: UInt64, _ body: (UnsafeMutablePointer<UInt64>) -> Value) -> Value {
    var state = RandomStream(seed: seed).state
    return state.withUnsafeMutableBufferPointer { body($0.baseAddress!) }
  }
}
