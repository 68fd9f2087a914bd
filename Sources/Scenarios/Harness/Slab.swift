/// Elements under small numbers, their places; a free place is given again.
struct Slab<Element> {
  private var elements: [Element?] = []
  private var free: [Int] = []

  /// The new element's place.
  mutating func insert(_ element: consuming Element) -> Int {
    guard let place = free.popLast() else {
      elements.append(element)
      return elements.count - 1
    }
    elements[place] = element
    return place
  }

  /// Takes an element out and frees its place.
  @discardableResult
  mutating func take(_ place: Int) -> Element {
    free.append(place)
    return elements[place].take()!
  }

  /// In the order of their places.
  var all: [Element] { elements.compactMap(\.self) }

  subscript(place: Int) -> Element {
    get { elements[place]! }
    _modify { yield &elements[place]! }
  }
}
