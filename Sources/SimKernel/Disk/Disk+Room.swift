extension Disk {
  /// The bytes of all files that are on the device or on their way there.
  public var usedBytes: Int64 { files.reduce(0) { $0 + $1.requested } }

  func hasRoom(for request: Pending) -> Bool {
    guard capacity < .max, !request.range.isEmpty else { return true }
    return held.isEmpty && usedBytes + Int64(request.range.count) <= capacity
  }

  /// Sets the most bytes that the files may hold together; nil: any number. Syncs that waited for room go on, in order.
  public func setCapacity(_ bytes: Int64?) {
    capacity = bytes ?? .max
    let waiting = held
    held = []
    for request in waiting {
      var request = request
      // Those before it may have written a part.
      let end = request.range.upperBound
      request.range = min(files[request.file].requested, end)..<end
      guard hasRoom(for: request) else {
        held.append(request)
        continue
      }
      admit(request)
    }
  }
}
