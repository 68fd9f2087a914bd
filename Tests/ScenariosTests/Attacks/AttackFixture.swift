import Protocols
import Vocabulary

@testable import Scenarios

/// Runs with an adversary on the links, some simulated seconds each.
enum AttackFixture {
  /// Every attack on blockchain modules, on both kinds of channel.
  static let attacks = Attack.Kind.ofLedgers.flatMap { kind in
    (kind.isByItself ? [.tls] : Attack.Channel.allCases).map { channel in
      var attack = Attack(kind, channel: channel)
      if kind.isTimed { attack.interval = .milliseconds(10) }
      if kind.takesShare { attack.share = 0.2 }
      return attack
    }
  }

  static func scenario(_ attacks: [Attack], lasts: TimeSpan? = .seconds(5), seconds: Int64 = 12) -> Scenario {
    ByzantineFixture.scenario(
      attacks.map { Fault(.attack($0), at: .seconds(1), lasts: lasts) }, seconds: seconds)
  }

  static func adversary(_ crb: CRBWorld) -> Adversary { crb.world.faults!.adversary! }
}
