import Protocols

/// How a transcript tells what a node of service function chains notes.
enum ChainWords {
  static func of(_ note: Note) -> String {
    let name =
      ServiceChainNote(rawValue: note.kind).map { "\($0)" } ?? EndpointNote(rawValue: note.kind).map { "\($0)" }
      ?? ControlNote(rawValue: note.kind).map { "\($0)" } ?? "note \(note.kind)"
    return "\(name) \(note.subject), value \(note.value)"
  }
}
