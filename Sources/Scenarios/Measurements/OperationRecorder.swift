import Protocols
import Report
import SimKernel
import Vocabulary

/// Collects what became of tenants' operations, inside the window after the warm-up. It observes; nothing depends on it.
final class OperationRecorder {
  /// What takes long enough to be worth a figure.
  enum Kind: Int, CaseIterable {
    /// One request to a management service: until the tenant has its result.
    case request
    /// A chain: from the first request for a VNF until the tenant knows the chain.
    case chain
    /// From a migration's first step to its outcome.
    case migration
    /// Of a tenant's own key pairs.
    case keyReplacement
    /// Anything else that goes over the CRB: a configuration, a request for one, a key pair.
    case configuration
  }

  private let window: Range<Instant>
  private let simulator: Simulator

  /// By kind: what ended well, and how long it took; nanoseconds.
  private(set) var delays = Kind.allCases.map { _ in Histogram() }
  /// By kind: what ended with an error.
  private(set) var failed = Kind.allCases.map { _ in Int64(0) }
  private(set) var migrationsBegunAgain: Int64 = 0
  /// What a service client adds to the platform's own time; nanoseconds.
  private(set) var overhead = Histogram()
  private(set) var drops = [Int64](repeating: 0, count: DropReason.allCases.count)

  /// By request, the first eight bytes of its id: when what began. Never iterated.
  private var accepted: [Int64: Instant] = [:]
  private var requested: [Int64: Instant] = [:]
  private var native: [Int64: TimeSpan] = [:]
  private var answered: Set<Int64> = []

  init(window: Range<Instant>, simulator: Simulator) {
    self.window = window
    self.simulator = simulator
  }

  /// True time, whatever the clocks of the hosts show.
  var now: Instant { simulator.now }

  /// Operations under way, by tenant and number. Never iterated.
  private var open: [OperationName: (kind: Kind, isChain: Bool, since: Instant)] = [:]
  /// By tenant: since when it makes its present chain. Never iterated.
  private var chains: [Int: Instant] = [:]

  private struct OperationName: Hashable {
    var tenant: Int
    var number: Int64
  }

  func beganChain(_ tenant: Int) { chains[tenant] = now }

  func began(_ operation: TenantOperation, _ number: Int64, of tenant: Int) {
    let name = OperationName(tenant: tenant, number: number)
    switch operation {
    case .createChain: open[name] = (.request, true, now)
    case .createVNF, .switchPath, .deleteVNF, .deleteChain: open[name] = (.request, false, now)
    case .migrate: open[name] = (.migration, false, now)
    case .replaceOwnKeyPairs: open[name] = (.keyReplacement, false, now)
    case .configure, .configureGroup, .joinGroups, .publish, .requestConfiguration, .replaceKeyPair:
      open[name] = (.configuration, false, now)
    }
  }

  /// A tenant's milestone.
  func noted(_ note: Note, by tenant: Int) {
    let isDone: Bool
    switch note.kind {
    case ClientNote.operationDone.rawValue, ClientNote.migrationDone.rawValue: isDone = true
    case ClientNote.operationFailed.rawValue, ClientNote.migrationFailed.rawValue: isDone = false
    case ClientNote.migrationBegunAgain.rawValue:
      if window.contains(now) { migrationsBegunAgain += 1 }
      return
    default: return
    }
    guard let operation = open.removeValue(forKey: OperationName(tenant: tenant, number: note.subject)) else { return }
    ended(operation.kind, since: operation.since, isDone: isDone)
    guard operation.isChain, let since = chains.removeValue(forKey: tenant) else { return }
    ended(.chain, since: since, isDone: isDone)
  }

  private func ended(_ kind: Kind, since start: Instant, isDone: Bool) {
    guard window.contains(now) else { return }
    guard isDone else {
      failed[kind.rawValue] += 1
      return
    }
    delays[kind.rawValue].record((now - start).nanoseconds)
  }

  func dropped(_ reason: DropReason, at now: Instant) {
    if window.contains(now) { drops[reason.position] += 1 }
  }

  /// A service client's or a management service's milestone; each counts the first time.
  func noted(_ note: Note, startedAt start: Instant, at now: Instant) {
    switch note.kind {
    case ClientNote.accepted.rawValue: if accepted[note.value] == nil { accepted[note.value] = start }
    case ManagementNote.requested.rawValue: if requested[note.subject] == nil { requested[note.subject] = start }
    case ManagementNote.completed.rawValue:
      guard native[note.subject] == nil, let since = requested[note.subject] else { return }
      native[note.subject] = now - since
    case ClientNote.responded.rawValue:
      // A life whose disk has forgotten the answer gives it again.
      guard answered.insert(note.value).inserted else { return }
      guard let begin = accepted.removeValue(forKey: note.value), window.contains(now) else { return }
      guard let native = native[note.value] else { return }
      overhead.record((now - begin - native).nanoseconds)
    default: return
    }
  }
}
