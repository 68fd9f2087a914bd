import Vocabulary

/// A host for VNFs: empty until a management service boots an instance there, then it runs the instance's VNF client. What
/// it ran is gone for good when it is terminated or the host loses power: VNFs keep no state (crb-smb 3.6).
public struct VNFSlot: StateMachine {
  /// What a slot is told before it starts.
  public struct Settings: Sendable {
    /// Begins the names of the key pairs that its VNFs make: another in each life of each host.
    public var keyName: String
    /// The management service that it obeys.
    public var manager: NodeID
    /// From the order to the first step of the VNF's client.
    public var boot: TimeSpan
    /// How long a VNF waits for a CRB module.
    public var timeout: TimeSpan
    /// What its images know of the CRB's modules.
    public var modules: ModuleKeys

    public init(keyName: String, manager: NodeID, boot: TimeSpan, timeout: TimeSpan, modules: ModuleKeys) {
      self.keyName = keyName
      self.manager = manager
      self.boot = boot
      self.timeout = timeout
      self.modules = modules
    }
  }

  private enum Content {
    case empty
    case booting(String, VNFOrder)
    case running(String, VNFClient)
  }

  public let settings: Settings
  private let cryptography: Cryptography
  private var stream: RandomStream
  private var content = Content.empty
  /// Instances that ran here in this life: what comes late must not bring them back.
  private var past: [String] = []

  /// The VNF client's timers come first.
  private static let boot = TimerID(slot: 3)

  /// `stream`: for what its VNFs draw; another in each life.
  public init(_ settings: Settings, cryptography: Cryptography, stream: RandomStream) {
    self.settings = settings
    self.cryptography = cryptography
    self.stream = stream
  }

  /// The instance that runs here, and its client.
  public var running: (instance: String, client: VNFClient)? {
    guard case .running(let instance, let client) = content else { return nil }
    return (instance, client)
  }

  public mutating func step(_ input: Input, at now: Instant, into effects: inout Effects) {
    switch input {
    case .started: break
    case .message(let payload, let sender):
      guard case .running(let instance, var client) = content, client.settings.access.modules.contains(sender) else {
        return receive(payload, from: sender, at: now, into: &effects)
      }
      content = .empty
      client.step(input, at: now, into: &effects)
      content = .running(instance, client)
    case .timer(Self.boot): booted(at: now, into: &effects)
    case .timer:
      guard case .running(let instance, var client) = content else { return }
      content = .empty
      client.step(input, at: now, into: &effects)
      content = .running(instance, client)
    case .packet: break
    case .synced, .read: preconditionFailure("a VNF's host has no file")
    }
  }

  private mutating func receive(_ payload: Payload, from sender: NodeID, at now: Instant, into effects: inout Effects) {
    effects.meter.chargeChecked(payload.count)
    do throws(BSONError) {
      let message = try VNFMessage.decode(payload.bytes)
      switch message {
      case .probe(let instance): report(instance, to: sender, into: &effects)
      case .boot(let instance, let order):
        guard sender == settings.manager else { return effects.drop(because: .unknownSender) }
        start(instance, order, into: &effects)
      case .terminate(let instance):
        guard sender == settings.manager else { return effects.drop(because: .unknownSender) }
        terminate(instance, into: &effects)
      case .ready, .absent: effects.drop(because: .unknownKind)
      }
    } catch {
      effects.drop(because: DropReason(error))
    }
  }

  private func report(_ instance: String, to manager: NodeID, into effects: inout Effects) {
    let runs = running?.instance == instance
    let message = (runs ? VNFMessage.ready(instance: instance) : .absent(instance: instance)).bytes
    effects.meter.chargeChecked(message.count)
    effects.send(Payload(message), .vnfState, to: manager)
  }

  private mutating func start(_ instance: String, _ order: VNFOrder, into effects: inout Effects) {
    switch content {
    case .running(instance, _): return report(instance, to: settings.manager, into: &effects)
    case .booting(instance, _): return
    case .empty, .booting, .running: break
    }
    guard !past.contains(instance) else { return effects.drop(because: .outdated) }
    clear(into: &effects)
    content = .booting(instance, order)
    effects.arm(Self.boot, after: settings.boot)
  }

  private mutating func booted(at now: Instant, into effects: inout Effects) {
    guard case .booting(let instance, let order) = content else { return }
    let keyName = "\(settings.keyName)/\(past.count)"
    guard
      let own = VNFClientSettings(
        order, instance: instance, keyName: keyName, modules: settings.modules, timeout: settings.timeout,
        cryptography)
    else {
      // A tenant's key is none, or a module's is not known: the instance never gets ready.
      content = .empty
      return effects.drop(because: .badKey)
    }
    var client = VNFClient(own, cryptography: cryptography, stream: RandomStream(seed: stream.next()))
    effects.note(ManagementNote.booted.about(Self.number(instance)))
    client.step(.started, at: now, into: &effects)
    content = .running(instance, client)
    report(instance, to: settings.manager, into: &effects)
  }

  private mutating func terminate(_ instance: String, into effects: inout Effects) {
    switch content {
    case .running(instance, _), .booting(instance, _): clear(into: &effects)
    case .empty, .booting, .running: break
    }
    if !past.contains(instance) { past.append(instance) }
    report(instance, to: settings.manager, into: &effects)
  }

  private static func number(_ instance: String) -> Int64 { InstanceName(instance)?.number ?? 0 }

  /// Nothing of what runs here is left.
  private mutating func clear(into effects: inout Effects) {
    switch content {
    case .empty: return
    case .booting(let instance, _): past.append(instance)
    case .running(let instance, _):
      past.append(instance)
      effects.note(ManagementNote.terminated.about(Self.number(instance)))
    }
    content = .empty
    for slot in 0...Self.boot.slot { effects.cancel(TimerID(slot: slot)) }
  }
}
