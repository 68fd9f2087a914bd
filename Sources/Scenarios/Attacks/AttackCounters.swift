import Protocols

/// What an adversary tried in a run, and what became of it.
struct AttackCounters {
  /// By kind of attack.
  private(set) var tried = [Int64](repeating: 0, count: Attack.Kind.allCases.count)
  /// Tries that the receiver refused, at least in part.
  private(set) var refused: Int64 = 0
  /// By reason.
  private(set) var reasons = [Int64](repeating: 0, count: DropReason.allCases.count)
  /// Packets seen, and those of which the contents could be read.
  private(set) var seen: Int64 = 0
  private(set) var read: Int64 = 0
  /// Transactions for others that one of its own keys has opened.
  var opened: Int64 = 0
  /// Configurations of its own making that a VNF has applied.
  var obeyed: Int64 = 0
  /// Those of them that it made with a key which its tenant had replaced.
  var obeyedLate: Int64 = 0
  /// Transactions of its own making that are in a ledger.
  var stored: Int64 = 0

  mutating func tries(_ kind: Attack.Kind) { tried[Attack.Kind.allCases.firstIndex(of: kind)!] += 1 }

  mutating func sees(isReadable: Bool) {
    seen += 1
    if isReadable { read += 1 }
  }

  /// What a receiver did with a packet of the adversary's: the reasons for which it dropped it, or parts of it.
  mutating func received(drops: [DropReason]) {
    guard !drops.isEmpty else { return }
    refused += 1
    for reason in drops { reasons[reason.position] += 1 }
  }

  /// By metric name.
  var values: [String: Double] {
    var values: [String: Double] = [
      "attacks-tried": Double(tried.reduce(0, +)), "attacks-refused": Double(refused), "packets-seen": Double(seen),
      "attack-configurations-obeyed": Double(obeyed),
      "attack-configurations-obeyed-late": Double(obeyedLate), "packets-read": Double(read),
      "transactions-opened": Double(opened), "attack-transactions-stored": Double(stored),
    ]
    for (kind, count) in zip(Attack.Kind.allCases, tried) where kind.isActive {
      values["attacks-\(kind.rawValue)"] = Double(count)
    }
    for (reason, count) in zip(DropReason.allCases, reasons) {
      values["attacks-refused-\(reason.rawValue)"] = Double(count)
    }
    return values
  }
}
