import Foundation
import Synchronization

/// A program that turns a file into its standard output, run to its end within a time limit.
struct Tool {
  /// Name as typed in a shell, looked up on the path.
  var name: String
  /// The Debian package that has it, for the error line.
  var package: String
  var timeoutSeconds = 60

  static let gnuplot = Tool(name: "gnuplot", package: "gnuplot-nox")
  static let rsvgConvert = Tool(name: "rsvg-convert", package: "librsvg2-bin")

  /// Pipes get their close-on-exec mark after they are made: no other child may start in between and inherit them.
  private static let starting = Mutex(())

  /// Runs it with nothing on standard input; gives what it wrote to standard output.
  func run(_ arguments: [String]) throws(ToolError) -> [UInt8] {
    let (child, output, complaints) = try start(arguments)
    defer {
      close(output)
      close(complaints)
    }
    var outputBytes: [UInt8] = []
    var complaintBytes: [UInt8] = []
    let inTime = drain(output, into: &outputBytes, and: complaints, into: &complaintBytes)
    if !inTime { kill(child, SIGKILL) }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    guard inTime else { throw .timedOut(tool: name, seconds: timeoutSeconds) }
    guard status == 0 else {
      let number = status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
      throw .failed(tool: name, status: number, message: Tool.tellingLine(of: complaintBytes))
    }
    return outputBytes
  }

  /// Starts it; gives its process and the ends to read its output and its complaints from.
  private func start(_ arguments: [String]) throws(ToolError) -> (pid_t, Int32, Int32) {
    var child: pid_t = 0
    var ends: [Int32] = []
    let code = Tool.starting.withLock { _ -> Int32 in
      for _ in 0..<2 {
        var pair: [Int32] = [-1, -1]
        guard pipe(&pair) == 0 else { return errno }
        for end in pair { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        ends += pair
      }
      return spawn(arguments, output: ends[1], complaints: ends[3], child: &child)
    }
    for (position, end) in ends.enumerated() where code != 0 || position % 2 == 1 { close(end) }
    guard code != ENOENT else { throw .missing(tool: name, package: package) }
    guard code == 0 else { throw .notStarted(tool: name, code: code) }
    return (child, ends[0], ends[2])
  }

  private func spawn(_ arguments: [String], output: Int32, complaints: Int32, child: inout pid_t) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, complaints, 2)
    var words = ([name] + arguments).map { strdup($0) }
    words.append(nil)
    defer { for word in words { free(word) } }
    return posix_spawnp(&child, name, &actions, nil, words, environ)
  }

  /// Reads both pipes to their ends; false when time ran out first.
  private func drain(
    _ output: Int32, into outputBytes: inout [UInt8], and complaints: Int32, into complaintBytes: inout [UInt8]
  ) -> Bool {
    let deadline = Tool.monotonicMilliseconds() + Int64(timeoutSeconds) * 1_000
    var polled = [
      pollfd(fd: output, events: Int16(POLLIN), revents: 0), pollfd(fd: complaints, events: Int16(POLLIN), revents: 0),
    ]
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while polled[0].fd >= 0 || polled[1].fd >= 0 {
      let left = deadline - Tool.monotonicMilliseconds()
      guard left > 0 else { return false }
      guard poll(&polled, 2, Int32(left)) > 0 else { continue }
      for index in 0..<2 where polled[index].fd >= 0 && polled[index].revents != 0 {
        let count = read(polled[index].fd, &chunk, chunk.count)
        if count < 0, errno == EINTR { continue }
        if count <= 0 {
          polled[index].fd = -1
        } else if index == 0 {
          outputBytes += chunk[..<count]
        } else {
          complaintBytes += chunk[..<count]
        }
      }
    }
    return true
  }

  private static func monotonicMilliseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }

  /// gnuplot shows the command and a caret before it says what is wrong: the last line tells most.
  private static func tellingLine(of bytes: [UInt8]) -> String {
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    let telling = lines.last { line in line.contains { $0 != " " && $0 != "^" } }
    guard let telling else { return "" }
    return String(telling.drop { $0 == " " })
  }
}
