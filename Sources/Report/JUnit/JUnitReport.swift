/// Results of tests in the XML that JUnit made common: what GitHub's actions, GitLab and Jenkins read.
public struct JUnitReport: Sendable {
  /// One test with its verdict.
  public struct Case: Sendable {
    public enum Outcome: Sendable {
      case passed
      /// The tested thing is wrong. `kind` is one word or so; `message` one line; `text` all that there is to say.
      case failed(kind: String, message: String, text: String)
      /// The test itself could not be done.
      case error(kind: String, message: String, text: String)
      case skipped(message: String)
    }

    public var name: String
    /// A dotted path that viewers group by.
    public var group: String
    public var seconds: Double
    public var outcome: Outcome
    /// What the test printed; may be empty.
    public var output: String

    public init(_ name: String, group: String, seconds: Double, outcome: Outcome, output: String = "") {
      self.name = name
      self.group = group
      self.seconds = seconds
      self.outcome = outcome
      self.output = output
    }
  }

  /// Tests that belong together.
  public struct Suite: Sendable {
    public var name: String
    public var cases: [Case]
    /// Elapsed, which is less than the sum where tests ran at once; nil: the sum.
    public var seconds: Double?
    /// Facts about the suite, in order.
    public var properties: [(name: String, value: String)]

    public init(
      _ name: String, cases: [Case], seconds: Double? = nil, properties: [(name: String, value: String)] = []
    ) {
      self.name = name
      self.cases = cases
      self.seconds = seconds
      self.properties = properties
    }
  }

  public var name: String
  public var suites: [Suite]

  public init(_ name: String, suites: [Suite]) {
    self.name = name
    self.suites = suites
  }

  /// The whole document, UTF-8.
  public var text: String {
    let total = Tally(suites.flatMap(\.cases))
    let seconds = suites.reduce(0) { $0 + $1.elapsed }
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text += "<testsuites name=\"\(XML.attribute(name))\" \(total.common) time=\"\(Self.time(seconds))\">\n"
    for suite in suites { Self.write(suite, to: &text) }
    return text + "</testsuites>\n"
  }

  private static func write(_ suite: Suite, to text: inout String) {
    let tally = Tally(suite.cases)
    text += "  <testsuite name=\"\(XML.attribute(suite.name))\" \(tally.common) skipped=\"\(tally.skipped)\""
    text += " time=\"\(time(suite.elapsed))\">\n"
    if !suite.properties.isEmpty {
      text += "    <properties>\n"
      for (name, value) in suite.properties {
        text += "      <property name=\"\(XML.attribute(name))\" value=\"\(XML.attribute(value))\"/>\n"
      }
      text += "    </properties>\n"
    }
    for test in suite.cases { write(test, to: &text) }
    text += "  </testsuite>\n"
  }

  private static func write(_ test: Case, to text: inout String) {
    text += "    <testcase name=\"\(XML.attribute(test.name))\" classname=\"\(XML.attribute(test.group))\""
    text += " time=\"\(time(test.seconds))\""
    var inner = ""
    switch test.outcome {
    case .passed: break
    case .failed(let kind, let message, let body): inner += problem("failure", kind, message, body)
    case .error(let kind, let message, let body): inner += problem("error", kind, message, body)
    case .skipped(let message): inner += "      <skipped message=\"\(XML.attribute(message))\"/>\n"
    }
    if !test.output.isEmpty { inner += "      <system-out>\(XML.text(test.output))</system-out>\n" }
    text += inner.isEmpty ? "/>\n" : ">\n\(inner)    </testcase>\n"
  }

  private static func problem(_ element: String, _ kind: String, _ message: String, _ body: String) -> String {
    let attributes = "message=\"\(XML.attribute(message))\" type=\"\(XML.attribute(kind))\""
    return "      <\(element) \(attributes)>\(XML.text(body))</\(element)>\n"
  }

  /// Seconds with three digits after the point.
  private static func time(_ seconds: Double) -> String {
    let milliseconds = Int64((min(max(seconds, 0), 1e12) * 1_000).rounded())
    let rest = String(milliseconds % 1_000)
    return "\(milliseconds / 1_000)." + String(repeating: "0", count: 3 - rest.count) + rest
  }

  /// How many tests ended how.
  private struct Tally {
    var tests = 0
    var failures = 0
    var errors = 0
    var skipped = 0

    init(_ cases: [Case]) {
      tests = cases.count
      for test in cases {
        switch test.outcome {
        case .passed: break
        case .failed: failures += 1
        case .error: errors += 1
        case .skipped: skipped += 1
        }
      }
    }

    /// The attributes that whole reports and suites have.
    var common: String { "tests=\"\(tests)\" failures=\"\(failures)\" errors=\"\(errors)\"" }
  }
}

extension JUnitReport.Suite {
  fileprivate var elapsed: Double { seconds ?? cases.reduce(0) { $0 + $1.seconds } }
}
