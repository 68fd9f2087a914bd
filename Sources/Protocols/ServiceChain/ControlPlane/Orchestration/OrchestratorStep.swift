/// The parts of an operation, in their order (paper, Table 1).
enum OrchestratorStep: Int, CaseIterable, Codable {
  case withdrawal, functions, encryptionFunctions, keys, rules

  /// What a step of instantiation makes; nil for others.
  var kind: ElementKind? {
    switch self {
    case .functions: .serviceFunction
    case .encryptionFunctions: .encryptionFunction
    case .withdrawal, .keys, .rules: nil
    }
  }

  var began: ControlNote {
    switch self {
    case .withdrawal: .withdrawalBegan
    case .functions: .functionsBegan
    case .encryptionFunctions: .encryptionFunctionsBegan
    case .keys: .keysBegan
    case .rules: .rulesBegan
    }
  }

  var ended: ControlNote {
    switch self {
    case .withdrawal: .withdrawalEnded
    case .functions: .functionsEnded
    case .encryptionFunctions: .encryptionFunctionsEnded
    case .keys: .keysEnded
    case .rules: .rulesEnded
    }
  }
}
