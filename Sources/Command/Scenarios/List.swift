import Report
import Scenarios

/// `chainbed list`.
struct List: Command {
  static let name = "list"
  static let abstract = "List the scenarios and cost profiles that come with chainbed."

  @Option("How the result is printed.") var format: OutputFormat = .text

  func run() throws -> ExitStatus {
    guard let library = ScenarioLibrary() else { throw CommandFailure.noScenarios }
    let scenarios = try library.scenarios()
    let profiles = try library.profiles()
    switch format {
    case .text: Console.standard.write(Self.table(scenarios) + "\n" + Self.table(profiles))
    case .json: Console.standard.print(JSONWriter.text(Self.json(scenarios, profiles)))
    }
    return .done
  }

  private static func table(_ scenarios: [ScenarioLibrary.Entry]) -> String {
    var table = TextTable([.init("scenario"), .init("replays"), .init("title")])
    for entry in scenarios {
      table.append([entry.path, entry.scenario.study.replays ?? "", entry.scenario.study.title])
    }
    return table.text
  }

  private static func table(_ profiles: [CostProfile]) -> String {
    var table = TextTable([.init("profile"), .init("machine")])
    for profile in profiles { table.append([profile.name, profile.title]) }
    return table.text
  }

  private static func json(_ scenarios: [ScenarioLibrary.Entry], _ profiles: [CostProfile]) -> JSONValue {
    [
      "scenarios": .array(
        scenarios.map { entry in
          [
            "path": JSONValue(entry.path), "system": JSONValue(entry.system),
            "title": JSONValue(entry.scenario.study.title),
            "replays": entry.scenario.study.replays.map { JSONValue($0) } ?? .null,
            "points": JSONValue(entry.scenario.points.count),
          ]
        }),
      "profiles": .array(
        profiles.map { ["name": JSONValue($0.name), "title": JSONValue($0.title), "path": JSONValue($0.path)] }),
    ]
  }
}
