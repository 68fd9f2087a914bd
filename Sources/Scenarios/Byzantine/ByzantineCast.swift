import Protocols
import Vocabulary

/// The members of a federation that are byzantine at some time.
final class ByzantineCast {
  /// By module; nil for those that are always honest.
  private let members: [ByzantineMember?]
  /// In which the members are 0 ..< count.
  private let plan: FaultPlan
  /// The first member's number in the world.
  private let first: Int
  private let streams: RandomStreams

  /// Nil when nobody is byzantine.
  init?(
    _ plan: FaultPlan, pairs: [KeyPair], membership: Membership, crypto: Cryptography, spec: CRBSpec, writers: Int,
    first: Int, streams: RandomStreams
  ) {
    let isByzantine = plan.byzantine(modules: spec.modules)
    guard isByzantine.contains(true) else { return nil }
    self.plan = plan
    self.first = first
    self.streams = streams
    let keys = (0..<writers).map { crypto.keyPair(named: "tenant/\($0)").publicKey }
    members = pairs.enumerated().map { number, pair in
      guard isByzantine[number] else { return nil }
      return ByzantineMember(
        number: number, keyPair: pair, membership: membership, crypto: crypto, spec: spec, writers: keys)
    }
  }

  /// The module's machine: the honest one, in the hands of its member where that is byzantine at some time.
  func machine(_ honest: BlockchainModule, at module: Int) -> any StateMachine {
    guard let member = members[module] else { return honest }
    return ByzantineMachine(honest, member: member)
  }

  /// The fault of the plan begins. The nodes, by their numbers in the world, that begin to act unasked now: to be woken.
  func begin(_ index: Int) -> [NodeID] {
    guard case .byzantine(let fault) = plan.faults[index].kind else { return [] }
    let coalition = Coalition(fault.modules)
    var acting: [NodeID] = []
    for module in fault.modules {
      let behaviour = Self.behaviour(fault.behaviour, of: coalition)
      members[module]!.begin(
        behaviour, fault: index, stream: streams.stream("\(plan.stream(of: index))/module/\(module)"))
      if behaviour.interval != nil { acting.append(NodeID(first + module)) }
    }
    return acting
  }

  func end(_ index: Int) {
    guard case .byzantine(let fault) = plan.faults[index].kind else { return }
    for module in fault.modules { members[module]!.end(fault: index) }
  }

  private static func behaviour(_ kind: Misbehaviour, of coalition: Coalition) -> any ByzantineBehaviour {
    switch kind {
    case .silence(let receivers): Silence(to: receivers)
    case .equivocation: Equivocation()
    case .doubleVoting: DoubleVoting()
    case .forgedCertificates: ForgedCertificates()
    case .staleCertificates: StaleCertificates()
    case .emptyCertificates: EmptyCertificates()
    case .invalidBlocks: InvalidBlocks()
    case .censorship(let writer): Censorship(of: writer)
    case .delay(let span): Delay(by: span)
    case .amnesia: Amnesia()
    case .wrongViews(let interval): WrongViews(every: interval)
    case .viewChangeStorm(let interval): ViewChangeStorm(every: interval)
    case .replay(let interval): Replay(every: interval)
    case .flood(let interval): Flood(every: interval)
    case .requestTwice: RequestTwice()
    case .watermarkExhaustion: WatermarkExhaustion()
    case .collusion: Collusion(in: coalition)
    case .forgedBlocks: ForgedBlocks()
    case .falseAnswers: FalseAnswers()
    case .withholding: Withholding()
    case .mutation(let share): Mutation(share: share)
    }
  }
}
