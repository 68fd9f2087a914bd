import Protocols
import Vocabulary

/// Something that will happen to an instance.
struct TwinsEvent {
  enum Kind {
    case message(Payload, MessageKind, from: Int)
    case timer(TimerID)
  }

  let time: Instant
  /// Scheduled as the so manieth: breaks ties.
  let order: Int64
  let instance: Int
  let kind: Kind

  func precedes(_ other: TwinsEvent) -> Bool {
    time != other.time ? time < other.time : order < other.order
  }
}

/// Events by time, and at one time in the order in which they were scheduled: a binary heap that copies as a value.
struct TwinsQueue {
  private var heap: [TwinsEvent] = []
  private var scheduled: Int64 = 0

  var first: TwinsEvent? { heap.first }

  /// Gives the event's number.
  mutating func schedule(_ kind: TwinsEvent.Kind, for instance: Int, at time: Instant) -> Int64 {
    scheduled += 1
    let event = TwinsEvent(time: time, order: scheduled, instance: instance, kind: kind)
    var position = heap.count
    heap.append(event)
    while position > 0 {
      let parent = (position - 1) / 2
      guard event.precedes(heap[parent]) else { break }
      heap.swapAt(position, parent)
      position = parent
    }
    return scheduled
  }

  mutating func removeFirst() {
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var position = 0
    while true {
      var least = position
      for child in [2 * position + 1, 2 * position + 2] where child < heap.count && heap[child].precedes(heap[least]) {
        least = child
      }
      guard least != position else { return }
      heap.swapAt(position, least)
      position = least
    }
  }
}
