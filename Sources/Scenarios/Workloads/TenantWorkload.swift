import Protocols
import Vocabulary

/// A tenant who manages VNFs and chains with a tenant client, one operation after another, as its task says.
struct TenantWorkload: StateMachine {
  let plan: TenantPlan
  let recorder: OperationRecorder
  private(set) var client: TenantClient
  private var script: TenantScript
  /// Operations whose outcomes the script knows.
  private var told: Int64 = 0
  private var isResting = false
  /// Operations that have failed.
  private(set) var failures = 0
  /// How often it has replaced its own key pairs.
  private var rotations: Int64 = 0

  init(_ plan: TenantPlan, client: TenantClient, recorder: OperationRecorder) {
    self.plan = plan
    self.client = client
    self.recorder = recorder
    script = TenantScript(plan)
  }

  mutating func step(_ input: Input, at now: Instant, into effects: inout Effects) {
    if case .timer(client.firstFreeTimer) = input {
      isResting = false
    } else {
      client.step(input, at: now, into: &effects)
    }
    guard client.isReady else { return }
    hear()
    // What has ended is told once it is durable.
    guard !isResting, client.openOperations.isEmpty, told == client.operationCount else { return }
    goOn(at: now, into: &effects)
  }

  private mutating func hear() {
    while let operation = client.operation(told + 1), let outcome = client.outcome(of: told + 1) {
      told += 1
      if case .failed = outcome { failures += 1 }
      if case .replaceOwnKeyPairs = operation { rotations += 1 }
      script.ended(operation, outcome, path: script.chain.flatMap { client.path(of: $0) })
    }
  }

  /// A tenant that was away does at once what it has missed, but once.
  private mutating func isTimeForKeys(at now: Instant) -> Bool {
    guard let interval = plan.keyRotation else { return false }
    let due = (now - .start).nanoseconds / interval.nanoseconds
    defer { rotations = max(rotations, due) }
    return due > rotations
  }

  private mutating func begin(_ operation: TenantOperation, at now: Instant, into effects: inout Effects) {
    let number = client.begin(operation, directly: plan.isDirect && operation.isManagement, at: now, into: &effects)
    recorder.began(operation, number, of: plan.tenant)
  }

  private mutating func goOn(at now: Instant, into effects: inout Effects) {
    guard !isTimeForKeys(at: now) else { return begin(.replaceOwnKeyPairs, at: now, into: &effects) }
    if script.beginsChain { recorder.beganChain(plan.tenant) }
    switch script.next() {
    case .pause:
      isResting = true
      effects.arm(client.firstFreeTimer, after: plan.pause)
    case .operations(let operations):
      for operation in operations { begin(operation, at: now, into: &effects) }
    }
  }
}
