import Report
import SimKernel
import Vocabulary

/// One replication of a scenario's first point, with a capture of its packets.
public enum CaptureRun {
  /// Why there is no capture.
  public struct Problem: Error, CustomStringConvertible {
    public let description: String
  }

  /// Writes `capture.pcapng` into the folder, and `esp_sa`, the keys with which Wireshark decrypts it. Gives the number of
  /// packets.
  /// - Parameters:
  ///   - link: a cable's name, or `all`.
  ///   - application: what the capture says that it was made by.
  public static func run(
    _ loaded: LoadedScenario, link: String, to folder: String, application: String
  ) throws -> Int {
    guard case .sfc = loaded.scenario.system else {
      throw Problem(description: "packets are captured with 'sfc' only: other systems have messages")
    }
    let sfc = SFCWorld(
      loaded.scenario, profile: loaded.profile, seed: loaded.scenario.seed, options: RunOptions(), trace: .off)
    let names = sfc.world.cables.map(\.name)
    let cables = link == "all" ? Array(names.indices) : names.indices.filter { names[$0] == link }
    guard !cables.isEmpty else {
      let hint = Suggestion.phrase(for: link, among: names)
      throw Problem(description: "there is no link '\(link)'\(hint.isEmpty ? "; the first is '\(names[0])'" : hint)")
    }
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
