/// Reads scenario files.
public enum ScenarioFile {
  /// Most points of a sweep.
  static let maximumPoints = 10_000

  /// The scenario in a file with `--set` overrides (`crb.modules=4`) applied; everything wrong with it otherwise.
  /// `profiles` says where cost profiles are; by default beside the scenario and under `scenarios/profiles`.
  public static func load(
    path: String, overrides: [String] = [], profiles: ProfileLibrary? = nil
  ) throws(ScenarioErrors) -> LoadedScenario {
    do {
      let bytes = try TextFile.read(path)
      return try ScenarioFile.read(bytes, path: path, overrides: overrides, profiles: profiles)
    } catch let problem as TextFile.Problem {
      throw ScenarioErrors([ScenarioError(problem.text, at: Place(.file(path)))])
    } catch let errors as ScenarioErrors {
      throw errors
    } catch {
      preconditionFailure("\(error)")
    }
  }

  /// The same from text, as if it stood in `path`.
  public static func read(
    _ bytes: [UInt8], path: String, overrides: [String] = [], profiles: ProfileLibrary? = nil
  ) throws(ScenarioErrors) -> LoadedScenario {
    var loader = ScenarioLoader(path: path, profiles: profiles ?? ProfileLibrary(forScenario: path))
    guard let loaded = loader.load(bytes, overrides: overrides) else { throw ScenarioErrors(loader.errors) }
    return loaded
  }
}
