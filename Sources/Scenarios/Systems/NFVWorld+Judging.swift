import Vocabulary

/// What a finished run of an NFV world is held to, chain by chain.
extension NFVWorld {
  /// What the oracles found in the whole run; of a chain, under its name.
  func violations() -> [Violation] {
    ownViolations
      + chains.flatMap { chain in
        chain.violations(at: world.simulator.now).map {
          Violation(oracle: $0.oracle, at: $0.at, text: "\(chain.name): \($0.text)")
        }
      }
  }

  /// What became of runs in which agreement broke, members were found out or modules refused to start.
  var verdict: String? {
    let parts = chains.compactMap { chain in chain.verdict.map { "\(chain.name): \($0)" } }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  /// The evidence of the first chain that has any: a file is of one federation.
  var evidenceText: String? { chains.lazy.compactMap(\.evidenceText).first }

  /// Of each chain that has faulty modules; of the first where none has.
  var budgets: [BudgetUse] {
    let uses = zip(chains, layout.chains).map { chain, place in
      var use = chain.budgetUse
      use.chain = chain.name
      (use.role, use.firstNumber) = layout.numbering(of: place.nodes.lowerBound)
      return use
    }
    let used = uses.filter { !$0.faulty.isEmpty }
    return used.isEmpty ? Array(uses.prefix(1)) : used
  }
}
