import Foundation

/// The machine that a benchmark runs on, in words.
enum Machine {
  /// The processor's model, as Linux names it.
  static var processor: String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    let model = line?.split(separator: ":", maxSplits: 1).last?.trimmingCharacters(in: .whitespaces)
    return model ?? "unknown processor"
  }

  static var cores: Int { ProcessInfo.processInfo.activeProcessorCount }
}
