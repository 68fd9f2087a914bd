import Vocabulary

/// Keys of network service headers (RFC 9145, 4.4): one for each path, for all its elements. A new one is first taken by all
/// who verify, and then by those who protect with it.
extension AuthenticationCentre {
  /// What an element has been asked about a key.
  struct HeaderRequest {
    var path: ServicePathID
    var identifier: UInt32
    var element: ElementID
    /// What it is to take the key for; nil: it is to delete it.
    var use: IntegrityGrant.Use?
  }

  /// Paths whose elements all have their key, by number.
  public var authenticatedPaths: [AuthenticatedPath] {
    pathOrder.compactMap { paths[$0] }.filter { $0.current?.isComplete($0.members) == true }.map(\.members)
  }

  // MARK: What clients ask

  mutating func add(
    _ path: AuthenticatedPath, asker: ControlEndpoint.Ticket, at now: Instant, into effects: inout Effects
  ) {
    guard path.elements.allSatisfy({ nodes[$0] != nil }), !path.protecting.isEmpty else {
      return endpoint.answer(asker, ControlAnswer(.forbidden, defect: "unknown-element"), into: &effects)
    }
    journal.write(.authenticated(path))
    guard var managed = paths[path.path] else {
      paths[path.path] = ManagedPath(
        members: path, askers: [ManagedPath.Asker(ticket: asker, needs: path.elements)])
      pathOrder.append(path.path)
      return renewHeaders(path.path, at: now, into: &effects)
    }
    let leaving = managed.members.elements.filter { !path.elements.contains($0) }
    managed.members = path
    let needs = path.elements.filter { managed.current?.has($0, in: path) != true }
    managed.askers.append(ManagedPath.Asker(ticket: asker, needs: needs))
    for element in needs {
      // Whoever did not answer before gets another chance.
      managed.current?.silent.remove(element)
      managed.next?.silent.remove(element)
    }
    for identifier in handedOut(path.path) {
      for element in leaving { delete(identifier, of: path.path, at: element, now, into: &effects) }
    }
    managed.current?.forget(leaving)
    managed.next?.forget(leaving)
    paths[path.path] = managed
    discardDeleted(of: path.path)
    // Those who have left know the key.
    if managed.current == nil || !leaving.isEmpty { renewHeaders(path.path, at: now, into: &effects) }
    pursue(path.path, at: now, into: &effects)
  }

  mutating func discard(_ path: ServicePathID, at now: Instant, into effects: inout Effects) {
    guard let managed = paths.removeValue(forKey: path) else { return }
    let handedOut = handedOut(path)
    journal.write(.unauthenticated(path))
    pathOrder.removeAll { $0 == path }
    for asker in managed.askers {
      endpoint.answer(asker.ticket, ControlAnswer(.conflict, defect: "removed"), into: &effects)
    }
    for identifier in handedOut {
      for element in managed.members.elements { delete(identifier, of: path, at: element, now, into: &effects) }
    }
  }

  /// It is not asked to take the key any more, either.
  mutating func delete(
    _ identifier: UInt32, of path: ServicePathID, at element: ElementID, _ now: Instant, into effects: inout Effects
  ) {
    guard let node = nodes[element] else { return }
    withdraw(identifier, of: path, at: element)
    let id = endpoint.ask(
      .deleteIntegrityKey(path, identifier: identifier, at: element), of: node, at: now, into: &effects)
    headerRequests[id] = HeaderRequest(path: path, identifier: identifier, element: element)
  }

  /// A younger request about the key follows: what the element says to an older one counts for nothing.
  private mutating func withdraw(_ identifier: UInt32, of path: ServicePathID, at element: ElementID) {
    let void = headerRequests.filter {
      ($0.value.path, $0.value.identifier, $0.value.element) == (path, identifier, element)
    }
    for id in void.keys.sorted() {
      headerRequests[id] = nil
      endpoint.withdraw(id)
    }
  }

  // MARK: Handing out

