import Foundation

/// The program: real protocol code in a simulated world.
@main
struct Chainbed: CommandGroup {
  static let name = "chainbed"
  static let abstract = "Runs the real code of published blockchain and service-chain systems in a simulated world."
  static var subcommands: [any Command.Type] { [Bench.self] }

  static func main() {
    Console.ignoreClosedPipes()
    let status = Self.status(of: Array(CommandLine.arguments.dropFirst()), console: .standard)
    exit(Console.standard.hasFailed ? ExitStatus.usage.rawValue : status.rawValue)
  }

  /// Runs one command line and says how it ended.
  static func status(of words: [String], console: Console) -> ExitStatus {
    do {
      switch try ArgumentParser(root: Chainbed.self, version: { Version.description }).parse(words) {
      case .print(let text):
        console.write(text)
        return .done
      case .run(let command):
        return try command.run()
      }
    } catch let error as UsageError {
      console.report(error.description)
      return .usage
    } catch let failure as CommandFailure {
      console.report(failure.message)
      return failure.status
    } catch {
      console.report("Error: \(error)")
      return .defect
    }
  }
}
