import Protocols
import Vocabulary

/// The identity of a module that is byzantine at some time of a run: its key pair, and what it does now. Its machines come and
/// go with the module's power; it stays.
final class ByzantineMember {
  let number: Int
  let keyPair: KeyPair
  let membership: Membership
  let crypto: Cryptography
  let spec: CRBSpec
  /// The public keys of the writers, by number.
  let writers: [PublicKey]
  /// What the present fault draws from.
  var stream = RandomStream(seed: 0)
  /// Nil while the module is honest.
  private(set) var behaviour: (any ByzantineBehaviour)?
  private var fault: Int?
  /// Messages that are kept back, in the order of their turn.
  private var postponed: [(message: Outgoing, due: Instant)] = []

  init(
    number: Int, keyPair: KeyPair, membership: Membership, crypto: Cryptography, spec: CRBSpec, writers: [PublicKey]
  ) {
    self.number = number
    self.keyPair = keyPair
    self.membership = membership
    self.crypto = crypto
    self.spec = spec
    self.writers = writers
  }

  var others: [Int] { (0..<membership.count).filter { $0 != number } }

  func begin(_ behaviour: any ByzantineBehaviour, fault: Int, stream: RandomStream) {
    self.behaviour = behaviour
    self.fault = fault
    self.stream = stream
  }

  /// Without effect when another fault has begun at the same instant.
  func end(fault: Int) {
    guard self.fault == fault else { return }
    behaviour = nil
    self.fault = nil
  }

  func shuffledOthers() -> [Int] {
    var list = others
    for index in list.indices.dropFirst().reversed() {
      list.swapAt(index, Int(stream.below(UInt64(index) + 1)))
    }
    return list
  }

  // MARK: What is kept back

  func postpone(_ message: Outgoing, until due: Instant) {
    let place = postponed.firstIndex { $0.due > due } ?? postponed.count
    postponed.insert((message, due), at: place)
  }

  /// Its memory is gone.
  func forgetPostponed() { postponed = [] }

  func armPostponed(at now: Instant, into effects: inout Effects) {
    guard let first = postponed.first else { return }
    effects.arm(.postponed, after: max(first.due - now, .zero))
  }

  /// The messages whose turn it is.
  func takePostponed(at now: Instant) -> [Outgoing] {
    let count = postponed.prefix { $0.due <= now }.count
    defer { postponed.removeFirst(count) }
    return postponed.prefix(count).map(\.message)
  }
}

extension TimerID {
  /// A behaviour acts unasked.
  static let behaviour = TimerID(slot: 8)
  /// The turn of a message that was kept back.
  static let postponed = TimerID(slot: 9)
}
