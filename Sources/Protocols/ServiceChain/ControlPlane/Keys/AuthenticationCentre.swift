import Vocabulary

/// The authentication centre: takes the place of IKE (paper, 4.7). It authenticates encryption functions by their pre-shared
/// keys, makes the keys of every link, hands them first to the end that decrypts and then to the one that encrypts, and
/// changes them periodically. While it is down, nothing is renewed. Its links, and the SPIs that it has handed out, are in its
/// journal: a new life gives all links new keys, and none comes twice.
public struct AuthenticationCentre: StateMachine {
  public let settings: AuthenticationSettings
  var journal = ControlJournal<AuthenticationState>()
  /// By E-SPI.
  private var links: [EncryptionPathID: ManagedLink] = [:]
  /// In the order in which they came.
  private var order: [EncryptionPathID] = []
  var endpoint: ControlEndpoint
  private var requestOrder = RequestOrder()
  private var requests: [Int64: EncryptionPathID] = [:]
  /// Whose headers are authenticated, by number, and in the order in which they came.
  var paths: [ServicePathID: ManagedPath] = [:]
  var pathOrder: [ServicePathID] = []
  var headerRequests: [Int64: HeaderRequest] = [:]
  private let elements: [NodeID: ElementID]
  let nodes: [ElementID: NodeID]
  /// Functions that were asked to prove themselves anew.
  private var invited: Set<ElementID> = []
  /// Associations that ends were asked to delete.
  private var deletions: [Int64: (path: EncryptionPathID, spi: UInt32)] = [:]
  /// Keys that nobody uses any more.
  private var leftovers: [(due: Instant, request: ControlRequest, at: NodeID)] = []
  let secret: Digest
  private var lastSPI = AuthenticationCentre.reservedSPIs

  private static let reservedSPIs: UInt32 = 255
  static let retryTimer = TimerID(slot: 0)
  static let keyChangeTimer = TimerID(slot: 1)
  static let authenticationTimer = TimerID(slot: 2)
  static let leftoverTimer = TimerID(slot: 3)

  /// - Parameter stream: for keys, nonces and ids; another one in each life of the node, so that no key comes twice.
  public init(_ settings: AuthenticationSettings, stream: RandomStream) {
    self.settings = settings
    var stream = stream
    secret = SHA256Hasher.digest(stream.bytes(32))
    endpoint = ControlEndpoint(
      peers: settings.functions.map {
        ControlEndpoint.Peer($0.node, role: .responder, identity: $0.element.number, key: $0.key)
      } + settings.clients, patience: settings.patience, timer: Self.retryTimer, stream: stream)
    elements = Dictionary(settings.functions.map { ($0.node, $0.element) }) { first, _ in first }
    nodes = Dictionary(settings.functions.map { ($0.element, $0.node) }) { first, _ in first }
  }

  /// Links whose both ends have their keys, in the order in which they were asked for.
  public var establishedLinks: [EncryptionLink] {
    order.compactMap { links[$0] }.filter { $0.phase == .established }.map(\.link)
  }

  public mutating func step(_ input: Input, at now: Instant, into effects: inout Effects) {
    switch input {
    case .started: journal.begin(into: &effects)
    case .read(_, _, let contents):
      if journal.take(contents.joined, into: &effects) { beginLife(at: now, into: &effects) }
    case .synced(_, let ticket): journal.synced(ticket, into: &effects)
    case .message where !journal.isReady: effects.drop(because: .starting)
    case .message(let payload, let sender):
      handle(endpoint.receive(payload, from: sender, at: now, into: &effects), at: now, into: &effects)
    case .timer(Self.retryTimer): handle(endpoint.tick(at: now, into: &effects), at: now, into: &effects)
    case .timer(Self.keyChangeTimer): changeKeys(at: now, into: &effects)
    case .timer(Self.authenticationTimer): authenticateAgain(at: now, into: &effects)
    case .timer(Self.leftoverTimer): removeLeftovers(at: now, into: &effects)
    case .packet, .timer: break
    }
    journal.finishStep(into: &effects)
  }

  private mutating func beginLife(at now: Instant, into effects: inout Effects) {
    lastSPI = max(lastSPI, journal.state.lastSPI)
    for known in journal.state.links {
      let path = known.link.path
      effects.note(ControlNote.linkResumed.about(path.number))
      effects.note((known.established == nil ? ControlNote.linkBegan : .keyChangeBegan).about(path.number))
      var link = ManagedLink(link: known.link)
      link.spi = known.established
      links[path] = link
      order.append(path)
    }
    for members in journal.state.paths.map(\.members) {
      paths[members.path] = ManagedPath(members: members)
      pathOrder.append(members.path)
      renewHeaders(members.path, at: now, into: &effects)
    }
    for link in settings.links { add(link, asker: nil, at: now, into: &effects) }
    takeTurns(at: now, into: &effects)
    if let keyChange = settings.keyChange { effects.arm(Self.keyChangeTimer, after: keyChange) }
    // After a crash: clients are to say again what they want.
    for client in settings.clients { endpoint.connect(to: client.node, into: &effects) }
  }

