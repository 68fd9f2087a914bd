/// A command line that cannot be understood: what is wrong, and the usage of the command it was meant for.
struct UsageError: Error {
  /// The lines for standard error.
  let description: String

  init(message: String, help: HelpText) {
    description = """
      Error: \(message)
      \(help.usage(label: "Usage"))
        See '\(help.path) --help' for more information.
      """
  }
}
