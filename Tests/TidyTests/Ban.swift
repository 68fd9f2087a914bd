import Testing

/// Something that may not stand in the code of some folders.
struct Ban: Sendable, CustomTestStringConvertible {
  /// The regular expression that finds it.
  var pattern: String
  var folders: [String]
  var reason: String
  /// The files that need it all the same.
  var allowed: [String] = []

  var testDescription: String { pattern }

  /// Whatever has a say in event times and results.
  static let simulated = ["Sources/Vocabulary", "Sources/SimKernel", "Sources/Protocols", "Sources/Scenarios"]
  static let all: [Ban] = [
    Ban(#"\b(Date|ContinuousClock|SuspendingClock|DispatchTime|DispatchWallTime)\b"#, clock),
    Ban(#"\b(clock_gettime|gettimeofday|systemUptime|timespec_get|mach_absolute_time)\b"#, clock),
    Ban(#"\b(Task|TaskGroup|withTaskGroup|withThrowingTaskGroup)\b"#, order),
    Ban(#"\b(async|await|actor)\b"#, order),
    Ban(#"\.random\((?!.*using:)"#, chance),
    Ban(#"\.(shuffled|shuffle|randomElement)\((?!.*using:)"#, chance),
    Ban(#"\b(SystemRandomNumberGenerator|arc4random\w*|getrandom|srand|drand48|UUID)\b"#, chance),
    Ban(#"\b(hashValue|Hasher\(\))"#, "hash values differ from launch to launch"),
    Ban(#"\b(ObjectIdentifier|UnsafeRawPointer\(bitPattern|Unmanaged)\b"#, "addresses differ from launch to launch"),
    Ban(
      #"\bfor\b.*\bin\b.*\.(keys|values)\s*(\{|where\b)"#, "dictionaries have no order: sort what is looped over"),
    Ban(#"\bimport (Darwin|Dispatch|Combine)\b"#, "only what every system has"),
    Ban(
      pattern: #"(?<![\w.])(log|log2|log10|log1p|exp|exp2|expm1|pow|sin|cos|tan|asin|acos|atan|atan2)\("#
        + #"|(?<![\w.])(sinh|cosh|tanh|cbrt|hypot|tgamma|lgamma|erf|erfc)\("#,
      folders: ["Sources/Vocabulary", "Sources/SimKernel", "Sources/Protocols"],
      reason: "the C library's functions differ in the last bit from processor to processor: use PortableMath",
      allowed: ["Sources/SimKernel/Randomness/PortableMath.swift"]),
    Ban(
      pattern: #"(?<![\w.])(print|debugPrint|dump|NSLog)\("#,
      folders: simulated + ["Sources/Report"], reason: "only the command talks to the terminal"),
    Ban(
      pattern: #"\bfatalError\(|\btry!"#, folders: ["Sources"],
      reason: "wrong input throws; a broken invariant is a precondition that prints its values"),
  ]

  private static let clock = "the clock of the machine has no say in a simulation"
  private static let order = "the scheduler of the machine has no say in a simulation"
  private static let chance = "draw from a named RandomStream"

  init(pattern: String, folders: [String], reason: String, allowed: [String] = []) {
    self.pattern = pattern
    self.folders = folders
    self.reason = reason
    self.allowed = allowed
  }

  private init(_ pattern: String, _ reason: String, allowed: [String] = []) {
    self.init(pattern: pattern, folders: Self.simulated, reason: reason, allowed: allowed)
  }
}