  private mutating func handle(_ events: [ControlEndpoint.Event], at now: Instant, into effects: inout Effects) {
    for event in events {
      switch event {
      case .connected(let node, let isAnotherLife):
        if let element = elements[node] { authenticated(element, isAnotherLife, at: now, into: &effects) }
      case .asked(let request, let ticket): serve(request, ticket, at: now, into: &effects)
      case .answered(let id, let answer, _): answered(id, answer, at: now, into: &effects)
      case .unanswered(let id, _): answered(id, ControlAnswer(.timeout), at: now, into: &effects)
      }
    }
  }

  private mutating func answered(
    _ id: Int64, _ answer: ControlAnswer, at now: Instant, into effects: inout Effects
  ) {
    if let old = deletions.removeValue(forKey: id), answer.status != .timeout {
      journal.write(.discarded(old.path, spi: old.spi))
    }
    if let path = requests.removeValue(forKey: id) { granted(path, id, answer, at: now, into: &effects) }
    if let request = headerRequests.removeValue(forKey: id) {
      answered(request, answer, at: now, into: &effects)
    }
  }

  // MARK: What clients ask

  private mutating func serve(
    _ request: ControlRequest, _ ticket: ControlEndpoint.Ticket, at now: Instant, into effects: inout Effects
  ) {
    guard settings.clients.contains(where: { $0.node == ticket.node }) else {
      return endpoint.answer(ticket, ControlAnswer(.forbidden, defect: "unauthorized"), into: &effects)
    }
    if let answer = requestOrder.overtaken(request, ticket, into: &effects) {
      return endpoint.answer(ticket, answer, into: &effects)
    }
    switch request {
    case .putLink(let link): add(link, asker: ticket, at: now, into: &effects)
    case .deleteLink(let path):
      if let link = links[path] { discard(link, at: now, into: &effects) }
      endpoint.answer(ticket, ControlAnswer(.noContent), into: &effects)
    case .putAuthenticatedPath(let path): add(path, asker: ticket, at: now, into: &effects)
    case .deleteAuthenticatedPath(let path):
      discard(path, at: now, into: &effects)
      endpoint.answer(ticket, ControlAnswer(.noContent), into: &effects)
    case .putRules, .getRules, .putAssociation, .deleteAssociation, .putIntegrityKey, .deleteIntegrityKey, .putFunction,
      .deleteFunction, .getFunction, .putDeployment, .putNeighbour:
      endpoint.answer(ticket, ControlAnswer(.notFound), into: &effects)
    }
  }

  private mutating func add(
    _ link: EncryptionLink, asker: ControlEndpoint.Ticket?, at now: Instant, into effects: inout Effects
  ) {
    func answer(_ answer: ControlAnswer) { if let asker { endpoint.answer(asker, answer, into: &effects) } }
    guard nodes[link.encrypting] != nil, nodes[link.decrypting] != nil, link.encrypting != link.decrypting else {
      return answer(ControlAnswer(.forbidden, defect: "unknown-encryption-function"))
    }
    if let known = links[link.path] {
      if known.link == link, known.phase == .established { return answer(ControlAnswer(.noContent)) }
      guard known.link != link else {
        if let asker { links[link.path]?.askers.append(asker) }
        guard known.phase == .failed else { return }
        effects.note((known.spi == nil ? ControlNote.linkBegan : .keyChangeBegan).about(link.path.number))
        links[link.path]?.phase = .queued
        return takeTurns(at: now, into: &effects)
      }
      discard(known, at: now, into: &effects)
    }
    journal.write(.added(link))
    var managed = ManagedLink(link: link)
    if let asker { managed.askers = [asker] }
    links[link.path] = managed
    order.append(link.path)
    effects.note(ControlNote.linkBegan.about(link.path.number))
    takeTurns(at: now, into: &effects)
  }

  /// Forgets a link, and tells its ends.
  private mutating func discard(_ link: ManagedLink, at now: Instant, into effects: inout Effects) {
    let handedOut = journal.state[link.link.path]?.handedOut ?? []
    journal.write(.removed(link.link.path))
    links[link.link.path] = nil
    order.removeAll { $0 == link.link.path }
    for asker in link.askers { endpoint.answer(asker, ControlAnswer(.conflict, defect: "removed"), into: &effects) }
    for element in [link.link.encrypting, link.link.decrypting] {
      guard let node = nodes[element] else { continue }
      for spi in handedOut {
        _ = endpoint.ask(
          .deleteAssociation(link.link.path, spi: spi, at: element), of: node, at: now, into: &effects)
      }
    }
  }

