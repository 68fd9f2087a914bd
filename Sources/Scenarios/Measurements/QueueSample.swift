/// What waits at one instant, at the module where most waits.
struct QueueSample: Codable, Sendable {
  var seconds: Double
  var processorQueue: Int
  var pendingTransactions: Int
  var linkBacklogBytes: Int64
}
