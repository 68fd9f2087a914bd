/// SVG as gnuplot writes it, made fit to stand inside a page with others.
enum InlineSVG {
  /// Without the XML declaration and the document type, sized by the page, described for screen readers, and with
  /// identifiers of its own: those of two pictures in one page would mix.
  static func text(_ svg: String, identifier: String, description: String) -> String {
    guard let start = svg.firstRange(of: "<svg"), let end = svg[start.upperBound...].firstIndex(of: ">") else {
      return ""
    }
    let attributes = svg[start.upperBound..<end]
    let body = svg[svg.index(after: end)...]
    let prefix = identifier.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "_" }.joined() + "-"
    return "<svg role=\"img\" aria-label=\"\(HTML.escaped(description))\"\(withoutSize(attributes))>"
      + withOwnIdentifiers(body, prefix: prefix)
  }

  /// The view box stays and carries the proportions.
  private static func withoutSize(_ attributes: Substring) -> String {
    var kept = ""
    var rest = attributes
    while let equals = rest.firstIndex(of: "=") {
      let name = rest[..<equals].drop { $0.isWhitespace }
      let opening = rest.index(after: equals)
      guard opening < rest.endIndex else { break }
      let quote = rest[opening]
      let afterQuote = rest.index(after: opening)
      guard quote == "\"" || quote == "'", let closing = rest[afterQuote...].firstIndex(of: quote) else { break }
      if name != "width", name != "height" { kept += " \(name)=\(rest[opening...closing])" }
      rest = rest[rest.index(after: closing)...]
    }
    return kept
  }

  private static func withOwnIdentifiers(_ body: Substring, prefix: String) -> String {
    var text = String(body)
    for (before, after) in [
      (" id='", " id='\(prefix)"), (" id=\"", " id=\"\(prefix)"), ("xlink:href='#", "xlink:href='#\(prefix)"),
      ("xlink:href=\"#", "xlink:href=\"#\(prefix)"), ("url(#", "url(#\(prefix)"),
    ] {
      text = text.replacing(before, with: after)
    }
    return text
  }
}
