import Protocols
import SimKernel
import Vocabulary

/// Messages of the control plane from somebody who has no key of it: rules, keys, reports. Their layout is no secret
/// (docs/models/service-chains.md).
extension ChainAdversary {
  enum ControlForgery: CaseIterable {
    /// A message that passed, as it was: old rules, old keys, old answers.
    case again
    /// The same to somebody else whom the sender talks to.
    case redirected
    /// With one bit changed.
    case changed
    /// A record of a session that can be seen, with the next numbers, sealed with a made-up key.
    case record
    /// An element that begins a handshake, and proves nothing.
    case hello
    /// A manager that answers one.
    case challenge
    /// Rules without a channel.
    case clear
    /// Rules from a neighbour that manages nobody.
    case neighbour
  }

  private enum Code {
    static let hello: UInt8 = 1
    static let challenge: UInt8 = 2
    static let record: UInt8 = 4
    static let recordHeader = 13
  }

  func injectRoutes(_ entry: inout Entry) {
    guard !entry.records.all.isEmpty else { return }
    let seen = entry.records.all.drawn(&entry.stream)
    switch ControlForgery.allCases[entry.turns % ControlForgery.allCases.count] {
    case .again: send(seen.bytes, from: seen.sender, to: seen.receiver, entry)
    case .redirected:
      let others = entry.records.all.filter { $0.sender == seen.sender && $0.receiver != seen.receiver }
      guard !others.isEmpty else { return }
      send(seen.bytes, from: seen.sender, to: others.drawn(&entry.stream).receiver, entry)
    case .changed:
      guard seen.bytes.count > 1 else { return }
      var bytes = seen.bytes
      bytes[1 + Int(entry.stream.below(UInt64(bytes.count - 1)))] ^= 1 << UInt8(entry.stream.below(8))
      send(bytes, from: seen.sender, to: seen.receiver, entry)
    case .record:
      guard seen.bytes[0] == Code.record, seen.bytes.count >= Code.recordHeader else { return }
      var bytes = Array(seen.bytes.prefix(Code.recordHeader))
      bytes[Code.recordHeader - 2] &+= 1
      send(bytes + entry.stream.bytes(200), from: seen.sender, to: seen.receiver, entry)
    case .hello:
      let element = element(&entry.stream)
      let bytes = [Code.hello] + Self.number(element + 1) + entry.stream.bytes(64)
      send(bytes, from: element, to: layout.node(manager(of: element), 0), entry)
    case .challenge:
      let element = element(&entry.stream)
      send([Code.challenge] + entry.stream.bytes(96), from: layout.node(manager(of: element), 0), to: element, entry)
    case .clear:
      let element = element(&entry.stream)
      send(rules(for: element), from: layout.node(manager(of: element), 0), to: element, entry)
    case .neighbour:
      let element = element(&entry.stream)
      let neighbour = layout.node(.outer, layout.site(element))
      send(rules(for: element), from: neighbour == element ? element - 1 : neighbour, to: element, entry)
    }
  }

  /// One that has rules or keys.
  private func element(_ stream: inout RandomStream) -> Int {
    let roles: [SFCLayout.Role] = [.classifier, .inner, .outer, .function, .encryption]
    return Array(roles.map { layout.nodes($0) }.joined()).drawn(&stream)
  }

  private func manager(of element: Int) -> SFCLayout.Role {
    layout.place(element).role == .encryption ? .auc : .controller
  }

  /// What a controller would ask of an element: to send everything elsewhere.
  private func rules(for element: Int) -> [UInt8] {
    let rules = #"{"path":1,"version":1000000,"rules":[{"action":"forward","index":255,"from":1,"to":2}]}"#
    let resource = "/restconf/data/chainbed-sfc:flow-rules/element=\(element + 1)/path=1"
    return Array(#"{"id":1,"method":"PUT","resource":"\#(resource)","body":\#(rules)}"#.utf8)
  }

  private static func number(_ value: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
  }
}
