import Foundation
import Testing

@Suite("Who may import whom")
struct ImportTests {
  /// The modules that each folder of Sources may import; ARCHITECTURE.md explains.
  static let allowed: [String: Set<String>] = [
    "Vocabulary": [],
    "SimKernel": ["Vocabulary"],
    "Protocols": ["FoundationEssentials", "Synchronization", "Vocabulary", "CCrypto"],
    "Report": ["Foundation", "Glibc", "Synchronization", "CGSL", "CSQLite"],
    "Scenarios": ["Foundation", "Glibc", "Synchronization", "Vocabulary", "SimKernel", "Protocols", "Report", "CYAML"],
    "Command": [
      "Foundation", "Synchronization", "Vocabulary", "SimKernel", "Protocols", "Scenarios", "Report",
      "PriorityQueueBaseline",
    ],
  ]

  @Test("each module imports only what it may", arguments: allowed.keys.sorted())
  func imports(module: String) throws {
    let allowed = try #require(Self.allowed[module])
    let pattern = try NSRegularExpression(
      pattern:
        #"^\s*(?:@\w+\s+|public\s+|internal\s+|package\s+)*import\s+(?:(?:struct|class|enum|func|var|protocol)\s+)?(\w+)"#
    )
    for source in try SwiftSource.all(below: "Sources/" + module) {
      for (number, line) in zip(1..., source.code.lines) {
        guard let match = pattern.firstMatch(in: line, range: NSRange(line.startIndex..., in: line)) else { continue }
        let name = try String(line[#require(Range(match.range(at: 1), in: line))])
        if !allowed.contains(name) {
          Issue.record("\(source.path):\(number): \(module) may not import \(name)")
        }
      }
    }
  }
}
