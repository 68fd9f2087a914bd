import Foundation
import Report
import Scenarios

/// The scenarios and cost profiles that come with chainbed.
struct ScenarioLibrary {
  /// A scenario file: its path as a user would type it, and what is in it.
  struct Entry {
    var path: String
    /// The folder it is in: the system that it is about.
    var system: String
    var scenario: LoadedScenario

    /// Its file's name without the ending.
    var name: String { ScenarioLibrary.name(ofPath: path) }
    /// `fig-4.1c` of `crb-smb fig-4.1c`.
    var figure: String? { scenario.study.replays?.split(separator: " ").last.map(String.init) }
    /// The figure, and the rows of a table that it replays: `table-1-2`, `table-1-2.a`, `table-1-2.a-1`.
    var parts: [String] {
      let rows = scenario.study.outages.map { table in table.rows.map { table.source(of: $0) } } ?? []
      let names = rows.compactMap { $0.split(separator: " ").last.map(String.init) }
      return [figure].compactMap { $0 } + names.filter { $0 != figure }
    }
    /// Whether it replays that figure or row, a part of it, or what has it as a part: `table-1-1` is all of `table-1-1.a`.
    func replays(_ name: String) -> Bool { parts.contains { OutageTable.isPart($0, of: name) } }
    /// `crb-smb` of it.
    var paper: String? { scenario.study.replays?.split(separator: " ").first.map(String.init) }
  }

  /// The folder `scenarios`, as seen from the current directory.
  let folder: String

  /// Nil when there is no such folder, neither where the program was built nor here, as for a program that was installed.
  init?() {
    let here = FileManager.default.currentDirectoryPath
    let root = PackageRoot.path ?? here
    folder = root == here ? "scenarios" : root + "/scenarios"
    guard FileManager.default.fileExists(atPath: folder) else { return nil }
  }

  /// All scenarios, sorted by path. Throws what is wrong with any of them.
  func scenarios() throws(ScenarioErrors) -> [Entry] {
    var entries: [Entry] = []
    for path in files(endingIn: ".yaml") where !path.hasPrefix("profiles/") {
      let system = path.split(separator: "/").dropLast().joined(separator: "/")
      let full = folder + "/" + path
      entries.append(Entry(path: full, system: system, scenario: try ScenarioFile.load(path: full)))
    }
    return entries
  }

  /// All cost profiles, sorted by name.
  func profiles() throws(ScenarioErrors) -> [CostProfile] {
    let library = ProfileLibrary(folders: [folder + "/profiles"])
    var profiles: [CostProfile] = []
    for name in library.names {
      guard let path = library.path(of: name) else { continue }
      profiles.append(try ProfileFile.load(path: path))
    }
    return profiles
  }

  private func files(endingIn ending: String) -> [String] {
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
    return paths.filter { $0.hasSuffix(ending) }.sorted()
  }

  /// `write-rate` of `scenarios/crb-smb/write-rate.yaml`.
  static func name(ofPath path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.hasSuffix(".yaml") ? String(file.dropLast(5)) : file
  }
}
