import Report
import SimKernel
import Vocabulary

/// One replication of a scenario's first point, with a capture of its packets.
public enum CaptureRun {
  /// Why there is no capture.
  public struct Problem: Error, CustomStringConvertible {
    public let description: String
  }

  /// Throws a `Problem` where `run` could not capture one of these.
  public static func check(_ loaded: LoadedScenario, links: [String]) throws {
    for link in links { _ = try cables(loaded, link) }
  }

  /// Their numbers.
  private static func cables(_ loaded: LoadedScenario, _ link: String) throws(Problem) -> [Int] {
    guard case .sfc(let spec) = loaded.scenario.system else {
      throw Problem(description: "packets are captured with 'sfc' only: other systems have messages")
    }
    let names = SFCLayout(spec).cableNames
    guard link != "all" else { return Array(names.indices) }
    let ends = link.split(separator: "~", omittingEmptySubsequences: false)
    let turned = ends.reversed().joined(separator: "~")
    let cables = names.indices.filter { names[$0] == link || names[$0] == turned }
    guard cables.isEmpty else { return cables }
    let hint = Suggestion.phrase(for: link, among: names)
    let shown = names.prefix(Self.mostNames).joined(separator: ", ")
    let rest = names.count > Self.mostNames ? " and \(names.count - Self.mostNames) more" : ""
    throw Problem(description: "there is no link '\(link)'\(hint); the links are \(shown)\(rest)")
  }

  /// That an error shows.
  private static let mostNames = 40

  /// Writes `capture.pcapng` into the folder, and `esp_sa`, the keys with which Wireshark decrypts it. Gives the number of
  /// packets.
  /// - Parameters:
  ///   - links: names of cables, with their ends in either order, or `all`.
  ///   - application: what the capture says that it was made by.
  public static func run(
    _ loaded: LoadedScenario, links: [String], to folder: String, application: String
  ) throws -> Int {
    let cables = Set(try links.flatMap { try Self.cables(loaded, $0) }).sorted()
    let sfc = SFCWorld(
      loaded.scenario, profile: loaded.profile, seed: loaded.scenario.seed, options: RunOptions(), trace: .off)
    let recorder = try CaptureRecorder(
      sfc.world, cables: cables, path: "\(folder)/capture.pcapng", application: application,
      name: { sfc.layout.name(Int($0.index)) })
    sfc.world.packetObservers.append(recorder)
    sfc.collectsKeys = true
    sfc.world.start()
    sfc.world.run(until: sfc.window.upperBound)
    try recorder.commit()
    try ESPKey.write(sfc.keys, to: "\(folder)/esp_sa")
    return recorder.count
  }
}
