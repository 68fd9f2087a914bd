/// Which links of packets a run captures.
public enum CapturedLinks: Hashable, Sendable {
  case all
  /// The link of this name.
  case link(String)

  /// As a user writes it: `all`, or the name of a link.
  public init(_ text: String) { self = text == "all" ? .all : .link(text) }

  public var text: String {
    switch self {
    case .all: "all"
    case .link(let name): name
    }
  }

  func contains(_ name: String) -> Bool {
    switch self {
    case .all: true
    case .link(let link): link == name
    }
  }
}

/// Why there is nothing to capture.
public enum CaptureProblem: Error, Equatable, CustomStringConvertible {
  /// The scenario's system sends messages, not packets.
  case noPackets
  case unknownLink(String, known: [String])

  public var description: String {
    switch self {
    case .noPackets: "--capture: only service function chains send packets"
    case .unknownLink(let name, let known): "--capture: no link '\(name)'; there are: \(known.joined(separator: ", "))"
    }
  }
}
