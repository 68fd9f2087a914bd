import Foundation

/// What a worker that prints a value in JSON came to.
enum WorkerAnswer<Value: Decodable> {
  case value(Value)
  /// The file that it was given is missing or wrong: what it said.
  case unreadable(String)
  /// It ended in a way that no worker should: what happened, in a line, and what it said.
  case defect(String, output: String)

  /// Runs a worker to its end.
  init(of words: [String]) {
    do {
      let result = try WorkerProcess.run(words)
      switch ExitStatus(rawValue: result.status) {
      case .done, .failed: self = .value(try JSONDecoder().decode(Value.self, from: Data(result.output.utf8)))
      case .badInput, .usage: self = .unreadable(result.errors.trimmingCharacters(in: .newlines))
      case .defect, .interrupted, nil: self = .defect(result.end, output: String(result.errors.suffix(20_000)))
      }
    } catch {
      self = .defect("its process cannot be started or understood: \(error)", output: "")
    }
  }
}
