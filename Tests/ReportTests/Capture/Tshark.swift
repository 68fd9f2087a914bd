import Foundation
import TestSupport
import Testing

/// Wireshark's dissectors, where they are installed.
enum Tshark {
  private static let path = "/usr/bin/tshark"

  static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

  /// What it finds in each packet of `capture.pcapng`, with the keys of `esp_sa` in the same folder if there are any.
  static func rows(of directory: TemporaryDirectory, fields: [String]) throws -> [[String: String]] {
    var words = ["-r", directory.path("capture.pcapng")]
    let preferences = [
      "esp.enable_encryption_decode:TRUE", "esp.enable_authentication_check:TRUE", "ip.check_checksum:TRUE",
      "udp.check_checksum:TRUE", "tcp.check_checksum:TRUE", "data.show_as_text:FALSE",
    ]
    for preference in preferences { words += ["-o", preference] }
    words += ["-T", "fields", "-E", "separator=|"]
    for field in fields { words += ["-e", field] }
    // The folder of its configuration, where it looks for the table.
    let result = try Program(path: path).run(words, environment: ["WIRESHARK_CONFIG_DIR": directory.path])
    try #require(result.status == 0, "\(result.errors)")
    return result.output.split(separator: "\n").map { line in
      let values = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      return Dictionary(uniqueKeysWithValues: zip(fields, values))
    }
  }
}
