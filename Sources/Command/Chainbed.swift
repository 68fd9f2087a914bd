import Foundation

/// The program: real protocol code in a simulated world.
@main
struct Chainbed: CommandGroup {
  static let name = "chainbed"
  static let abstract = "Run the real code of published blockchain and service-chain systems in a simulated world."
  static var subcommands: [any Command.Type] {
    [
      Run.self, Replay.self, CapacityCommand.self, Fuzz.self, Shrink.self, Twins.self, CheckRegressions.self,
      Check.self, List.self,
      Schema.self, Export.self, Audit.self, Bench.self, Worker.self,
    ]
  }

  static func main() {
    Console.ignoreWriteSignals()
    let status = status(of: Array(CommandLine.arguments.dropFirst()))
    exit(Console.standard.hasFailed ? ExitStatus.usage.rawValue : status.rawValue)
  }

  /// Runs one command line and says how it ended.
  private static func status(of words: [String]) -> ExitStatus {
    do {
      switch try ArgumentParser(root: Chainbed.self, version: { Version.description }).parse(words) {
      case .print(let text):
        Console.standard.write(text)
        return .done
      case .run(let command):
        return try command.run()
      }
    } catch let error as UsageError {
      Console.standard.report(error.description)
      return .usage
    } catch {
      guard let failure = CommandFailure(error) else {
        Console.standard.report("Error: \(error) (a defect of chainbed: please report it)")
        return .defect
      }
      Console.standard.report(failure.message)
      return failure.status
    }
  }
}
