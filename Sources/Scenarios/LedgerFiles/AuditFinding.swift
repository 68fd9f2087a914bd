/// Something that is wrong with a ledger, and where.
public struct AuditFinding: Hashable, Sendable {
  /// Height of the block, or at which a block is due.
  public var height: Int64
  /// Offset of the block's record in the file, or where a record is due.
  public var offset: Int64
  public var problem: String

  public init(height: Int64, offset: Int64, problem: String) {
    self.height = height
    self.offset = offset
    self.problem = problem
  }
}

extension AuditFinding: CustomStringConvertible {
  public var description: String { "block \(height) at byte \(offset): \(problem)" }
}
