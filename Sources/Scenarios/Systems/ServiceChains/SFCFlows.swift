import Protocols
import SimKernel
import Vocabulary

/// What clients send to their servers, and the machines of both.
struct SFCFlows {
  let layout: SFCLayout
  /// By entry of the scenario, if it is a stream.
  private let tcp: [TCPSettings]

  /// - Parameter mtu: of the cables between sites; nil: they take any size.
  init(_ layout: SFCLayout, mtu: ByteCount?) {
    self.layout = layout
    let spec = layout.spec
    tcp = spec.traffic.map { traffic in
      var settings = TCPSettings()
      guard let mtu, traffic.window != nil, let chain = spec.chain(of: traffic) else { return settings }
      settings.maximumSegmentSize = spec.segmentSize(
        chain: chain, mtu: Int(mtu.bytes), limit: settings.maximumSegmentSize)
      return settings
    }
  }

  private var spec: SFCSpec { layout.spec }

  /// Numbers of flows: copy by copy, in the order of the scenario. Those who answer have the numbers behind.
  var count: Int { spec.copies * spec.traffic.count }

  /// The scenario's entry and the copy that a flow belongs to.
  func origin(_ flow: Int) -> (traffic: Int, copy: Int) { (flow % spec.traffic.count, flow / spec.traffic.count) }

  /// The copy that a source of packets belongs to: a flow, or those who answer, clients first. Nil: it is nobody's.
  func tenant(of source: Int) -> Int? {
    if source < count { return origin(source).copy }
    return source < count + 2 * spec.copies ? (source - count) % spec.copies : nil
  }

  /// `clock`: by which it sends.
  func client(_ copy: Int, _ ports: Ports, clock: NodeClock) -> Endpoint {
    let element = SFCLayout.element(layout.node(.client, copy))
    let classifier = SFCLayout.element(layout.node(.classifier, spec.client))
    let flows = spec.traffic.indices.map { flow($0, copy: copy, clock) }
    return Endpoint(
      Endpoint.Settings(
        element: element, gateway: classifier.linkAddress, port: ports.port(to: classifier)!, flows: flows,
        answers: count + copy))
  }

  func server(_ copy: Int, _ ports: Ports) -> Endpoint {
    let element = SFCLayout.element(layout.node(.server, copy))
    let next =
      switch spec.way {
      case .direct: SFCLayout.element(layout.node(.client, copy))
      case .chain: SFCLayout.element(layout.node(.classifier, spec.server))
      }
    var tcp = TCPSettings()
    tcp.receiveWindow = spec.traffic.compactMap(\.window).max() ?? tcp.receiveWindow
    return Endpoint(
      Endpoint.Settings(
        element: element, gateway: next.linkAddress, port: ports.port(to: next)!, tcp: tcp,
        answers: count + spec.copies + copy))
  }

  private func flow(_ number: Int, copy: Int, _ clock: NodeClock) -> TrafficFlow {
    let traffic = spec.traffic[number]
    let kind: TrafficFlow.Kind =
      switch traffic.kind {
      case .constant(let perSecond, let size): .constant(PacketRate(rounding: perSecond), size: Int(size.bytes))
      case .tcp: .stream(bytes: nil, tcp[number])
      case .ping(let period, let size): .ping(every: period, size: Int(size.bytes))
      }
    return TrafficFlow(
      number: copy * spec.traffic.count + number, kind, to: SFCLayout.element(layout.node(.server, copy)),
      sourcePort: UInt16(49_152 + number), destinationPort: traffic.port,
      start: clock.monotonic(traffic.sending.lowerBound), stop: clock.monotonic(traffic.sending.upperBound))
  }
}

extension SFCSpec.Traffic {
  /// When it sends.
  var sending: Range<Instant> {
    let start = Instant.start + self.start
    return start..<(lasts.map { start + $0 } ?? .never)
  }

  /// The receiver's buffer of a stream; nil for others.
  fileprivate var window: Int? {
    guard case .tcp(let window) = kind else { return nil }
    return Int(window.bytes)
  }
}

extension PacketRate {
  /// To a thousandth of a packet a second.
  fileprivate init(rounding perSecond: Double) {
    self.init(max(1, Int64((perSecond * 1_000).rounded())), per: .seconds(1_000))
  }
}
