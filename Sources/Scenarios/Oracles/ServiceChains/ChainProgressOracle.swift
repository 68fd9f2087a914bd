import Protocols
import Vocabulary

/// Progress: once all faults are over, something of every flow that a chain carries gets through within a bound, again and again,
/// as long as its source sends: docs/models/chain-worlds.md derives the bound.
final class ChainProgressOracle {
  private struct Flow {
    /// When its source sent, first and last: by the client's clock, which nobody else knows.
    var sent: ClosedRange<Instant>?
    /// Longest time without an arrival; nil: nothing is asked of it.
    var bound: TimeSpan?
    var last = Instant.start
  }

  private var found = ViolationList(.progress)
  var violations: [Violation] { found.all }
  /// Whether the oracle has had something to judge.
  private(set) var isTested = false
  private var flows: [Flow] = []
  private let numbers: SFCFlows
  /// Nil where packets pass whatever clocks show.
  private let clocks: ChainClocks?
  /// The operation that is being carried out: when it began, and whether it has begun with the rules.
  private var began = Instant.start
  private var hasTouchedRules = false
  /// Whether an operation has been done that distributed rules.
  private var isDeployed = false
  /// Set where there are faults.
  var driver: FaultDriver?

  /// - Parameters:
  ///   - clocks: of those who verify headers, if any do.
  ///   - within: what the scenario says, in place of the derived bound.
  init(
    _ layout: SFCLayout, _ numbers: SFCFlows, plan: FaultPlan, network: NetworkSpec, costs: ForwardingCosts,
    clocks: ChainClocks?, within: TimeSpan?
  ) {
    let bounds = ChainBounds(layout, plan: plan, network: network, costs: costs)
    self.numbers = numbers
    self.clocks = clocks
    flows = (0..<numbers.count).map { number in
      Flow(bound: bounds.bound(of: numbers.origin(number).traffic).map { within ?? $0 })
    }
  }

  func noted(_ note: Note, at now: Instant) {
    switch ControlNote(rawValue: note.kind) {
    case .operationBegan: (began, hasTouchedRules) = (now, false)
    case .withdrawalBegan, .rulesBegan: hasTouchedRules = true
    case .operationEnded where note.value == 1: isDeployed = isDeployed || hasTouchedRules
    case .operationEnded: operationFailed()
    case _: break
    }
    switch EndpointNote(rawValue: note.kind) {
    case .received, .answered: arrived(PacketMark(rawValue: note.subject).source, at: now)
    case .streamed: arrived(Int(note.subject), at: now)
    case .failed: failed(Int(note.subject))
    case .sent: sent(PacketMark(rawValue: note.subject).source, at: now)
    case .opened, .retransmitted, .finished, .corrupted, nil: return
    }
  }

  private func sent(_ flow: Int, at now: Instant) {
    guard flows.indices.contains(flow) else { return }
    flows[flow].sent = (flows[flow].sent?.lowerBound ?? now)...now
  }

  /// A packet of the flow arrived, or bytes of its stream were read.
  private func arrived(_ flow: Int, at now: Instant) {
    guard flows.indices.contains(flow) else { return }
    judge(flow, at: now)
    flows[flow].last = now
  }

  /// The flow's connection broke: its source says nothing more.
  private func failed(_ flow: Int) {
    guard flows.indices.contains(flow) else { return }
    flows[flow].bound = nil
  }

  /// Chains are where it left them, until somebody asks again: unless nothing went wrong meanwhile, that may be nowhere. Before
  /// it begins with the rules they stay where they are.
  private func operationFailed() {
    guard hasTouchedRules || !isDeployed else { return }
    guard let driver, !driver.isQuiet || began < driver.quietSince else { return }
    for flow in flows.indices { flows[flow].bound = nil }
  }

  func finish(at now: Instant) { for flow in flows.indices { judge(flow, at: now) } }

  private func judge(_ number: Int, at now: Instant) {
    let flow = flows[number]
    guard let bound = flow.bound, let sent = flow.sent, let driver, driver.isQuiet else { return }
    let since = max(driver.quietSince, sent.lowerBound, flow.last)
    if !isTested, sent.upperBound > driver.quietSince + bound {
      isTested = clocksAgree(number, during: driver.quietSince...sent.upperBound)
    }
    guard sent.upperBound > since + bound, clocksAgree(number, during: since...sent.upperBound) else { return }
    let span = (sent.upperBound - since).seconds
    let (traffic, copy) = numbers.origin(number)
    let name = "traffic \(traffic) of tenant \(copy)"
    found.report("nothing of \(name) got through in \(span) s; \(bound.seconds) s are allowed", at: now)
  }

  /// Whether elements take what each other's clocks have put on headers.
  private func clocksAgree(_ flow: Int, during span: ClosedRange<Instant>) -> Bool {
    clocks?.agree(tenant: numbers.origin(flow).copy, during: span) ?? true
  }
}
