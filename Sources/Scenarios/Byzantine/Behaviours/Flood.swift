import Protocols
import Vocabulary

/// Sends what makes work for its receivers: votes far ahead, questions that need the disk, transactions that nobody signed,
/// blocks that nobody asked for, and bytes that are no message.
final class Flood: ByzantineBehaviour {
  let interval: TimeSpan?
  private var sent = 0

  init(every interval: TimeSpan) { self.interval = interval }

  func acts(_ scene: inout Scene) {
    let member = scene.member
    let next = scene.replica.concluded + 1
    let ahead = next + Int64(member.stream.below(200))
    defer { sent += 1 }
    switch sent % 6 {
    case 0:
      scene.send(
        .vote(
          member.vote(
            .prepare, view: scene.replica.view, sequence: ahead, on: member.inventedDigest(), &scene.effects.meter)))
    case 1:
      scene.send(
        .vote(
          member.vote(
            .commit, view: scene.replica.view, sequence: ahead, on: member.inventedDigest(), &scene.effects.meter)))
    case 2: scene.send(.fetch(Fetch(height: 1, view: 0, digest: member.inventedDigest(), replica: member.number)))
    case 3:
      let payload = Payload(ClientMessage.submit([Transaction(member.stream.bytes(1_000))]).bytes)
      scene.effects.broadcast(payload, .forward)
    case 4: scene.send(.blocks(member.stream.bytes(1_000)))
    default: scene.effects.broadcast(Payload(member.stream.bytes(1_000)), .prepare)
    }
  }
}
