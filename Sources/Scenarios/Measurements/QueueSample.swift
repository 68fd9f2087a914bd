import Vocabulary

/// What waits at one instant, at the module where most waits.
struct QueueSample {
  var time: Instant
  var processorQueue: Int
  var pendingTransactions: Int
  var linkBacklogBytes: Int64
}
