import Protocols
import Vocabulary

/// A request of a tenant that has no outcome yet.
struct TenantCall {
  var site: Int
  var operation: ManagementOperation
  var since: Instant
}

/// What became of it.
struct TenantOutcome {
  var call: TenantCall
  var result: String
  var error: String
}