  // MARK: Authentication

  /// Begins with links that wait, as many as may be set up at once.
  private mutating func takeTurns(at now: Instant, into effects: inout Effects) {
    var busy = 0
    for path in order where links[path]?.isBusy == true { busy += 1 }
    for path in order {
      guard busy < settings.linksAtOnce else { return }
      guard let link = links[path], link.phase == .queued else { continue }
      busy += 1
      authenticate(link.link, at: now, into: &effects)
    }
  }

  private mutating func authenticate(_ link: EncryptionLink, at now: Instant, into effects: inout Effects) {
    var waiting: [ElementID] = []
    for element in [link.encrypting, link.decrypting] {
      guard let node = nodes[element] else { continue }
      guard settings.authenticatesEachLink || !endpoint.isConnected(to: node) else { continue }
      waiting.append(element)
      if invited.insert(element).inserted { endpoint.connect(to: node, into: &effects) }
    }
    guard !waiting.isEmpty else { return grant(link.path, at: now, into: &effects) }
    links[link.path]?.phase = .authenticating(waiting, since: now)
    effects.arm(Self.authenticationTimer, after: settings.patience.retry)
  }

  private mutating func authenticated(
    _ element: ElementID, _ isAnotherLife: Bool?, at now: Instant, into effects: inout Effects
  ) {
    effects.note(ControlNote.authenticated.about(element.number))
    let wasInvited = invited.remove(element) != nil
    // Who comes by itself for the first time may have keys of this centre's last life.
    let hasForgotten = isAnotherLife ?? !wasInvited
    if hasForgotten { returned(element, at: now, into: &effects) }
    for path in order {
      guard let link = links[path] else { continue }
      let isEnd = link.link.encrypting == element || link.link.decrypting == element
      guard isEnd else { continue }
      switch link.phase {
      case .authenticating(let waiting, let since):
        let rest = waiting.filter { $0 != element }
        links[path]?.phase = .authenticating(rest, since: since)
        if rest.isEmpty { grant(path, at: now, into: &effects) }
      case .granting: if hasForgotten { links[path]?.isStale = true }
      case .established, .failed: if hasForgotten { renew(path, at: now, into: &effects) }
      case .queued: break
      }
    }
  }

  private mutating func authenticateAgain(at now: Instant, into effects: inout Effects) {
    var isNeeded = false
    for path in order {
      guard let link = links[path], case .authenticating(let waiting, let since) = link.phase else { continue }
      guard now - since < settings.patience.limit else {
        for element in waiting { invited.remove(element) }
        fail(path, ControlAnswer(.timeout, defect: "not-authenticated"), at: now, into: &effects)
        continue
      }
      isNeeded = true
      for element in waiting {
        if let node = nodes[element] { endpoint.connect(to: node, into: &effects) }
      }
    }
    if isNeeded { effects.arm(Self.authenticationTimer, after: settings.patience.retry) }
  }

  // MARK: Keys

  /// Makes new keys and hands them to the end that decrypts.
  private mutating func grant(_ path: EncryptionPathID, at now: Instant, into effects: inout Effects) {
    guard var link = links[path], let node = nodes[link.link.decrypting] else { return }
    link.newSPI = nextSPI(at: now)
    journal.write(.handedOut(path, spi: link.newSPI))
    link.key = key(of: path, spi: link.newSPI)
    link.isStale = false
    let id = endpoint.ask(
      .putAssociation(grant(link, .decrypt), at: link.link.decrypting), of: node, at: now, into: &effects)
    link.phase = .granting(.decrypt, request: id)
    links[path] = link
    requests[id] = path
  }

  private func grant(_ link: ManagedLink, _ role: AssociationGrant.Role) -> AssociationGrant {
    AssociationGrant(
      path: link.link.path, spi: link.newSPI, role: role,
      peer: role == .decrypt ? link.link.encrypting : link.link.decrypting, key: link.key,
      lifetime: settings.lifetime, method: settings.method)
  }

  /// Greater than any before, also of an earlier life: it counts milliseconds.
  mutating func nextSPI(at now: Instant) -> UInt32 {
    let clock = UInt32(clamping: now.nanoseconds / 1_000_000 + Int64(Self.reservedSPIs))
    lastSPI = max(lastSPI, clock) &+ 1
    journal.write(.used(lastSPI))
    return lastSPI
  }

  /// 32 bytes of key and 4 of salt, of a stream for this link and generation.
  private func key(of path: EncryptionPathID, spi: UInt32) -> [UInt8] {
    var hasher = SHA256Hasher()
    hasher.update(secret)
    hasher.update(path.number.wireBytes + spi.wireBytes)
    var bytes = SeededBytes(secret: hasher.finish())
    return bytes.next(36)
  }

