/// A mark on an axis; minor ones have no label.
struct Tick: Equatable {
  var value: Double
  var label: String
  var isMinor = false
}
