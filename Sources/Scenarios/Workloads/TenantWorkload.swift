import Protocols
import SimKernel
import Vocabulary

/// A tenant who manages VNFs and chains with a tenant client, one operation after another, as its task says.
struct TenantWorkload: StateMachine {
  let plan: TenantPlan
  let recorder: OperationRecorder
  private(set) var client: TenantClient
  private var script: TenantScript
  private var stream: RandomStream
  /// Operations whose outcomes the script knows.
  private var told: Int64 = 0
  private var isResting = false
  /// Operations that have failed.
  private(set) var failures = 0
  /// How often it should have replaced its own key pairs by when it did so last.
  private var rotations: Int64?

  init(_ plan: TenantPlan, client: TenantClient, recorder: OperationRecorder, stream: RandomStream) {
    self.plan = plan
    self.client = client
    self.recorder = recorder
    script = TenantScript(plan)
    self.stream = stream
  }

  mutating func step(_ input: Input, at now: Instant, into effects: inout Effects) {
    if case .timer(client.firstFreeTimer) = input {
      isResting = false
    } else {
      client.step(input, at: now, into: &effects)
    }
    guard client.isReady else { return }
    hear()
    guard now < plan.hours.upperBound else { return }
    // Its task comes first: a replacement of keys excludes all else, and may take longer than its interval.
    if !isResting, isIdle { goOn(at: now, into: &effects) }
    if isTimeForKeys(at: now) { begin(.replaceOwnKeyPairs, at: now, into: &effects) }
  }

  /// Whether it has heard what became of all that it has begun: what has ended is told once it is durable.
  var isIdle: Bool { client.isReady && client.openOperations.isEmpty && told == client.operationCount }

  /// Whether it has a chain, as far as it has heard.
  var hasChain: Bool { script.chain != nil }

  private mutating func hear() {
    while let operation = client.operation(told + 1), let outcome = client.outcome(of: told + 1) {
      told += 1
      if case .failed = outcome { failures += 1 }
      script.ended(
        operation, outcome, path: script.chain.flatMap { client.path(of: $0) },
        runs: { client.keys.instance($0).map { !$0.isDeleted } ?? false })
    }
  }

  /// Whatever else is under way, but not before it has heard of the last replacement. A tenant that was away does at once
  /// what it has missed, but once.
  private mutating func isTimeForKeys(at now: Instant) -> Bool {
    guard let interval = plan.keyRotation else { return false }
    let due = (now - plan.hours.lowerBound).nanoseconds / interval.nanoseconds
    if rotations == nil { rotations = Int64((0..<Int64(client.operationCount)).count { isRotation($0 + 1) }) }
    guard due > rotations!, !(told..<Int64(client.operationCount)).contains(where: { isRotation($0 + 1) }) else {
      return false
    }
    rotations = due
    return true
  }

  private func isRotation(_ number: Int64) -> Bool {
    guard case .replaceOwnKeyPairs? = client.operation(number) else { return false }
    return true
  }

  private mutating func begin(_ operation: TenantOperation, at now: Instant, into effects: inout Effects) {
    let number = client.begin(operation, directly: plan.isDirect && operation.isManagement, at: now, into: &effects)
    recorder.began(operation, number, of: plan.tenant)
  }

  private mutating func goOn(at now: Instant, into effects: inout Effects) {
    if script.beginsChain { recorder.beganChain(plan.tenant) }
    switch script.next() {
    case .pause:
      isResting = true
      effects.arm(client.firstFreeTimer, after: plan.pause.sampleSpan(&stream))
    case .operations(let operations):
      for operation in operations { begin(operation, at: now, into: &effects) }
    }
  }
}
