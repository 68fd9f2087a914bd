import Report

/// What results say about where they are from.
extension LoadedScenario {
  /// Writes the scenario and its cost profiles as they were read.
  func write(in directory: String) throws {
    try AtomicFile.write(text, to: "\(directory)/scenario.yaml")
    try Directory.create("\(directory)/profiles")
    for profile in profiles { try AtomicFile.write(profile.text, to: "\(directory)/profiles/\(profile.name).yaml") }
  }

  /// Adds how to get the results again.
  func complete(_ provenance: Provenance, runs: Int, fingerprint: String) -> Provenance {
    var provenance = provenance
    provenance["scenario"] = path
    provenance["overrides"] = overrides.joined(separator: " ")
    provenance["seed"] = String(scenario.seed)
    provenance["runs"] = String(runs)
    provenance["profile"] = profiles.map { "\($0.name) (\($0.path))" }.joined(separator: ", ")
    provenance["fingerprint"] = fingerprint
    provenance["scenario text"] = text
    return provenance
  }
}
