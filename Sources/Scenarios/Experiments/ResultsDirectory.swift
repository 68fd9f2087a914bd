import Foundation
import Report

/// The directory of an experiment's results: made by chainbed, and used by one run at a time.
public final class ResultsDirectory {
  /// Marks a directory whose files chainbed may replace.
  private static let marker = ".chainbed"

  /// Why a directory cannot be used.
  public enum Problem: Error, Equatable, CustomStringConvertible {
    case notOurs(String)
    case inUse(String)

    public var description: String {
      switch self {
      case .notOurs(let path):
        "\(path): has files that are no results of chainbed; choose another folder, or an empty one"
      case .inUse(let path): "\(path): another run is writing its results there"
      }
    }
  }

  /// What experiments and searches leave in their directories, but for disks (docs/formats/results.md).
  private static let fileNames = [
    "measurements.csv", "summary.csv", "queues.csv", "results.sqlite", "report.html", "fingerprint.txt",
    "scenario.yaml", "profiles", "comparison.csv", "outages.csv", "site-views.csv", "figures", "evidence",
    "capture.pcapng", "esp_sa", "capacity.csv", "answer.txt",
  ]

  let path: String
  private let descriptor: Int32

  /// Makes the directory if it is not there, and holds it until it is released.
  init(_ path: String) throws {
    self.path = path
    try Directory.create(path)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    guard names.isEmpty || names.contains(Self.marker) else { throw Problem.notOurs(path) }
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path: path, action: "open", code: errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw Problem.inUse(path)
    }
    AtomicFile.removeAbandoned(in: path)
    try AtomicFile.write(
      "The files here are results of chainbed: a later run may replace them.\n", to: "\(path)/\(Self.marker)")
  }

  /// A process that is just being started may have the descriptor, too: closing it here would not be enough.
  deinit {
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// Takes away a directory in which there is nothing but what a run begins with. For the run that has it.
  public static func removeUnused(_ path: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    guard Set(names).isSubset(of: [marker, RunJournal.fileName]) else { return }
    for name in names { unlink("\(path)/\(name)") }
    rmdir(path)
  }

  /// Makes room for new results.
  func removeResults() {
    for name in Self.fileNames { try? FileManager.default.removeItem(atPath: "\(path)/\(name)") }
  }

  /// Files of simulated hosts that an earlier experiment left are not those of a new one.
  func removeDisks() {
    try? FileManager.default.removeItem(atPath: "\(path)/disks")
  }
}
