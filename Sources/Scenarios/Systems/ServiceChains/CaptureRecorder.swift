import Protocols
import Report
import SimKernel
import Vocabulary

/// Writes the packets of a world's cables to a capture as they arrive, those that are lost with the reason.
final class CaptureRecorder: PacketObserver {
  private unowned let world: World
  private let capture: PacketCapture
  /// By cable: its interface in the capture.
  private let interfaces: [Int?]
  private let name: (NodeID) -> String
  /// The packet that a machine is working on, as it arrived.
  private var pending: (bytes: [UInt8], interface: Int, isForged: Bool)?
  private(set) var failure: FileError?

  /// - Parameter cables: their numbers.
  init(_ world: World, cables: [Int], path: String, application: String, name: @escaping (NodeID) -> String) throws {
    self.world = world
    self.name = name
    interfaces = world.cables.indices.map { cables.firstIndex(of: $0) }
    capture = try PacketCapture(path, interfaces: cables.map { world.cables[$0].name }, application: application)
  }

  var count: Int { capture.count }

  func commit() throws {
    if let failure { throw failure }
    try capture.commit()
  }

  func enters(_ packet: PacketBuffer, _ link: LinkID, loss: PacketDropReason?, at now: Instant) {
    guard let loss, let interface = interfaces[world.cable(of: link)] else { return }
    packet.withUnsafeBytes { write($0, interface, now, "lost on the link: \(loss.name)") }
  }

  func arrives(_ packet: PacketBuffer, at node: NodeID, on port: PortNumber, at now: Instant) {
    pending = interface(of: port, at: node).map { (packet.bytes, $0, AdversaryMark(rawValue: packet.mark) != nil) }
  }

  func handled(sent: Int, drop: DropReason?, by node: NodeID, at now: Instant) {
    guard let (bytes, interface, isForged) = pending else { return }
    pending = nil
    let remarks =
      (isForged ? ["sent by the adversary"] : [])
      + (drop.map { ["dropped by \(name(node)): \($0.rawValue)"] } ?? [])
    bytes.withUnsafeBytes { write($0, interface, now, remarks.isEmpty ? nil : remarks.joined(separator: "; ")) }
  }

  /// One that its machine has had was written when it arrived.
  func lost(_ packet: PacketBuffer, at node: NodeID, on port: PortNumber?, at now: Instant) {
    guard let port, let interface = interface(of: port, at: node) else { return }
    packet.withUnsafeBytes { write($0, interface, now, "lost with the power of \(name(node))") }
  }

  /// Of the cable at a port, if it is captured.
  private func interface(of port: PortNumber, at node: NodeID) -> Int? {
    interfaces[world.cable(of: world.hosts[Int(node.index)].ports[port.slot])]
  }

  private func write(_ bytes: UnsafeRawBufferPointer, _ interface: Int, _ now: Instant, _ comment: String?) {
    guard failure == nil else { return }
    do throws(FileError) {
      try capture.write(bytes, on: interface, nanoseconds: now.nanoseconds, comment: comment)
    } catch {
      failure = error
    }
  }
}