  /// An end has answered.
  private mutating func granted(
    _ path: EncryptionPathID, _ id: Int64, _ answer: ControlAnswer, at now: Instant, into effects: inout Effects
  ) {
    guard let link = links[path], case .granting(let role, id) = link.phase else { return }
    guard answer.isSuccess else { return fail(path, answer, at: now, into: &effects) }
    switch role {
    case .decrypt:
      guard let node = nodes[link.link.encrypting] else { return }
      let next = endpoint.ask(
        .putAssociation(grant(link, .encrypt), at: link.link.encrypting), of: node, at: now, into: &effects)
      requests[next] = path
      links[path]?.phase = .granting(.encrypt, request: next)
    case .encrypt: establish(path, at: now, into: &effects)
    }
  }

  private mutating func establish(_ path: EncryptionPathID, at now: Instant, into effects: inout Effects) {
    guard let link = links[path] else { return }
    let isFirst = link.spi == nil
    effects.note((isFirst ? ControlNote.linkEnded : .keyChangeEnded).about(path.number, value: 1))
    journal.write(.established(path, spi: link.newSPI))
    leaveOlder(than: link, at: now, into: &effects)
    links[path]?.spi = link.newSPI
    links[path]?.phase = .established
    links[path]?.askers = []
    for asker in link.askers { endpoint.answer(asker, ControlAnswer(.created), into: &effects) }
    if link.isStale { renew(path, at: now, into: &effects) }
    takeTurns(at: now, into: &effects)
  }

  /// What was handed out before, also by earlier lives and attempts that failed, goes: at once, or when nothing is under way
  /// under it any more.
  private mutating func leaveOlder(than link: ManagedLink, at now: Instant, into effects: inout Effects) {
    let path = link.link.path
    for spi in journal.state[path]?.handedOut ?? [] where spi < link.newSPI {
      switch settings.method {
      case .replace: journal.write(.discarded(path, spi: spi))
      case .makeBeforeBreak:
        let end = link.link.decrypting
        let request = ControlRequest.deleteAssociation(path, spi: spi, at: end)
        guard !deletions.contains(where: { $0.value == (path, spi) }) else { continue }
        leave(request, for: end, at: now, &effects)
      }
    }
  }

  private mutating func fail(
    _ path: EncryptionPathID, _ answer: ControlAnswer, at now: Instant, into effects: inout Effects
  ) {
    guard let link = links[path] else { return }
    let note: ControlNote = link.spi == nil ? .linkEnded : .keyChangeEnded
    effects.note(note.about(path.number, value: 0))
    links[path]?.phase = .failed
    links[path]?.askers = []
    for asker in link.askers { endpoint.answer(asker, answer, into: &effects) }
    takeTurns(at: now, into: &effects)
  }

  // MARK: Changing keys

  private mutating func changeKeys(at now: Instant, into effects: inout Effects) {
    for path in order { renew(path, at: now, into: &effects) }
    for path in pathOrder where paths[path]?.next == nil { renewHeaders(path, at: now, into: &effects) }
    if let keyChange = settings.keyChange { effects.arm(Self.keyChangeTimer, after: keyChange) }
  }

  /// New keys for a link that has some; another attempt for one that failed.
  private mutating func renew(_ path: EncryptionPathID, at now: Instant, into effects: inout Effects) {
    guard let link = links[path] else { return }
    switch link.phase {
    case .queued, .authenticating, .granting: return
    case .established, .failed: break
    }
    guard link.spi != nil else {
      links[path]?.phase = .queued
      return takeTurns(at: now, into: &effects)
    }
    effects.note(ControlNote.keyChangeBegan.about(path.number))
    grant(path, at: now, into: &effects)
  }

  /// Has a key taken away when no packet under it is under way any more.
  mutating func leave(_ request: ControlRequest, for element: ElementID, at now: Instant, _ effects: inout Effects) {
    guard let node = nodes[element], !leftovers.contains(where: { $0.request == request }) else { return }
    leftovers.append((now + settings.overlap, request, node))
    if leftovers.count == 1 { effects.arm(Self.leftoverTimer, after: settings.overlap) }
  }

  private mutating func removeLeftovers(at now: Instant, into effects: inout Effects) {
    for leftover in leftovers where leftover.due <= now {
      if case .deleteIntegrityKey(let path, let identifier, let element) = leftover.request {
        delete(identifier, of: path, at: element, now, into: &effects)
        continue
      }
      let id = endpoint.ask(leftover.request, of: leftover.at, at: now, into: &effects)
      if case .deleteAssociation(let path, let spi, _) = leftover.request { deletions[id] = (path, spi) }
    }
    leftovers.removeAll { $0.due <= now }
    if let next = leftovers.map(\.due).min() { effects.arm(Self.leftoverTimer, after: next - now) }
  }
}
