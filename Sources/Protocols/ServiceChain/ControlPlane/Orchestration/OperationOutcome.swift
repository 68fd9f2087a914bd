/// How an operation of the orchestrator ended.
public enum OperationOutcome: Int, CaseIterable, Sendable {
  /// Something else went wrong.
  case failed
  case done
  /// The policy is against it; nothing was changed.
  case refusedByPolicy
  /// A manager, or an element that it needed, did not answer.
  case unanswered
  /// An element refused its rules or keys.
  case refusedByElement

  init(_ answer: ControlAnswer) {
    switch answer.status {
    case .ok, .created, .noContent: self = .done
    case .timeout: self = .unanswered
    case .forbidden: self = answer.defect == "policy" ? .refusedByPolicy : .failed
    case .conflict: self = .refusedByElement
    case .badRequest, .notFound, .unavailable: self = .failed
    }
  }
}
