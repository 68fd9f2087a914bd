import Foundation

/// Runs programs to their end, above all the `chainbed` that was built with the tests.
public struct Program: Sendable {
  public struct Result: Sendable {
    public var status: Int32
    public var output: String
    public var errors: String
  }

  /// Ends programs that hang, so that the tests do not.
  private static let limitSeconds: TimeInterval = 300

  public var path: String
  /// Words in front of every command line, such as a script.
  public var prefix: [String] = []

  public init(path: String, prefix: [String] = []) {
    self.path = path
    self.prefix = prefix
  }

  /// The executable that lies beside the test bundle.
  public static let chainbed = Program(path: products.appendingPathComponent("chainbed").path)

  /// Debian's Python, which has the packages of tools/packages.txt; not one that stands earlier in the search path.
  public static func python(script: String) -> Program {
    Program(path: "/usr/bin/python3", prefix: [Repository.path(script)])
  }

  private static let products: URL = {
    let executable = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    var folder = URL(fileURLWithPath: executable ?? CommandLine.arguments[0])
    // The tests run either as their own executable in the products folder or inside a bundle there.
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      if FileManager.default.isExecutableFile(atPath: folder.appendingPathComponent("chainbed").path) { break }
    }
    return folder
  }()

  /// Runs it with the arguments; `environment` is added to ours.
  public func run(
    _ arguments: String..., in directory: String? = nil, environment: [String: String] = [:]
  ) throws -> Result {
    try run(arguments, in: directory, environment: environment)
  }

  public func run(
    _ arguments: [String], in directory: String? = nil, environment: [String: String] = [:]
  ) throws -> Result {
    let scratch = try TemporaryDirectory()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = prefix + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.currentDirectoryURL = URL(fileURLWithPath: directory ?? scratch.path)
    process.standardInput = FileHandle.nullDevice
    // Files, not pipes: neither side can then wait for the other.
    for name in ["out", "err"] { try scratch.write("", to: name) }
    let out = try FileHandle(forWritingTo: scratch.url.appendingPathComponent("out"))
    let err = try FileHandle(forWritingTo: scratch.url.appendingPathComponent("err"))
    process.standardOutput = out
    process.standardError = err
    try process.run()
    let watchdog = DispatchWorkItem { [process] in process.terminate() }
    DispatchQueue.global().asyncAfter(deadline: .now() + Self.limitSeconds, execute: watchdog)
    process.waitUntilExit()
    watchdog.cancel()
    try out.close()
    try err.close()
    return try Result(
      status: process.terminationStatus, output: scratch.read("out"), errors: scratch.read("err"))
  }
}
