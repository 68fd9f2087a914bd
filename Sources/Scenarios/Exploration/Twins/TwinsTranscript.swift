import Protocols
import Vocabulary

/// What happened in a scenario, line by line.
public final class TwinsTranscript {
  public private(set) var lines: [String] = []

  public init() {}

  func began(_ view: Int, _ choice: TwinsChoice, _ federation: TwinsFederation) {
    lines.append("view \(view): \(choice.words(in: federation))")
  }

  func cut() { lines.append("from here on commits reach one instance of each group") }

  func healed() { lines.append("the network is whole") }

  func received(_ kind: MessageKind, from sender: Int, by instance: Int, at now: Instant, _ names: TwinsFederation) {
    add("receives \(MessageKind.moduleKindNames[kind.slot]) from \(names.name(of: sender))", instance, now, names)
  }

  func dropped(_ reason: DropReason, by instance: Int, at now: Instant, _ names: TwinsFederation) {
    add("drops it: \(reason.rawValue)", instance, now, names)
  }

  func decided(_ block: Block, height: Int64, by instance: Int, at now: Instant, _ names: TwinsFederation) {
    add("DECIDES \(block.digest.description.prefix(8)) at height \(height)", instance, now, names)
  }

  func noted(_ note: Note, by instance: Int, at now: Instant, _ names: TwinsFederation) {
    guard let kind = PBFTNote(rawValue: note.kind) else { return }
    switch kind {
    case .proposed: add("proposes at height \(note.subject)", instance, now, names)
    case .prepared: add("is prepared at height \(note.subject)", instance, now, names)
    case .rejected: add("rejects the block at height \(note.subject)", instance, now, names)
    case .suspected: add("suspects the primary of view \(note.value)", instance, now, names)
    case .leftView: add("asks for view \(note.value)", instance, now, names)
    case .enteredView: add("enters view \(note.value)", instance, now, names)
    case .proposedAgain:
      add("proposes again what an earlier view prepared, at height \(note.subject)", instance, now, names)
    case .joinedViewChange: add("joins those who ask for view \(note.value)", instance, now, names)
    case .fetched: add("fetches the block at height \(note.subject)", instance, now, names)
    case .prePrepared, .committed, .appended, .fetchedHeld, .usedDeferred, .served, .turnedVoteLog, .startedBound,
      .startedHolding, .cutDamage:
      break
    }
  }

  private func add(_ what: String, _ instance: Int, _ now: Instant, _ names: TwinsFederation) {
    let milliseconds = String(now.nanoseconds / 1_000_000)
    let time = String(repeating: " ", count: max(0, 8 - milliseconds.count)) + milliseconds
    let name = names.name(of: instance)
    lines.append("\(time) ms  \(name)\(String(repeating: " ", count: max(0, 3 - name.count)))\(what)")
  }
}
