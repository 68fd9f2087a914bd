import Foundation

/// A verifier written in Python against docs/formats/ledger.md alone: Tests/python/verify_ledger.py.
enum PythonVerifier {
  /// The first that has the packages: what CHAINBED_PYTHON names, the shell's, the system's.
  static let interpreter: String? =
    [ProcessInfo.processInfo.environment["CHAINBED_PYTHON"], "python3", "/usr/bin/python3"]
    .compactMap { $0 }.first { start($0, ["-c", "import bson.raw_bson, cryptography"])?.status == 0 }

  static let script = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appendingPathComponent("../../python/verify_ledger.py").standardized.path

  /// Nil if there is no such interpreter.
  static func start(_ interpreter: String, _ arguments: [String]) -> (status: Int32, output: String)? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [interpreter] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, output)
  }

  /// What it says of a ledger; with key files, what those show.
  static func verify(_ ledger: String, _ federation: String, keys: [String] = []) -> (status: Int32, output: String) {
    start(interpreter!, [script, ledger, federation] + keys)!
  }
}
