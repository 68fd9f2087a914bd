import Vocabulary

extension Disk {
  /// The one place where a verdict changes what becomes of a request.
  func admit(_ request: Pending) {
    var request = request
    var kept = request.range.upperBound
    let seen = DiskRequest(
      operation: request.operation, node: node, file: request.file, offset: request.range.lowerBound,
      count: Int64(request.range.count))
    let verdict = interceptor?.verdict(on: seen, at: simulator.now) ?? .pass
    precondition(verdict.delay >= .zero, "a disk request delayed by \(verdict.delay.nanoseconds) ns")
    switch verdict.fate {
    case .good:
      break
    case .fail:
      request.fails = true
      counters.failures += 1
    case .truncate(let count):
      precondition(count >= 0, "a disk request cut to \(count) bytes")
      kept = min(kept, request.range.lowerBound + min(count, Int64(request.range.count)))
    case .corrupt(let offset, let mask):
      request.damage = DiskFile.Damage(offset: offset, mask: mask)
    case .misdirect(let offset):
      precondition(offset >= 0, "a write misdirected to \(offset)")
      request.landsAt = offset
    }
    switch request.operation {
    case .sync: startSync(request, kept: kept, extra: verdict.delay)
    case .read:
      request.range = request.range.lowerBound..<kept
      startRead(request, extra: verdict.delay)
    }
  }

  private func startSync(_ request: Pending, kept: Int64, extra: TimeSpan) {
    let file = request.file
    let range = request.range
    var span = model.syncLatency + extra
    let dirty = max(range.lowerBound, files[file].writtenBack)..<max(range.upperBound, files[file].writtenBack)
    if !dirty.isEmpty { span += transfer(file, sectors(of: dirty), counting: \.writtenBytes) }
    let done = serve(span)
    if !request.fails {
      files[file].requested = range.upperBound
      files[file].add(
        DiskFile.Write(
          done: done, start: range.lowerBound, kept: kept, end: range.upperBound, landsAt: request.landsAt))
      if let damage = request.damage {
        files[file].damage(at: range.lowerBound + damage.offset, mask: damage.mask)
      }
    }
    answer(request, at: done)
  }

  private func startRead(_ request: Pending, extra: TimeSpan) {
    var request = request
    let all = sectors(of: request.range)
    var runs: [Range<Int>] = []
    for sector in all where !cache.touch(file: request.file, sector: sector) {
      if let last = runs.last, last.upperBound == sector {
        runs[runs.count - 1] = last.lowerBound..<sector + 1
      } else {
        runs.append(sector..<sector + 1)
      }
    }
    let size = model.sector.bytes
    request.missed = runs.map { (Int64($0.lowerBound) * size..<Int64($0.upperBound) * size).clamped(to: request.range) }
    let hits = Int64(request.range.count) - request.missed.reduce(0) { $0 + Int64($1.count) }
    counters.askedBytes += Int64(request.range.count)
    counters.cachedBytes += hits
    let copying = model.memoryRate.serialisation(ofBytes: hits)
    guard !runs.isEmpty || extra > .zero || request.fails else {
      request.usesDevice = false
      answer(request, at: simulator.now + copying)
      return
    }
    var span = extra
    for run in runs {
      span += transfer(request.file, run, counting: \.readBytes)
      for sector in run { cacheSector(request.file, sector) }
    }
    answer(request, at: serve(span) + copying)
  }

  /// The seek, if the head stands elsewhere, and the transfer of the sectors.
  private func transfer(
    _ file: Int, _ sectors: Range<Int>, counting bytes: WritableKeyPath<DiskCounters, Int64>
  ) -> TimeSpan {
    let size = Int64(sectors.count) * model.sector.bytes
    var span = model.transferRate.serialisation(ofBytes: size)
    // A sector that was not full before is written once more.
    let goesOn = file == headFile && (sectors.lowerBound == headSector || sectors.lowerBound + 1 == headSector)
    if !goesOn {
      span += model.seek
      counters.seeks += 1
    }
    headFile = file
    headSector = sectors.upperBound
    counters[keyPath: bytes] += size
    return span
  }

  /// Occupies the device after what stands before it: when it is done.
  private func serve(_ span: TimeSpan) -> Instant {
    busyUntil = max(busyUntil, simulator.now) + span
    counters.occupied += span
    return busyUntil
  }

  private func answer(_ request: Pending, at time: Instant) {
    if request.usesDevice {
      queueLength += 1
      counters.longestQueue = max(counters.longestQueue, queueLength)
    }
    let slot: Int
    if let reused = freeSlots.popLast() {
      slot = reused
      pending[slot] = request
    } else {
      slot = pending.count
      pending.append(request)
    }
    simulator.schedule(Event(.diskCompleted, node: node, a: Int32(slot), b: request.ticket), at: time)
  }

  /// The sector is in memory now. One that had to go, and was not yet written, is written back.
  func cacheSector(_ file: Int, _ sector: Int) {
    guard !cache.touch(file: file, sector: sector) else { return }
    guard let evicted = cache.insert(file: file, sector: sector) else { return }
    let end = min(Int64(evicted.sector + 1) * model.sector.bytes, files[evicted.file].size)
    guard end > max(files[evicted.file].requested, files[evicted.file].writtenBack) else { return }
    files[evicted.file].writtenBack = end
    _ = serve(transfer(evicted.file, evicted.sector..<evicted.sector + 1, counting: \.writtenBytes))
  }

  /// The sectors that hold the bytes.
  func sectors(of range: Range<Int64>) -> Range<Int> {
    guard !range.isEmpty else { return 0..<0 }
    let size = model.sector.bytes
    return Int(range.lowerBound / size)..<Int((range.upperBound + size - 1) / size)
  }
}
