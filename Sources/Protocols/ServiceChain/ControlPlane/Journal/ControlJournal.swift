import FoundationEssentials
import Vocabulary

/// The journal of a part of the control plane, in two files that take turns. What a step sends and notes leaves when all that was
/// written until then is durable: nobody hears of anything that a crash could take back.
struct ControlJournal<State: JournaledState> {
  /// As all entries so far have left it.
  private(set) var state = State()
  /// Whether the files have been read.
  private(set) var isReady = false
  private var log: TurningJournal
  private var firstContents: [UInt8]?
  private var entries: [[UInt8]] = []
  /// Of the last sync that was asked for, and of the last that is back.
  private var asked = DiskTicket(0)
  private var durable = DiskTicket(0)
  private var held: [(ticket: DiskTicket, effects: [Effect])] = []

  init(turnSize: Int = 1 << 20) { log = TurningJournal(.controlJournal, .otherControlJournal, turnSize: turnSize) }

  /// Changes the state; durable before anything leaves that follows in this step or later.
  mutating func write(_ entry: State.Entry) {
    state.apply(entry)
    entries.append(Self.document(entry))
  }

  // MARK: A life

  /// Asks for what an earlier life has left.
  func begin(into effects: inout Effects) { log.read(into: &effects) }

  /// One of the files has come. True with the second: the state is that of the last durable entry.
  mutating func take(_ contents: [UInt8], into effects: inout Effects) -> Bool {
    guard !isReady else { return false }
    guard let files = log.next(after: firstContents, contents, into: &effects) else {
      firstContents = contents
      return false
    }
    firstContents = nil
    var intact = 0
    pieces: for (piece, end) in log.recover(files, into: &effects) {
      switch piece {
      case .snapshot(let bytes, _):
        guard let snapshot: State = Self.value(bytes) else { break pieces }
        state = snapshot
      case .entry(let bytes):
        guard let entry: State.Entry = Self.value(bytes) else { break pieces }
        state.apply(entry)
      }
      intact = end
    }
    let surplus = log.cut(to: intact, of: files, into: &effects)
    if surplus > 0 { effects.note(ControlNote.cutDamage.about(0, value: surplus)) }
    isReady = true
    return true
  }

  /// A sync is back.
  mutating func synced(_ ticket: DiskTicket, into effects: inout Effects) {
    durable = DiskTicket(max(durable.number, ticket.number))
    log.durable(upTo: ticket, into: &effects)
  }

  /// The end of every step: puts to disk what was written, holds back what rests on it, and lets go what rests on nothing any
  /// more.
  mutating func finishStep(into effects: inout Effects) {
    guard !entries.isEmpty || !held.isEmpty else { return }
    let made = effects.exchangeList(for: [])
    if !entries.isEmpty { put(into: &effects) }
    while let first = held.first, first.ticket.number <= durable.number {
      for effect in first.effects { effects.append(effect) }
      held.removeFirst()
    }
    var waiting: [Effect] = []
    for effect in made {
      switch effect {
      case .send, .note: if asked == durable { effects.append(effect) } else { waiting.append(effect) }
      case .broadcast, .transmit, .arm, .cancel, .append, .sync, .truncate, .read, .deliver, .halt, .drop:
        effects.append(effect)
      }
    }
    if !waiting.isEmpty { held.append((asked, waiting)) }
  }

  private mutating func put(into effects: inout Effects) {
    if log.isFull {
      log.turn(Self.document(state), into: &effects)
    } else {
      log.append(entries, into: &effects)
    }
    entries = []
    asked = log.sync(into: &effects)
  }

  // MARK: Records

  /// JSON with its keys in order, as in messages.
  private static func document(_ value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Our values hold no numbers that JSON has not, and nothing else fails.
    guard let data = try? encoder.encode(value) else { preconditionFailure("cannot encode \(value)") }
    return BSONWriter.encode(reserving: data.count + 32) { w in w.binary("json", [UInt8](data)) }
  }

  private static func value<Value: Decodable>(_ document: [UInt8]) -> Value? {
    let json = try? BSONReader.decode(document) { r throws(BSONError) in try r.binary("json") }
    return json.flatMap { try? JSONDecoder().decode(Value.self, from: Data($0)) }
  }
}

extension FileID {
  /// The two files of a part of the control plane, which take turns.
  public static let controlJournal = FileID(slot: 0)
  public static let otherControlJournal = FileID(slot: 1)
}
