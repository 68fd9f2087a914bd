import Vocabulary

/// An element that answers the hellos of its watchers, without remembering any.
protocol HelloReflector: IntegrityTarget {
  var element: ElementID { get }
  var ports: Ports { get }
}

extension HelloReflector {
  /// Answers a hello on the port that it came from. Refuses what is none.
  mutating func answer(
    _ packet: PacketBuffer, _ frame: EthernetHeader, from port: PortNumber, at now: Instant, into effects: inout Effects
  ) throws(DropReason) {
    guard frame.type == .ipv4 else { throw .unknownProtocol }
    let hello = try Hello(in: packet, at: EthernetHeader.byteCount, to: element)
    try hello.verify(in: packet, by: &integrity, at: now, &effects.meter)
    guard hello.isQuestion else { throw .unasked }
    answer(hello, from: port, at: now, into: &effects)
  }

  /// Answers a hello that was verified, with the same key.
  mutating func answer(_ hello: Hello, from port: PortNumber, at now: Instant, into effects: inout Effects) {
    guard let neighbour = ports[port] else { return }
    let proof = hello.proof.flatMap { proof in
      integrity.helloKeys(of: proof.path, at: now).first { $0.identifier == proof.key }.map {
        (content: proof, key: $0)
      }
    }
    effects.transmit(
      Hello.packet(
        from: element, to: hello.sender, via: neighbour.element, settings: nil, proof: proof, &effects.meter),
      on: port)
  }
}

extension Classifier: HelloReflector {}
extension InnerForwarder: HelloReflector {}
extension ServiceFunction: HelloReflector {}
extension EncryptionFunction: HelloReflector {}
extension OuterForwarder: HelloReflector {}
