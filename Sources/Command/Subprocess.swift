import Foundation

/// Runs another program to its end.
enum Subprocess {
  struct Result {
    var status: Int32
    var output: String
  }

  /// Runs the program at a path; its standard output is collected, its standard error passes through or is dropped.
  static func run(_ path: String, _ arguments: [String], showsErrors: Bool = false) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    if !showsErrors { process.standardError = FileHandle.nullDevice }
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Result(status: process.terminationStatus, output: String(decoding: data, as: UTF8.self))
  }
}
