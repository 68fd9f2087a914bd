@testable import Protocols

/// How the tests number the elements of a site: one compute node.
struct Site: Hashable {
  var number: UInt32

  static let a = Site(number: 1)
  static let b = Site(number: 2)
  static let c = Site(number: 3)
  static let all = [a, b, c]

  private func element(_ place: UInt32) -> ElementID { ElementID(number * 100 + place) }
  var classifier: ElementID { element(1) }
  var inner: ElementID { element(2) }
  var outer: ElementID { element(3) }
  var gateway: ElementID { element(4) }
  func function(_ place: UInt32) -> ElementID { element(10 + place) }
  func encryption(_ place: UInt32) -> ElementID { element(50 + place) }

  /// The site that an element stands at.
  static func of(_ element: ElementID) -> Site { Site(number: element.number / 100) }

  static let client = ElementID(1)
  static let server = ElementID(2)
}