  /// A new key for the path; when one is on its way already, afterwards. Nobody waits once more for those who did not answer the last
  /// time, but for one who has come back: keys would expire meanwhile, at every change. They are asked all the same.
  mutating func renewHeaders(
    _ path: ServicePathID, since back: ElementID? = nil, at now: Instant, into effects: inout Effects
  ) {
    guard let managed = paths[path] else { return }
    guard managed.next == nil else {
      paths[path]?.isStale = true
      return
    }
    let identifier = nextSPI(at: now)
    journal.write(.keyHandedOut(path, identifier: identifier))
    paths[path]?.isStale = false
    let key = headerKey(of: path, identifier)
    let silent = managed.members.elements.filter { $0 != back && managed.current?.silent.contains($0) == true }
    paths[path]?.next = ManagedPath.Generation(identifier: identifier, key: key, silent: Set(silent))
    effects.note(ControlNote.headerKeyBegan.about(path.number))
    for element in silent {
      ask(HeaderRequest(path: path, identifier: identifier, element: element, use: .verify), at: now, &effects)
    }
    pursue(path, at: now, into: &effects)
  }

  /// Asks whoever is to be asked next, and sees what is complete.
  private mutating func pursue(_ path: ServicePathID, at now: Instant, into effects: inout Effects) {
    guard let managed = paths[path] else { return }
    for generation in [managed.current, managed.next].compactMap({ $0 }) {
      for (element, use) in generation.next(managed.members) {
        paths[path]?[generation.identifier]?.asked.insert(element)
        ask(HeaderRequest(path: path, identifier: generation.identifier, element: element, use: use), at: now, &effects)
      }
    }
    if let next = paths[path]?.next, next.isComplete(managed.members) {
      complete(path, next, at: now, into: &effects)
    }
    answerAskers(of: path, into: &effects)
  }

  private mutating func ask(_ request: HeaderRequest, at now: Instant, _ effects: inout Effects) {
    guard let node = nodes[request.element], let use = request.use else { return }
    guard let generation = paths[request.path]?[request.identifier] else { return }
    let grant = IntegrityGrant(
      path: request.path, identifier: request.identifier, use: use, key: generation.key,
      lifetime: settings.lifetime, method: settings.method)
    paths[request.path]?.deleted[request.identifier]?.remove(request.element)
    withdraw(request.identifier, of: request.path, at: request.element)
    let id = endpoint.ask(.putIntegrityKey(grant, at: request.element), of: node, at: now, into: &effects)
    headerRequests[id] = request
  }

  /// All who answer have the new key.
  private mutating func complete(
    _ path: ServicePathID, _ next: ManagedPath.Generation, at now: Instant, into effects: inout Effects
  ) {
    guard let managed = paths[path] else { return }
    let isEstablished = journal.state[path]?.isEstablished == true
    guard !isEstablished || !next.holders.isEmpty else {
      // The centre itself is cut off, most likely: they keep what they have, and are asked on.
      if managed.current == nil { refuseAskers(of: path, into: &effects) }
      return
    }
    paths[path]?.next = nil
    guard next.silent.isEmpty || isEstablished else {
      // Nothing has begun that could go on without those who are silent.
      effects.note(ControlNote.headerKeyEnded.about(path.number, value: 0))
      refuseAskers(of: path, into: &effects)
      for element in managed.members.elements { delete(next.identifier, of: path, at: element, now, into: &effects) }
      return
    }
    effects.note(ControlNote.headerKeyEnded.about(path.number, value: 1))
    paths[path]?.current = next
    if !isEstablished { journal.write(.keyEstablished(path)) }
    leaveOlder(path, at: now, into: &effects)
    if managed.isStale { renewHeaders(path, at: now, into: &effects) }
  }

  /// What was handed out before the current key, also by earlier lives, goes: at once, or when nothing is under way under it any
  /// more. Those who are silent have to take the current one first.
  private mutating func leaveOlder(_ path: ServicePathID, at now: Instant, into effects: inout Effects) {
    guard let managed = paths[path], let current = managed.current else { return }
    for old in handedOut(path) where old < current.identifier {
      switch settings.method {
      case .replace: if current.silent.isEmpty { journal.write(.keyDiscarded(path, identifier: old)) }
      case .makeBeforeBreak:
        for element in managed.keepers(of: old) where !current.silent.contains(element) {
          leave(.deleteIntegrityKey(path, identifier: old, at: element), for: element, at: now, &effects)
        }
      }
    }
  }

