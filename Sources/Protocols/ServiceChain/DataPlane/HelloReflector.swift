/// An element that answers the hellos of its watchers, without remembering any.
protocol HelloReflector {
  var element: ElementID { get }
  var ports: Ports { get }
}

extension HelloReflector {
  /// Answers a hello on the port that it came from. Refuses what is none.
  func answer(
    _ packet: PacketBuffer, _ frame: EthernetHeader, from port: PortNumber, into effects: inout Effects
  ) throws(DropReason) {
    guard frame.type == .ipv4 else { throw .unknownProtocol }
    let hello = try Hello(in: packet, at: EthernetHeader.byteCount, to: element)
    guard hello.isQuestion else { throw .unasked }
    answer(hello, from: port, into: &effects)
  }

  func answer(_ hello: Hello, from port: PortNumber, into effects: inout Effects) {
    guard let neighbour = ports[port] else { return }
    effects.transmit(
      Hello.packet(from: element, to: hello.sender, via: neighbour.element, settings: nil), on: port)
  }
}

extension Classifier: HelloReflector {}
extension InnerForwarder: HelloReflector {}
extension ServiceFunction: HelloReflector {}
extension EncryptionFunction: HelloReflector {}
extension OuterForwarder: HelloReflector {}
