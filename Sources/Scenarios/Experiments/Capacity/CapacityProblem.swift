/// Why a search for capacity cannot be done as it was asked for, in words.
public struct CapacityProblem: Error, Equatable, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
