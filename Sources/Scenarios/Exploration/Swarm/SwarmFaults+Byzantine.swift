import Vocabulary

extension SwarmFaults {
  /// Modules of those that may be faulty for good break the protocol, half of the time to the end; nil when they do
  /// already.
  mutating func byzantine(_ at: TimeSpan, _ lasts: TimeSpan, _ dice: inout Dice) -> Fault? {
    var fault = Fault(.byzantine(ByzantineFault([], .equivocation)), at: at, lasts: dice.chance(1, in: 2) ? lasts : nil)
    let span = fault.span
    let some = dice.some(of: faulty).filter { module in !reigns[module].contains { $0.overlaps(span) } }
    guard let first = some.first else { return nil }
    // A fault is of one blockchain.
    let free = some.filter(chain(of: first).contains)
    for module in free { reigns[module].append(span) }
    fault.kind = .byzantine(ByzantineFault(free, behaviour(of: free, &dice)))
    return fault
  }

  func behaviour(of modules: [Int], _ dice: inout Dice) -> Misbehaviour {
    let every = dice.span(.milliseconds(1)...(.seconds(1)))
    let behaviours: [Misbehaviour] =
      [
        .silence(to: receivers(modules, &dice)), .equivocation, .doubleVoting, .forgedCertificates, .staleCertificates,
        .emptyCertificates, .invalidBlocks, .censorship(writer: writers > 0 ? dice.below(writers) : 0), .delay(by: nil),
        .amnesia,
        .wrongViews(every: every), .viewChangeStorm(every: every), .replay(every: every), .flood(every: every),
        .requestTwice, .watermarkExhaustion, .mutation(share: dice.share()),
      ]
      .filter { writers > 0 || !$0.isOfWriter } + (hasClients ? [.falseAnswers, .withholding] : [])
    // A coalition has at least two members.
    return dice.pick(modules.count > 1 ? behaviours + [.collusion] : behaviours)
  }

  private func receivers(_ modules: [Int], _ dice: inout Dice) -> [Int]? {
    let others = chain(of: modules[0]).filter { !modules.contains($0) }
    return others.isEmpty || dice.chance(1, in: 2) ? nil : dice.some(of: others)
  }
}

extension Misbehaviour {
  /// Whether it is about a writer, which there must be.
  fileprivate var isOfWriter: Bool {
    if case .censorship = self { true } else { false }
  }
}

extension Fault {
  /// From its beginning to its end, or for ever.
  var span: Range<TimeSpan> { at..<(lasts.map { at + $0 } ?? TimeSpan(nanoseconds: .max)) }
}
