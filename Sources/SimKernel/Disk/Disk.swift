import Vocabulary

/// A node's disk with append-only files: see docs/models/disk.md.
///
/// Appended bytes stay in memory until a sync; syncs and reads are served by one device, first come, first served.
/// Each is answered by a `diskCompleted` event, which the world hands to `complete`.
public final class Disk {
  struct Pending {
    var operation: DiskRequest.Operation
    var ticket: Int64
    var file: Int
    var range: Range<Int64>
    var fails = false
    var isAbandoned = false
    /// The place may be used again.
    var isAnswered = false
    /// Whether it stood before the device.
    var usesDevice = true
    /// Parts of a read that came from the device.
    var missed: [Range<Int64>] = []
    var damage: DiskFile.Damage?
    /// Where a misdirected write lands.
    var landsAt: Int64?
  }

  public let node: NodeID
  public let model: DiskModel
  public let retainsContents: Bool
  /// Of each file, at least; more only as the first chunk goes further back.
  private let keptBytes: Int64
  public let simulator: Simulator
  /// Decides the fate of each sync and read; nil lets all pass.
  public var interceptor: (any DiskInterceptor)?
  public internal(set) var counters = DiskCounters()

  /// Syncs that wait for room.
  var held: [Pending] = []
  /// The most bytes that its files may hold together: a sync that would go beyond it waits, and those behind it.
  public internal(set) var capacity = Int64.max

  var files: [DiskFile] = []
  var cache: PageCache
  var pending: [Pending] = []
  var freeSlots: [Int] = []
  var busyUntil = Instant.start
  var queueLength = 0
  /// Where the head stands: the file, and the first sector after the last transfer.
  var headFile = -1
  var headSector = 0

  /// With `retainsContents` false only the last `recentBytes` of each file are kept; what is older is read as nothing.
  public init(
    node: NodeID, model: DiskModel, retainsContents: Bool = true, recentBytes: ByteCount = ByteCount(0),
    simulator: Simulator
  ) {
    self.node = node
    self.model = model
    self.retainsContents = retainsContents
    keptBytes = retainsContents ? .max : recentBytes.bytes
    self.simulator = simulator
    cache = PageCache(capacity: Int(model.pageCache.bytes / model.sector.bytes))
  }

  // MARK: Requests

  /// Adds the chunks to the end of the file, in memory. Takes no time; durable only after a later sync.
  public func append(_ file: Int, _ chunks: [[UInt8]]) {
    open(file)
    let start = files[file].size
    for chunk in chunks { files[file].append(chunk, keeping: keptBytes) }
    let end = files[file].size
    counters.appends += 1
    counters.appendedBytes += end - start
    for sector in sectors(of: start..<end) { cacheSector(file, sector) }
  }

  /// Makes durable what has been appended to the file until now.
  public func sync(_ file: Int, ticket: Int64) {
    open(file)
    let range = files[file].requested..<files[file].size
    counters.syncs += 1
    let request = Pending(operation: .sync, ticket: ticket, file: file, range: range)
    guard hasRoom(for: request) else {
      counters.heldSyncs += 1
      held.append(request)
      return
    }
    admit(request)
  }

  /// Reads up to `count` bytes from `offset` on. Contents that are not kept come as no bytes, and are counted.
  public func read(_ file: Int, offset: Int64, count: Int64, ticket: Int64) {
    precondition(offset >= 0 && count >= 0, "\(node) reads \(count) bytes from \(offset) of file \(file)")
    open(file)
    let start = min(offset, files[file].size)
    counters.reads += 1
    let range = start..<min(files[file].size, start + min(count, files[file].size))
    admit(Pending(operation: .read, ticket: ticket, file: file, range: range))
  }

  /// Cuts the file to its first `size` bytes, at once. No request for the file may be under way.
  public func truncate(_ file: Int, to size: Int64) {
    open(file)
    let waits =
      pending.contains { $0.file == file && !$0.isAnswered && !$0.isAbandoned } || held.contains { $0.file == file }
    precondition(!waits, "\(node) truncates file \(file) to \(size) bytes while a request for it is under way")
    files[file].truncate(to: size)
    headFile = -1
  }

  /// Takes a `diskCompleted` event: how the request ended.
  public func complete(_ event: Event) -> DiskCompletion {
    let slot = Int(event.a)
    let request = pending[slot]
    pending[slot].isAnswered = true
    freeSlots.append(slot)
    if request.isAbandoned { return DiskCompletion(ticket: request.ticket, outcome: .abandoned) }
    if request.usesDevice { queueLength -= 1 }
    if request.fails { return DiskCompletion(ticket: request.ticket, outcome: .failed) }
    switch request.operation {
    case .sync:
      files[request.file].settle(at: simulator.now)
      return DiskCompletion(ticket: request.ticket, outcome: .synced)
    case .read:
      guard request.range.isEmpty || request.range.lowerBound >= files[request.file].contents.lowerBound else {
        counters.forgottenReads += 1
        return DiskCompletion(ticket: request.ticket, outcome: .read([]))
      }
      return DiskCompletion(ticket: request.ticket, outcome: .read(contents(of: request)))
    }
  }

  /// The node loses power: what is not durable is gone, no request is answered, the cache is empty.
  public func losePower() {
    for file in files.indices {
      files[file].losePower(at: simulator.now, surviving: survivors(of: file))
    }
    held = []
    for slot in pending.indices { pending[slot].isAbandoned = true }
    counters.occupied = counters.occupied - max(.zero, busyUntil - simulator.now)
    busyUntil = simulator.now
    queueLength = 0
    headFile = -1
    cache.removeAll()
  }

  // MARK: Looking

  /// The bytes appended to the file.
  public func size(of file: Int) -> Int64 { file < files.count ? files[file].size : 0 }

  /// The bytes of the file that a loss of power now would leave.
  public func durableSize(of file: Int) -> Int64 {
    guard file < files.count else { return 0 }
    files[file].settle(at: simulator.now)
    return files[file].durable
  }

  /// What a loss of power now would leave of the file. The disk must retain contents.
  public func durableContents(of file: Int) -> ByteRope {
    precondition(retainsContents, "the disk of \(node) keeps lengths only")
    guard file < files.count else { return [] }
    files[file].settle(at: simulator.now)
    return files[file].durableContents()
  }

  /// The time that the device has really worked until now.
  public var busyTime: TimeSpan { counters.occupied - max(.zero, busyUntil - simulator.now) }

  func open(_ file: Int) {
    precondition(file >= 0, "file \(file)")
    while files.count <= file { files.append(DiskFile()) }
  }

  /// Parts of the file that have reached the medium without being durable.
  private func survivors(of file: Int) -> [Range<Int64>] {
    guard let interceptor else { return [] }
    files[file].settle(at: simulator.now)
    let lost = files[file].durable..<files[file].size
    let size = model.sector.bytes
    return sectors(of: lost).filter { interceptor.survives($0, of: file, on: node) }.map {
      (Int64($0) * size..<(Int64($0) + 1) * size).clamped(to: lost)
    }
  }

  private func contents(of request: Pending) -> ByteRope {
    var contents = files[request.file].contents.slice(request.range)
    for missed in request.missed {
      files[request.file].showMedium(in: &contents, from: request.range.lowerBound, within: missed)
    }
    if let damage = request.damage {
      contents.change(damage.offset..<damage.offset + 1) { byte, _ in byte ^= damage.mask }
    }
    return contents
  }
}
