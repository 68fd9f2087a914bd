/// What became of requests, by their ids. Bounded: when it is full it forgets the request that was issued first, and takes
/// whatever is no newer for forgotten, so that nothing is carried out a second time.
struct RecentResults {
  struct Entry {
    let id: Digest
    /// ms since 1970.
    let issued: Int64
    let result: ManagementResult

    init(id: Digest, issued: Int64, result: ManagementResult) {
      self.id = id
      self.issued = issued
      self.result = result
    }

    /// What is dated ahead counts as issued when it was answered: nothing is kept longer than its turn.
    init(of job: ManagementJob, _ result: ManagementResult) {
      self.init(id: job.id, issued: min(job.issued, result.completed), result: result)
    }
  }

  let capacity: Int
  /// Never iterated.
  private var results: [Digest: ManagementResult] = [:]
  /// By the time of issue.
  private(set) var entries: [Entry] = []
  /// What was issued then or before, and is not known, is forgotten. ms since 1970.
  private(set) var floor: Int64

  init(capacity: Int, floor: Int64 = .min) {
    precondition(capacity > 0, "a memory of \(capacity) results")
    self.capacity = capacity
    self.floor = floor
  }

  subscript(id: Digest) -> ManagementResult? { results[id] }

  mutating func record(_ entry: Entry) {
    guard results.updateValue(entry.result, forKey: entry.id) == nil else { return }
    var place = entries.count
    while place > 0, entries[place - 1].issued > entry.issued { place -= 1 }
    entries.insert(entry, at: place)
    guard entries.count > capacity else { return }
    let oldest = entries.removeFirst()
    results[oldest.id] = nil
    floor = max(floor, oldest.issued)
  }
}
