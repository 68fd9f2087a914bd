import Protocols

/// How a transcript tells what a node of service function chains notes.
enum ChainWords {
  static func of(_ note: Note) -> String {
    if let kind = ControlNote(rawValue: note.kind) { return of(kind, note) }
    let name =
      ServiceChainNote(rawValue: note.kind).map { "\($0)" } ?? EndpointNote(rawValue: note.kind).map { "\($0)" }
      ?? "note \(note.kind)"
    return "\(name) \(note.subject), value \(note.value)"
  }

  private static func of(_ kind: ControlNote, _ note: Note) -> String {
    switch kind {
    case .operationBegan:
      let operation = Operation.Kind(rawValue: Int(note.value)).map { "\($0)" } ?? "\(note.value)"
      return "operation \(note.subject) begins: \(operation)"
    case .operationEnded:
      let outcome = OperationOutcome(rawValue: Int(note.value)).map { "\($0)" } ?? "\(note.value)"
      return "operation \(note.subject) ends: \(outcome)"
    case .operationResumed: return "operation \(note.subject) goes on after a crash, with \(note.value) steps done"
    case .refusedByPolicy: return "the policy refuses a deployment: \(note.subject) violations"
    case .deploymentResumed: return "goes on with a deployment of \(note.subject) chains after a crash"
    case .deploymentRestored: return "goes back to the deployment of \(note.subject) chains before"
    case .linkResumed: return "finds link \(note.subject) in its journal: it is to have new keys"
    case .cutDamage: return "cuts \(note.value) B of a torn journal off"
    case .withdrawalBegan, .withdrawalEnded, .functionsBegan, .functionsEnded, .encryptionFunctionsBegan,
      .encryptionFunctionsEnded, .keysBegan, .keysEnded, .rulesBegan, .rulesEnded, .elementLost, .elementReturned,
      .instantiated, .removed, .authenticated, .linkBegan, .linkEnded, .keyChangeBegan, .keyChangeEnded,
      .headerKeyBegan, .headerKeyEnded, .rulesInstalled, .refusedByElement, .rulesPublished, .rulesCommitted:
      return "\(kind) \(note.subject), value \(note.value)"
    }
  }
}
