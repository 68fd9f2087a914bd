import Foundation

/// The most memory that this process has held at once, as Linux counts it.
enum PeakMemory {
  /// Counts from what is held now.
  static func reset() { try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8) }

  /// Resident memory at its highest since the last reset; 0 where the system does not tell.
  static var mebibytes: Double {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    let kibibytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) }
    return (kibibytes ?? 0) / 1_024
  }
}
