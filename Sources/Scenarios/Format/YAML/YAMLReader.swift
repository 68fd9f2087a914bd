import CYAML

/// Reads one YAML document with libyaml and keeps the place of every piece.
///
/// Anchors, aliases, tags, duplicate keys and further documents are errors: a scenario says one thing, once.
struct YAMLReader: ~Copyable {
  static let maximumBytes = 1 << 20
  static let maximumDepth = 32

  /// YAML 1.2, 10.3.2.
  static let nulls: Set = ["~", "null", "Null", "NULL"]

  private let source: Place.Source
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private var errors: [ScenarioError] = []

  /// The document, unless it is broken, with all that is wrong with it.
  static func read(_ bytes: [UInt8], source: Place.Source) -> (node: Node?, errors: [ScenarioError]) {
    guard bytes.count <= maximumBytes else {
      return (nil, [ScenarioError("larger than 1 MiB", at: Place(source))])
    }
    if let error = EncodingCheck.firstError(in: bytes, source: source) { return (nil, [error]) }
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    return bytes.withUnsafeBufferPointer { buffer in
      let text = bytes.starts(with: byteOrderMark) ? buffer[3...] : buffer[...]
      var reader = YAMLReader(UnsafeBufferPointer(rebasing: text), source: source)
      let node = reader.document()
      return (reader.errors.isEmpty ? node : nil, reader.errors)
    }
  }

  /// The parser keeps a pointer to itself and to the bytes: both stay where they are while it lives.
  private init(_ bytes: UnsafeBufferPointer<UInt8>, source: Place.Source) {
    self.source = source
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    precondition(yaml_parser_initialize(parser) == 1, "libyaml has no memory")
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  /// What the parser meets next, in our own terms.
  private enum Event {
    case scalar(String)
    case listStart, mappingStart, end
    case alias
    case documentStart, other, streamEnd
  }

  private mutating func document() -> Node? {
    var root: Node?
    while let (event, place) = next() {
      switch event {
      case .streamEnd:
        if root == nil { errors.append(ScenarioError("the file is empty", at: Place(source))) }
        return root
      case .documentStart:
        guard root == nil else {
          errors.append(ScenarioError("a second document; a file holds one", at: place))
          return nil
        }
      case .scalar, .listStart, .mappingStart, .alias:
        root = node(event, at: place, depth: 0)
        guard root != nil else { return nil }
      case .end, .other:
        continue
      }
    }
    return nil
  }

  /// Nil only when nothing more can be read.
  private mutating func node(_ event: Event, at place: Place, depth: Int) -> Node? {
    guard depth < Self.maximumDepth else {
      errors.append(ScenarioError("nested deeper than \(Self.maximumDepth) levels", at: place))
      return nil
    }
    switch event {
    case .scalar(let text): return Node(.scalar(text), at: place)
    case .listStart: return list(at: place, depth: depth)
    case .mappingStart: return mapping(at: place, depth: depth)
    case .alias:
      errors.append(ScenarioError("aliases ('*name') are not used here; write the value out", at: place))
      return Node(.scalar(""), at: place)
    case .end, .other, .documentStart, .streamEnd: return nil
    }
  }

  private mutating func list(at place: Place, depth: Int) -> Node? {
    var items: [Node] = []
    while let (event, itemPlace) = next() {
      if case .end = event { return Node(.list(items), at: place) }
      guard let item = node(event, at: itemPlace, depth: depth + 1) else { return nil }
      items.append(item)
    }
    return nil
  }

  private mutating func mapping(at place: Place, depth: Int) -> Node? {
    var entries: [Node.Entry] = []
    var lines: [String: Int] = [:]
    while let (event, keyPlace) = next() {
      if case .end = event { return Node(.mapping(entries), at: place) }
      guard let keyNode = node(event, at: keyPlace, depth: depth + 1) else { return nil }
      guard let (valueEvent, valuePlace) = next() else { return nil }
      guard let value = node(valueEvent, at: valuePlace, depth: depth + 1) else { return nil }
      guard let key = keyNode.scalar else {
        errors.append(ScenarioError("a key must be a plain word, not \(keyNode.noun)", at: keyPlace))
        continue
      }
      if let line = lines[key] {
        errors.append(ScenarioError("\(key): given twice; first on line \(line)", at: keyPlace))
        continue
      }
      lines[key] = keyPlace.line
      entries.append(Node.Entry(key: key, keyPlace: keyPlace, value: value))
    }
    return nil
  }

  /// Nil after a syntax error, which is then noted.
  private mutating func next() -> (Event, Place)? {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else {
      errors.append(YAMLSyntax.error(of: parser.pointee, source: source))
      return nil
    }
    defer { yaml_event_delete(&event) }
    let mark = event.start_mark
    let place = Place(source, line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    switch event.type {
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      refuseExtras(anchor: scalar.anchor, tag: scalar.tag, at: place)
      let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
      if scalar.style == YAML_PLAIN_SCALAR_STYLE, Self.nulls.contains(text) {
        let hint = "leave the key out, or put a name in quotes"
        errors.append(ScenarioError("'\(text)' is YAML's word for no value; \(hint)", at: place))
      }
      return (.scalar(text), place)
    case YAML_SEQUENCE_START_EVENT:
      refuseExtras(anchor: event.data.sequence_start.anchor, tag: event.data.sequence_start.tag, at: place)
      return (.listStart, place)
    case YAML_MAPPING_START_EVENT:
      refuseExtras(anchor: event.data.mapping_start.anchor, tag: event.data.mapping_start.tag, at: place)
      return (.mappingStart, place)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return (.end, place)
    case YAML_ALIAS_EVENT: return (.alias, place)
    case YAML_DOCUMENT_START_EVENT: return (.documentStart, place)
    case YAML_STREAM_END_EVENT: return (.streamEnd, place)
    default: return (.other, place)
    }
  }

  private mutating func refuseExtras(
    anchor: UnsafeMutablePointer<UInt8>?, tag: UnsafeMutablePointer<UInt8>?, at place: Place
  ) {
    if anchor != nil {
      errors.append(ScenarioError("anchors ('&name') are not used here; write the value out", at: place))
    }
    if tag != nil { errors.append(ScenarioError("tags ('!name') are not used here", at: place)) }
  }
}
