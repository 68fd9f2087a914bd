import Vocabulary

extension ManagementJournal.Snapshot {
  var bytes: [UInt8] {
    BSONWriter.encode(reserving: 1_024 + 160 * results.count) { w in
      w.int64("floor", floor)
      w.array("results") { w in
        for (index, entry) in results.enumerated() {
          w.document(.index(index)) { w in
            w.binary("id", entry.id)
            w.datetime("issued", milliseconds: entry.issued)
            w.string("result", entry.result.result)
            w.string("error", entry.result.error)
            w.datetime("at", milliseconds: entry.result.completed)
          }
        }
      }
      w.array("requests") { w in
        for (index, job) in jobs.enumerated() {
          w.document(.index(index)) { w in
            w.binary("id", job.id)
            w.datetime("issued", milliseconds: job.issued)
            w.binary("operation", job.operation)
            w.int32("asker", job.asker.index)
            w.string("instance", job.instance)
          }
        }
      }
      w.array("instances") { w in
        for (index, (name, instance)) in state.sortedInstances.enumerated() {
          w.document(.index(index)) { w in
            w.string("name", name)
            w.int32("host", instance.host.index)
            w.binary("owner", instance.owner)
          }
        }
      }
      w.array("chains") { w in
        for (index, (name, chain)) in state.chains.enumerated() {
          w.document(.index(index)) { w in
            w.string("name", name)
            w.binary("owner", chain.owner)
            w.array("path") { w in
              for (index, instance) in chain.path.enumerated() { w.string(.index(index), instance) }
            }
          }
        }
      }
    }
  }

  init(decoding bytes: [UInt8]) throws(BSONError) {
    self = try BSONReader.decode(bytes) { r throws(BSONError) in
      let floor = try r.int64("floor")
      let results = try Self.readResults(from: &r)
      let jobs = try Self.readJobs(from: &r)
      return ManagementJournal.Snapshot(
        floor: floor, results: results, jobs: jobs, state: try Self.readState(from: &r))
    }
  }

  private static func readResults(from r: inout BSONReader) throws(BSONError) -> [RecentResults.Entry] {
    var results: [RecentResults.Entry] = []
    try r.array("results") { r, index throws(BSONError) in
      try r.document(.index(index)) { r throws(BSONError) in
        let id = try r.digest("id")
        let issued = try r.datetime("issued")
        let result = ManagementResult(
          result: try r.string("result"), error: try r.string("error"), completed: try r.datetime("at"))
        results.append(RecentResults.Entry(id: id, issued: issued, result: result))
      }
    }
    return results
  }

  private static func readJobs(
    from r: inout BSONReader
  ) throws(BSONError) -> [(id: Digest, issued: Int64, operation: [UInt8], asker: NodeID, instance: String)] {
    var jobs: [(id: Digest, issued: Int64, operation: [UInt8], asker: NodeID, instance: String)] = []
    try r.array("requests") { r, index throws(BSONError) in
      try r.document(.index(index)) { r throws(BSONError) in
        let id = try r.digest("id")
        let issued = try r.datetime("issued")
        let operation = try r.binary("operation")
        let asker = NodeID(Int(try r.int32("asker")))
        jobs.append((id, issued, operation, asker, try r.string("instance")))
      }
    }
    return jobs
  }

  private static func readState(from r: inout BSONReader) throws(BSONError) -> PlatformState {
    var instances: [(name: String, instance: PlatformState.Instance)] = []
    try r.array("instances") { r, index throws(BSONError) in
      try r.document(.index(index)) { r throws(BSONError) in
        let name = try r.string("name")
        let host = NodeID(Int(try r.int32("host")))
        instances.append((name, PlatformState.Instance(host: host, owner: try r.binary("owner"))))
      }
    }
    var chains: [(name: String, chain: PlatformState.Chain)] = []
    try r.array("chains") { r, index throws(BSONError) in
      try r.document(.index(index)) { r throws(BSONError) in
        let name = try r.string("name")
        let owner = try r.binary("owner")
        var path: [String] = []
        try r.array("path") { r, index throws(BSONError) in path.append(try r.string(.index(index))) }
        chains.append((name, PlatformState.Chain(owner: owner, path: path)))
      }
    }
    return PlatformState(instances: instances, chains: chains)
  }
}