  /// Old keys that none of the path's elements keeps any more are over.
  private mutating func discardDeleted(of path: ServicePathID) {
    guard let managed = paths[path] else { return }
    for identifier in handedOut(path) where managed[identifier] == nil && managed.keepers(of: identifier).isEmpty {
      journal.write(.keyDiscarded(path, identifier: identifier))
    }
    let left = handedOut(path)
    paths[path]?.deleted = managed.deleted.filter { left.contains($0.key) }
  }

  /// Numbers of keys that elements may hold.
  private func handedOut(_ path: ServicePathID) -> [UInt32] { journal.state[path]?.handedOut ?? [] }

  private mutating func refuseAskers(of path: ServicePathID, into effects: inout Effects) {
    for asker in paths[path]?.askers ?? [] {
      endpoint.answer(asker.ticket, ControlAnswer(.timeout, defect: "not-authenticated"), into: &effects)
    }
    paths[path]?.askers = []
  }

  private mutating func answerAskers(of path: ServicePathID, into effects: inout Effects) {
    guard let managed = paths[path], let current = managed.current else { return }
    var waiting: [ManagedPath.Asker] = []
    for asker in managed.askers {
      if asker.needs.contains(where: { current.silent.contains($0) }) {
        endpoint.answer(asker.ticket, ControlAnswer(.timeout, defect: "not-authenticated"), into: &effects)
      } else if asker.needs.allSatisfy({ current.has($0, in: managed.members) }) {
        endpoint.answer(asker.ticket, ControlAnswer(.created), into: &effects)
      } else {
        waiting.append(asker)
      }
    }
    paths[path]?.askers = waiting
  }

  // MARK: What elements answer

  mutating func answered(
    _ request: HeaderRequest, _ answer: ControlAnswer, at now: Instant, into effects: inout Effects
  ) {
    guard let use = request.use else { return deleted(request, answer) }
    guard var generation = paths[request.path]?[request.identifier] else { return }
    guard paths[request.path]?.members.elements.contains(request.element) == true else { return }
    let wasSilent = generation.silent.contains(request.element)
    generation.asked.remove(request.element)
    if answer.isSuccess {
      generation.holders[request.element] = use
      generation.silent.remove(request.element)
    } else {
      generation.silent.insert(request.element)
    }
    paths[request.path]?[request.identifier] = generation
    if answer.isSuccess, wasSilent { leaveOlder(request.path, at: now, into: &effects) }
    pursue(request.path, at: now, into: &effects)
    // Most likely it has no power. If it is only cut off, it gets the key when it can be reached.
    if answer.status == .timeout, paths[request.path]?[request.identifier] != nil { ask(request, at: now, &effects) }
  }

  private mutating func deleted(_ request: HeaderRequest, _ answer: ControlAnswer) {
    guard answer.status != .timeout else { return }
    paths[request.path]?.deleted[request.identifier, default: []].insert(request.element)
    discardDeleted(of: request.path)
  }

  /// An element is in another life, so it has forgotten its keys, and which packets it has seen: its paths get others.
  mutating func returned(_ element: ElementID, at now: Instant, into effects: inout Effects) {
    for path in pathOrder where paths[path]?.members.elements.contains(element) == true {
      // One that is being handed out goes to it, too, if it has not had it.
      if let next = paths[path]?.next, next.holders[element] == nil { continue }
      renewHeaders(path, since: element, at: now, into: &effects)
    }
  }

  private func headerKey(of path: ServicePathID, _ identifier: UInt32) -> [UInt8] {
    var hasher = SHA256Hasher()
    hasher.update(secret)
    hasher.update(Array("headers".utf8) + path.number.wireBytes + identifier.wireBytes)
    var bytes = SeededBytes(secret: hasher.finish())
    return bytes.next(FieldKey.byteCount)
  }
}
