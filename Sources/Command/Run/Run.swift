import Scenarios

/// `chainbed run`.
struct Run: Command {
  static let name = "run"
  static let abstract = "Run a scenario and write its results."
  static let discussion = """
    The results are CSV files, a database, figures and report.html. Ctrl-C keeps the runs that are finished; the same \
    command then goes on from there.
    """

  @Argument("The scenario file.") var file: String
  @Option("The folder for the results. Without it: results/ and the scenario's name.", value: "folder") var out: String?
  @Option(
    "Capture the packets of this link, such as gateway-0~gateway-1, or of all, with the keys beside them: capture.pcapng and esp_sa, of the first run. A wrong name shows the links.",
    value: "link") var capture: [String]
  @OptionGroup var parameters = RunParameters()

  func run() throws -> ExitStatus {
    let scenario = try ScenarioFile.load(path: file, overrides: parameters.overrides)
    try parameters.check([scenario], called: file)
    try CaptureRun.check(scenario, links: capture)
    let session = RunSession(
      scenario: scenario,
      directory: try RunSession.folder(out, otherwise: "results/" + ScenarioLibrary.name(ofPath: file)),
      parameters: parameters)
    return try session.run(capturing: capture)
  }
}
