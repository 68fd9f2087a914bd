/// A secure migration (crb-smb 3.6) as its tenant sees it: moves from step to step by events that are durable, and is
/// nothing but their sum. docs/models/migration.md.
///
/// Up to the switch of the path any failure leads back: the destination is deleted, the path stays with the source. The
/// path is switched only when the destination has said that it has what the source sent. When the switch is answered, the
/// destination is released from the source, and the source terminated. What was taken back is begun again, as often as it may be.
public struct Migration: Hashable, Sendable {
  public enum Phase: Hashable, Sendable {
    case creating
    case awaitingKeyPair
    case transferring
    case confirming
    case switching
    case releasing
    case terminating
    /// Given up before the new VNF's name was known: it is waited for, to be deleted.
    case abandoning(String)
    /// The destination is being deleted.
    case deleting(String)
    case done
    case failed(String)
  }

  public let chain: String
  /// Where the destination is to run.
  public let dataCenter: Int
  /// How often a step is tried.
  public let attempts: Int
  /// How often it may be begun.
  public let beginnings: Int
  /// Which beginning this is, from 1.
  public private(set) var beginning = 1
  public internal(set) var phase = Phase.creating
  /// The instance that is moved; known when the migration begins.
  public internal(set) var source = ""
  /// Known from step 2 on.
  public private(set) var destination: String?
  /// What the source sent to the destination.
  public private(set) var configuration: [UInt8]?
  private var attempt = 1
  /// Why the destination could not be released.
  private var flaw: String?
  /// Whether the source runs no more.
  public private(set) var hasEndedSource = false

  init(chain: String, dataCenter: Int, attempts: Int, beginnings: Int) {
    self.chain = chain
    self.dataCenter = dataCenter
    self.attempts = attempts
    self.beginnings = beginnings
  }

  public var step: MigrationStep? {
    switch phase {
    case .creating: .create
    case .awaitingKeyPair: .awaitKeyPair
    case .transferring: .transfer
    case .confirming: .confirm
    case .switching: .switchPath
    case .terminating: .terminate
    case .releasing: .release
    case .abandoning, .deleting: .rollBack
    case .done, .failed: nil
    }
  }

  var outcome: TenantOperation.Outcome? {
    switch phase {
    case .done: .done(destination ?? "")
    case .failed(let reason): .failed(reason)
    case .creating, .awaitingKeyPair, .transferring, .confirming, .switching, .terminating, .releasing, .abandoning,
      .deleting:
      nil
    }
  }

  /// Whether configurations of the source must wait: what they say might not reach the destination.
  var holdsConfigurations: Bool {
    switch phase {
    case .creating, .awaitingKeyPair, .transferring, .confirming, .switching, .terminating, .releasing: true
    case .abandoning, .deleting, .done, .failed: false
    }
  }

  /// Whether something new must be sent now.
  mutating func handle(_ event: OperationEvent) -> Bool {
    switch phase {
    case .creating: return handleCreation(event)
    case .awaitingKeyPair:
      switch event {
      case .keyLearned: return begin(.transferring)
      case .expired: return begin(.deleting("the new VNF has not sent its key pair"))
      case .included, .refused, .answered, .received, .stale, .alone, .impossible: return false
      }
    case .transferring, .confirming: return handleTransfer(event)
    case .switching:
      switch event {
      case .answered(_, ""): return begin(.releasing)
      case .answered(_, let error), .impossible(let error):
        return begin(.deleting("the path is not switched: \(error)"))
      case .refused(let reason): return begin(.deleting("the path is not switched: \(reason.rawValue)"))
      case .included, .received, .stale, .keyLearned, .alone, .expired: return false
      }
    case .releasing:
      switch event {
      case .included: return begin(.terminating)
      case .refused(let reason): return goOn(without: "the destination still obeys the source: \(reason.rawValue)")
      case .impossible(let error): return goOn(without: "the destination still obeys the source: \(error)")
      case .answered, .received, .stale, .keyLearned, .alone, .expired: return false
      }
    case .terminating:
      switch event {
      case .answered(_, ""):
        hasEndedSource = true
        return end(flaw.map { .failed($0) } ?? .done)
      case .answered(_, let error), .impossible(let error): return tryAgain(orFail: "the source still runs: \(error)")
      case .refused(let reason): return tryAgain(orFail: "the source still runs: \(reason.rawValue)")
      case .included, .received, .stale, .keyLearned, .alone, .expired: return false
      }
    case .abandoning(let reason):
      switch event {
      case .answered(let instance, ""):
        destination = instance
        return begin(.deleting(reason))
      case .answered, .refused: return takenBack(reason)
      case .included, .received, .stale, .keyLearned, .alone, .expired, .impossible: return false
      }
    case .deleting(let reason):
      switch event {
      case .answered(_, ""): return takenBack(reason)
      case .answered(_, let error), .impossible(let error):
        return tryAgain(orFail: "\(reason); the new VNF still runs: \(error)")
      case .refused(let why): return tryAgain(orFail: "\(reason); the new VNF still runs: \(why.rawValue)")
      case .included, .received, .stale, .keyLearned, .alone, .expired: return false
      }
    case .done, .failed: return false
    }
  }

  /// Steps 1 and 2, up to the service's answer.
  private mutating func handleCreation(_ event: OperationEvent) -> Bool {
    switch event {
    case .answered(let instance, ""):
      destination = instance
      phase = .awaitingKeyPair
      return false
    case .answered(_, let error), .impossible(let error): return end(.failed(error))
    case .refused(let reason): return end(.failed(reason.rawValue))
    case .expired:
      phase = .abandoning("the new VNF has not been created in time")
      return false
    case .included, .received, .stale, .keyLearned, .alone: return false
    }
  }

  /// Steps 3 and 4. What goes wrong begins again at step 3, so that the source says anew what the destination is to have.
  private mutating func handleTransfer(_ event: OperationEvent) -> Bool {
    switch event {
    case .received(let given, _):
      guard phase == .confirming else {
        configuration = given
        phase = .confirming
        return true
      }
      guard given == configuration else { return transferAgain("the destination has another configuration") }
      return begin(.switching)
    case .stale: return transferAgain("the source has not applied its last configuration")
    case .expired:
      return transferAgain("the \(phase == .confirming ? "destination" : "source") has not sent its configuration")
    case .refused(let reason): return transferAgain(reason.rawValue)
    case .impossible(let error): return begin(.deleting(error))
    case .included, .answered, .keyLearned, .alone: return false
    }
  }

  private mutating func begin(_ next: Phase) -> Bool {
    phase = next
    attempt = 1
    return true
  }

  /// The destination serves, and obeys one too many: all the more must the source end.
  private mutating func goOn(without release: String) -> Bool {
    flaw = release
    return begin(.terminating)
  }

  private mutating func end(_ last: Phase) -> Bool {
    phase = last
    return false
  }

  /// All is as it was before: the destination is deleted, if there was one.
  private mutating func takenBack(_ reason: String) -> Bool {
    destination = nil
    guard beginning < beginnings else { return end(.failed(reason)) }
    beginning += 1
    configuration = nil
    return begin(.creating)
  }

  private mutating func tryAgain(orFail reason: String) -> Bool {
    guard attempt < attempts else { return end(.failed(reason)) }
    attempt += 1
    return true
  }

  private mutating func transferAgain(_ reason: String) -> Bool {
    guard attempt < attempts else { return begin(.deleting(reason)) }
    attempt += 1
    phase = .transferring
    return true
  }
}
