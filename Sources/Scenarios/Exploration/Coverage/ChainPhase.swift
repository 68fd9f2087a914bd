import Protocols

/// What the control plane of service function chains is doing at an instant, as coverage tells it: the parts of an operation
/// (enc-sfc, Table 1), and what goes on beside them.
public enum ChainPhase: String, CaseIterable, Sendable {
  /// Nothing changes.
  case steady
  /// Rules of changed chains are being taken away.
  case withdrawal
  /// Functions are being instantiated.
  case instantiation
  /// Links are being given their first keys.
  case keySetup = "key set-up"
  /// Rules are being distributed.
  case rules
  /// Links are being given other keys.
  case keyChange = "key change"

  /// Its place in `allCases`, for counters.
  var position: Int {
    switch self {
    case .steady: 0
    case .withdrawal: 1
    case .instantiation: 2
    case .keySetup: 3
    case .rules: 4
    case .keyChange: 5
    }
  }
}

/// Follows the phases by what the control plane notes. A part of an operation counts before a change of keys.
struct ChainPhases {
  private var part: ChainPhase?
  /// Links that are between two keys. Never iterated.
  private var changing: Set<Int64> = []

  var phase: ChainPhase { part ?? (changing.isEmpty ? .steady : .keyChange) }

  mutating func noted(_ note: Note) {
    switch ControlNote(rawValue: note.kind) {
    case .withdrawalBegan: part = .withdrawal
    case .functionsBegan, .encryptionFunctionsBegan: part = .instantiation
    case .keysBegan: part = .keySetup
    case .rulesBegan: part = .rules
    case .withdrawalEnded, .functionsEnded, .encryptionFunctionsEnded, .keysEnded, .rulesEnded, .operationEnded,
      .operationBegan:
      part = nil
    case .keyChangeBegan: changing.insert(note.subject)
    case .keyChangeEnded: changing.remove(note.subject)
    case _: return
    }
  }
}
