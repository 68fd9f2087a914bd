import Protocols

/// The rules that elements hold at the end are sets that the controller has issued.
enum ForwardingStateOracle {
  static func violations(_ hosts: [Host], _ layout: SFCLayout, _ log: RuleLog) -> [Violation] {
    var list = ViolationList(.forwardingState)
    for (node, host) in hosts.enumerated() {
      guard let element = host.machine as? any RuleHolder else { continue }
      for set in element.heldRules where !set.rules.isEmpty {
        guard !log.contains(IssuedRules(set, for: SFCLayout.element(node))) else { continue }
        list.report("\(layout.name(node)) has rules of version \(set.version) for \(set.path) that nobody issued")
      }
    }
    return list.all
  }
}

/// Whatever holds flow rules.
protocol RuleHolder {
  var heldRules: [RuleSet] { get }
}

extension ControlledElement: RuleHolder {
  var heldRules: [RuleSet] { (element as? any RuleTarget)?.ruleSets ?? [] }
}
