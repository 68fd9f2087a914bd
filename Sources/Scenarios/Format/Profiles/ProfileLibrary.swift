/// Finds cost profiles by name.
public struct ProfileLibrary: Sendable {
  /// Folders searched, in order.
  public var folders: [String]

  /// Beside the scenario's folder, under the working directory, and in the package of the running program.
  public init(forScenario path: String) {
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    let beside = path.hasPrefix("/") && folder.isEmpty ? "/" : folder.isEmpty ? "." : folder
    folders = ["\(beside)/../profiles", "scenarios/profiles"] + Self.packageFolder
  }

  public init(folders: [String]) { self.folders = folders }

  /// Every profile name found, sorted.
  public var names: [String] {
    Set(folders.flatMap { TextFile.names(in: $0).filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) } })
      .sorted()
  }

  /// The path of a profile, given by name or as a path; nil when there is none.
  public func path(of profile: String) -> String? {
    if Self.isPath(profile) { return TextFile.exists(profile) ? profile : nil }
    return folders.map { "\($0)/\(profile).yaml" }.first(where: TextFile.exists)
  }

  /// Whether a profile is given as a path.
  static func isPath(_ profile: String) -> Bool { profile.contains("/") || profile.hasSuffix(".yaml") }

  /// `scenarios/profiles` of the package that the program was built in.
  private static var packageFolder: [String] {
    guard let program = TextFile.programPath else { return [] }
    let parts = program.split(separator: "/")
    guard let build = parts.firstIndex(of: ".build") else { return [] }
    return ["/" + parts[..<build].joined(separator: "/") + "/scenarios/profiles"]
  }
}
