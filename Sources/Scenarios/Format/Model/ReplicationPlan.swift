/// How often each point is run.
public enum ReplicationPlan: Hashable, Sendable {
  case fixed(Int)
  case until(Precision, ofMetric: String, atLeast: Int, atMost: Int)
}
