import Foundation
import Synchronization

/// This program once more, at work for this one: `chainbed worker ...`.
enum WorkerProcess {
  /// How a worker ended.
  struct Result {
    /// As a shell gives it: 128 and the number of the signal that ended it.
    var status: Int32
    var output: String
    var errors: String

    /// How it ended, where it should not have, with the first thing that it said about it.
    var end: String {
      let way = status > 128 ? "was ended by signal \(status - 128)" : "ended with status \(status)"
      let said = errors.split(separator: "\n").first { $0.contains("rror") }.map { ": \($0)" } ?? ""
      return "its process \(way)\(said)"
    }
  }

  private struct State {
    var running: [Int32] = []
    /// This program ends: what workers come to counts no more.
    var isEnding = false
  }

  private static let state = Mutex(State())

  /// Runs a worker to its end.
  static func run(_ words: [String]) throws -> Result {
    let process = try make(words)
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try start(process)
    // Both are read at once: neither side can then wait for the other.
    let collected = Mutex(Data())
    let thread = Thread { collected.withLock { $0 = errors.fileHandleForReading.readDataToEndOfFile() } }
    thread.start()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    let status = end(process)
    while !thread.isFinished { usleep(100) }
    let text = collected.withLock { String(decoding: $0, as: UTF8.self) }
    return Result(status: status, output: String(decoding: data, as: UTF8.self), errors: text)
  }

  /// A worker that can be started.
  static func make(_ words: [String]) throws -> Process {
    let process = Process()
    let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = ["worker"] + words
    process.standardInput = FileHandle.nullDevice
    return process
  }

  static func start(_ process: Process) throws {
    try state.withLock { state in
      guard !state.isEnding else { return }
      try process.run()
      state.running.append(process.processIdentifier)
    }
    waitIfEnding()
  }

  /// Waits for its end and gives the status.
  @discardableResult
  static func end(_ process: Process) -> Int32 {
    process.waitUntilExit()
    state.withLock { state in state.running.removeAll { $0 == process.processIdentifier } }
    waitIfEnding()
    let status = process.terminationStatus
    return process.terminationReason == .uncaughtSignal ? 128 + status : status
  }

  /// Ends all that are at work, as before this program ends: no call that waits for one returns any more.
  static func killAll() {
    let killed = state.withLock { state in
      state.isEnding = true
      for process in state.running { kill(process, SIGKILL) }
      return state.running
    }
    // Their ends are waited for elsewhere in this process; one that is still to come would be left to others.
    for _ in 0..<1_000 where killed.contains(where: { kill($0, 0) == 0 }) { usleep(1_000) }
  }

  private static func waitIfEnding() {
    while state.withLock({ $0.isEnding }) { sleep(1) }
  }
}
