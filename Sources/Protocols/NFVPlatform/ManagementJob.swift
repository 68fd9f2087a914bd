import Vocabulary

/// A request that a management service has taken and not yet answered.
struct ManagementJob {
  enum Phase {
    /// That it has come is being written down.
    case recording(DiskTicket)
    case waiting
    /// The name of its VNF is being written down.
    case allocating(DiskTicket)
    /// The platform works on it.
    case working
    /// Hosts of these instances have not answered yet.
    case asking([InstanceName])
    /// Its result is being written down.
    case closing(DiskTicket, ManagementResult)
  }

  let id: Digest
  /// ms since 1970.
  let issued: Int64
  let bytes: [UInt8]
  /// Nil for what is none.
  let operation: ManagementOperation?
  /// The last that asked.
  var asker: NodeID
  /// Of a new VNF.
  var instance: InstanceName?
  var phase: Phase
  /// How often hosts were asked.
  var attempts = 0

  init(_ id: Digest, issued: Int64, _ operation: [UInt8], asker: NodeID, phase: Phase) {
    self.id = id
    self.issued = issued
    bytes = operation
    self.operation = try? ManagementOperation.decode(operation)
    self.asker = asker
    self.phase = phase
  }
}

/// What became of a request.
struct ManagementResult: Hashable {
  var result: String
  /// Empty if all went well.
  var error: String
  /// ms since 1970.
  var completed: Int64
}
