import Scenarios

/// What to say about a capsule that another chainbed wrote.
struct CapsuleNotes {
  let lines: [String]

  init(_ loaded: LoadedScenario) {
    guard let capsule = loaded.capsule, capsule.chainbed != Version.description else {
      lines = []
      return
    }
    lines = [
      "Warning: \(loaded.path) was written by chainbed \(capsule.chainbed), and this is \(Version.description): "
        + "the run may be another one"
    ]
  }
}
