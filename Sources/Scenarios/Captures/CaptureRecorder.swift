import Protocols
import Report
import SimKernel
import Vocabulary

/// Writes the packets of a run to a capture, and the keys of its security associations beside it (docs/formats/capture.md).
///
/// A packet is written where and when it arrives, with the bytes that arrive; one that is lost on its link, when it is sent.
final class CaptureRecorder: PacketObserver {
  /// What is captured, and where to.
  struct Request: Sendable {
    var directory: String
    var links: CapturedLinks
  }

  private let directory: String
  private let capture: PacketCapture
  /// By node and port: the interface; nil where nothing is captured.
  private var interfaces: [[Int?]]
  private var interfacesByLink: [LinkID: Int] = [:]
  /// What a machine is about to take, before it changes it.
  private var arriving: (bytes: [UInt8], interface: Int)?
  private var keys: [ESPKey] = []
  /// Never iterated.
  private var knownKeys: Set<ESPKey> = []
  /// The first trouble with the file. Nothing is written after it.
  private var failure: FileError?

  /// `runs`: the world's cables, in the order in which they were laid.
  init(_ request: Request, of world: World, runs: [SFCCabling.Run]) throws {
    let names = runs.map(\.cable.name)
    let captured = names.filter(request.links.contains)
    guard !captured.isEmpty else { throw CaptureProblem.unknownLink(request.links.text, known: names) }
    directory = request.directory
    try Directory.create(directory)
    capture = try PacketCapture("\(directory)/capture.pcapng", interfaces: captured, application: "chainbed")
    interfaces = Array(repeating: [], count: world.hosts.count)
    var next = 0
    for run in runs {
      let interface = request.links.contains(run.cable.name) ? next : nil
      if interface != nil { next += 1 }
      for node in [run.first, run.second] {
        let port = interfaces[node].count
        interfaces[node].append(interface)
        if let interface { interfacesByLink[world.hosts[node].ports[port]] = interface }
      }
    }
    for host in world.hosts { keepKeys(of: host) }
  }

  // MARK: PacketObserver

  func enters(_ packet: PacketBuffer, _ link: LinkID, loss: PacketDropReason?, at now: Instant) {
    guard let loss else { return }
    guard let interface = interfacesByLink[link] else { return }
    packet.withUnsafeBytes { write($0, on: interface, at: now, "dropped: \(loss.name)") }
  }

  func arrives(_ packet: PacketBuffer, at node: NodeID, on port: PortNumber, at now: Instant) {
    let ports = interfaces[Int(node.index)]
    guard ports.indices.contains(port.slot), let interface = ports[port.slot] else { return }
    arriving = (packet.bytes, interface)
  }

  func handled(sent: Int, drop: DropReason?, by node: NodeID, at now: Instant) {
    guard let (bytes, interface) = arriving else { return }
    arriving = nil
    bytes.withUnsafeBytes { write($0, on: interface, at: now, drop.map { "dropped: \($0.rawValue)" }) }
  }

  func lost(_ packet: PacketBuffer, at node: NodeID, at now: Instant) {}

  private func write(_ bytes: UnsafeRawBufferPointer, on interface: Int, at now: Instant, _ comment: String?) {
    guard failure == nil else { return }
    do throws(FileError) {
      try capture.write(bytes, on: interface, nanoseconds: now.nanoseconds, comment: comment)
    } catch {
      failure = error
    }
  }

  // MARK: Keys

  /// Keeps the keys that a node has been given.
  func noted(_ note: Note, by host: Host) {
    if note.kind == ServiceChainNote.associationInstalled.rawValue { keepKeys(of: host) }
  }

  private func keepKeys(of host: Host) {
    guard let holder = host.machine as? any AssociationHolder else { return }
    for association in holder.heldAssociations {
      let key = ESPKey(
        spi: association.spi, source: association.source, destination: association.destination,
        key: association.keyingMaterial)
      if knownKeys.insert(key).inserted { keys.append(key) }
    }
  }

  /// Gives both files their names.
  func finish() throws {
    if let failure { throw failure }
    try capture.commit()
    try ESPKey.write(keys, to: "\(directory)/esp_sa")
  }
}

/// Whatever holds security associations.
private protocol AssociationHolder {
  var heldAssociations: [SecurityAssociation] { get }
}

extension EncryptionFunction: AssociationHolder {
  fileprivate var heldAssociations: [SecurityAssociation] { securityAssociations }
}

extension ControlledElement: AssociationHolder {
  fileprivate var heldAssociations: [SecurityAssociation] {
    (element as? EncryptionFunction)?.securityAssociations ?? []
  }
}
