import Protocols
import Vocabulary

/// Forwarding state always equals committed blocks: whenever an element's rules change, each of its sets is one that the
/// controller has signed, for this element, in a block that the modules have decided; and none is older than one that the
/// element had.
final class CommittedRulesOracle {
  private let ledger: SFCLedger
  private let layout: SFCLayout
  private var committed: Set<IssuedRules> = []
  /// By element and path: the newest version that it had in any life. Never iterated.
  private var newest: [Place: Int] = [:]
  private var list = ViolationList(.committedRules)
  /// Work of the oracle costs nobody anything.
  private var spare = Meter()
  /// Changes of forwarding state that were looked at.
  private(set) var changes: Int64 = 0

  private struct Place: Hashable {
    var node: Int
    var path: ServicePathID
  }

  init(_ ledger: SFCLedger, _ layout: SFCLayout) {
    self.ledger = ledger
    self.layout = layout
  }

  var violations: [Violation] { list.all }

  /// A module has appended a block that nobody had appended before.
  func decided(_ block: Block) {
    for transaction in block.content.transactions {
      guard let layout = transaction.layout else { continue }
      let recipient = transaction.bytes[layout.recipient]
      guard let site = ledger.sites.first(where: { $0.publicKey.encoded.elementsEqual(recipient) }) else { continue }
      let sets = try? RuleTransaction.open(
        transaction, with: site, from: ledger.controller.publicKey, ledger.chain.crypto, &spare)
      committed.formUnion(sets ?? [])
    }
  }

  /// The rules of an element have changed.
  func changed(_ host: Host, _ node: Int, at now: Instant) {
    changes += 1
    look(at: host, node, at: now)
  }

  func finish(_ hosts: [Host]) {
    for (node, host) in hosts.enumerated() { look(at: host, node, at: nil) }
  }

  private func look(at host: Host, _ node: Int, at now: Instant?) {
    guard let holder = host.machine as? any RuleHolder else { return }
    for set in holder.heldRules {
      let place = Place(node: node, path: set.path)
      if !committed.contains(IssuedRules(set, for: SFCLayout.element(node))) {
        list.report(
          "\(layout.name(node)) has rules of version \(set.version) for \(set.path) that are in no block", at: now)
      }
      if let version = newest[place], set.version < version {
        list.report(
          "\(layout.name(node)) has rules of version \(set.version) for \(set.path), after version \(version)",
          at: now)
      }
      newest[place] = max(set.version, newest[place] ?? .min)
    }
  }
}
