import Foundation

/// Wireshark's dissectors, where they are installed.
public enum Tshark {
  private static let path = "/usr/bin/tshark"

  public static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

  public struct Failure: Error {
    public var message: String
  }

  /// What it finds in each packet of `capture.pcapng`, with the keys of `esp_sa` in the same folder if there are any.
  /// - Parameter preferences: more options of Wireshark, as `name:value`.
  public static func rows(
    in folder: String, fields: [String], preferences more: [String] = []
  ) throws -> [[String: String]] {
    var words = ["-r", folder + "/capture.pcapng"]
    let preferences = [
      "esp.enable_encryption_decode:TRUE", "esp.enable_authentication_check:TRUE",
      "esp.do_esp_sequence_analysis:FALSE", "ip.check_checksum:TRUE", "udp.check_checksum:TRUE",
      "tcp.check_checksum:TRUE", "data.show_as_text:FALSE",
    ]
    for preference in preferences + more { words += ["-o", preference] }
    words += ["-T", "fields", "-E", "separator=|"]
    for field in fields { words += ["-e", field] }
    // The folder of its configuration, where it looks for the table.
    let result = try Program(path: path).run(words, environment: ["WIRESHARK_CONFIG_DIR": folder])
    guard result.status == 0 else { throw Failure(message: result.errors) }
    return result.output.split(separator: "\n").map { line in
      let values = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      return Dictionary(uniqueKeysWithValues: zip(fields, values))
    }
  }
}
