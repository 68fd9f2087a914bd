import Protocols
import Vocabulary

/// Measures what the control plane notes within the measured window: how long each part of an operation takes (paper, Table 1),
/// and how soon a failure is noticed.
final class ControlRecorder {
  private let window: Range<Instant>
  /// When a part began that has not ended.
  private var began: [ControlNote: Instant] = [:]
  /// The longest of each that ended well.
  private(set) var spans: [ControlNote: TimeSpan] = [:]
  /// By outcome.
  private(set) var operations = [Int64](repeating: 0, count: OperationOutcome.allCases.count)
  private(set) var resumed: Int64 = 0
  private(set) var refusals: Int64 = 0
  private(set) var elementRefusals: Int64 = 0
  private(set) var restorations: Int64 = 0
  private(set) var keyChanges: Int64 = 0
  private(set) var headerKeyChanges: Int64 = 0
  /// Transactions with rules: how many, their bytes, and since when those are on their way that are in no block. The last is
  /// never iterated.
  private var transactions: (count: Int64, bytes: Int64) = (0, 0)
  private var published: [Int64: Instant] = [:]
  private var slowestCommit: TimeSpan?
  /// When keys were changed or set up last, and the longest time without.
  private var lastKey: Instant?
  private(set) var longestKeyGap = TimeSpan.zero
  /// When elements last lost their power, by node.
  private var lostPower: [Int: Instant] = [:]
  private(set) var detection: TimeSpan?

  init(window: Range<Instant>) { self.window = window }

  func lostPower(_ node: Int, at now: Instant) { lostPower[node] = now }
  func restarted(_ node: Int) { lostPower[node] = nil }

  func noted(_ note: Note, at now: Instant) {
    guard window.contains(now), let kind = ControlNote(rawValue: note.kind) else { return }
    switch kind {
    case .operationBegan, .withdrawalBegan, .functionsBegan, .encryptionFunctionsBegan, .keysBegan, .rulesBegan:
      began[kind] = now
    case .operationEnded:
      operations[Int(note.value)] += 1
      end(.operationBegan, isDone: note.value == OperationOutcome.done.rawValue, at: now)
    case .withdrawalEnded: end(.withdrawalBegan, isDone: note.value == 1, at: now)
    case .functionsEnded: end(.functionsBegan, isDone: note.value == 1, at: now)
    case .encryptionFunctionsEnded: end(.encryptionFunctionsBegan, isDone: note.value == 1, at: now)
    case .keysEnded: end(.keysBegan, isDone: note.value == 1, at: now)
    case .rulesEnded: end(.rulesBegan, isDone: note.value == 1, at: now)
    case .refusedByPolicy: refusals += 1
    case .refusedByElement: elementRefusals += 1
    case .operationResumed: resumed += 1
    case .deploymentRestored: restorations += 1
    case .keyChangeEnded:
      keyChanges += note.value
      if note.value == 1 { changedKeys(at: now) }
    case .linkEnded: if note.value == 1 { changedKeys(at: now) }
    case .headerKeyEnded: headerKeyChanges += note.value
    case .elementLost:
      let node = SFCLayout.node(ElementID(UInt32(note.subject)))
      if detection == nil { detection = lostPower[node].map { now - $0 } }
    case .rulesPublished:
      transactions.count += 1
      transactions.bytes += note.value
      published[note.subject] = now
    case .rulesCommitted:
      guard let since = published.removeValue(forKey: note.subject) else { return }
      slowestCommit = max(slowestCommit ?? .zero, now - since)
    case .elementReturned, .instantiated, .removed, .authenticated, .linkBegan, .keyChangeBegan, .headerKeyBegan,
      .rulesInstalled, .deploymentResumed, .linkResumed, .cutDamage:
      return
    }
  }

  private func changedKeys(at now: Instant) {
    longestKeyGap = max(longestKeyGap, now - (lastKey ?? window.lowerBound))
    lastKey = now
  }

  /// How long one that failed took says how patient somebody is.
  private func end(_ kind: ControlNote, isDone: Bool, at now: Instant) {
    guard let start = began.removeValue(forKey: kind), isDone else { return }
    spans[kind] = max(spans[kind] ?? .zero, now - start)
  }

  /// Seconds of the longest, by metric.
  var values: [String: Double] {
    func count(_ outcome: OperationOutcome) -> Double { Double(operations[outcome.rawValue]) }
    let keyGap = max(longestKeyGap, window.upperBound - (lastKey ?? window.lowerBound))
    var values: [String: Double] = [
      "operations-done": count(.done), "operations-refused": count(.refusedByPolicy),
      "operations-unanswered": count(.unanswered),
      "operations-rejected": count(.refusedByElement) + count(.failed), "operations-resumed": Double(resumed),
      "policy-refusals": Double(refusals), "element-refusals": Double(elementRefusals),
      "rules-restored": Double(restorations), "key-changes": Double(keyChanges), "key-gap": keyGap.seconds,
      "header-key-changes": Double(headerKeyChanges),
    ]
    for (name, kind) in ControlRecorder.parts { values[name] = spans[kind]?.seconds }
    if transactions.count > 0 {
      values["rule-transactions"] = Double(transactions.count)
      values["rule-transaction-bytes"] = Double(transactions.bytes)
      values["rule-commit"] = slowestCommit?.seconds
    }
    values["detection-time"] = detection?.seconds
    return values
  }

  private static let parts: [(String, ControlNote)] = [
    ("operation-time", .operationBegan), ("withdrawal-time", .withdrawalBegan),
    ("function-instantiation", .functionsBegan), ("encryption-instantiation", .encryptionFunctionsBegan),
    ("key-setup", .keysBegan), ("rule-distribution", .rulesBegan),
  ]
}
