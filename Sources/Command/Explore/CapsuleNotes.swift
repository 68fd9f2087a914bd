import Scenarios

/// What to say about a capsule that another chainbed wrote.
struct CapsuleNotes {
  let lines: [String]

  init(_ loaded: LoadedScenario) {
    guard let capsule = loaded.capsule else {
      lines = []
      return
    }
    var lines: [String] = []
    if capsule.format != Capsule.currentFormat {
      lines.append(
        "Warning: \(loaded.path) is a capsule of format \(capsule.format); this chainbed writes \(Capsule.currentFormat)"
      )
    }
    if capsule.chainbed != Version.description {
      lines.append(
        "Warning: \(loaded.path) was written by chainbed \(capsule.chainbed), and this is \(Version.description): "
          + "the run may be another one")
    }
    self.lines = lines
  }
}
