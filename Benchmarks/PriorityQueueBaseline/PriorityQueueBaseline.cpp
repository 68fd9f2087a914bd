#include "PriorityQueueBaseline.h"

#include <cstddef>
#include <queue>
#include <vector>

namespace {

/// As large as an event of the simulator with its key.
struct Event {
  int64_t time;
  uint64_t order;
  int64_t b;
  int32_t node;
  int32_t a;
};

struct IsLater {
  bool operator()(const Event &x, const Event &y) const {
    return x.time != y.time ? x.time > y.time : x.order > y.order;
  }
};

struct Queue {
  std::priority_queue<Event, std::vector<Event>, IsLater> events;
  uint64_t number = 0;

  explicit Queue(int64_t capacity) {
    std::vector<Event> storage;
    storage.reserve(static_cast<std::size_t>(capacity));
    events = std::priority_queue<Event, std::vector<Event>, IsLater>(IsLater(), std::move(storage));
  }

  void insert(int64_t time, uint16_t kind, int32_t node, int32_t a, int64_t b) {
    number += 1;
    events.push(Event{time, number << 16 | kind, b, node, a});
  }

  Event pop() {
    Event event = events.top();
    events.pop();
    return event;
  }
};

uint64_t next(uint64_t *s) {
  const uint64_t multiplied = s[1] * 5;
  const uint64_t result = (multiplied << 7 | multiplied >> 57) * 9;
  const uint64_t shifted = s[1] << 17;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= shifted;
  s[3] = s[3] << 45 | s[3] >> 19;
  return result;
}

/// A port of the chain: busy until, and a counter of what passed.
struct Port {
  int64_t busyUntil = 0;
  int64_t packets = 0;
  int64_t bytes = 0;
};

}  // namespace

uint64_t chainbed_priority_queue_hold(
  int64_t pending, int64_t operations, const int64_t *increments, uint64_t *random) {
  Queue queue(pending + 1);
  for (int64_t i = 0; i < pending; i++) {
    queue.insert(increments[next(random) >> 53], 1, static_cast<int32_t>(i), 0, i);
  }
  uint64_t checksum = 0;
  for (int64_t i = 0; i < operations; i++) {
    const Event event = queue.pop();
    switch (event.order & 0xFFFF) {
    case 1:
      checksum = checksum * 31 + static_cast<uint64_t>(event.time ^ event.b);
      queue.insert(event.time + increments[next(random) >> 53], 1, event.node, event.a, event.b);
      break;
    default:
      break;
    }
  }
  return checksum;
}

int64_t chainbed_priority_queue_chain(
  int64_t hops, int64_t packets, int64_t bytes, int64_t bits_per_second, int64_t latency,
  const int64_t *increments, uint64_t *random) {
  enum : uint16_t { arrival = 1, injection = 2 };
  Queue queue(1024);
  std::vector<Port> ports(static_cast<std::size_t>(hops));
  int64_t now = 0;
  int64_t injected = 0;
  const auto transmit = [&](int64_t hop, int64_t payload) {
    Port &port = ports[static_cast<std::size_t>(hop)];
    const int64_t start = port.busyUntil > now ? port.busyUntil : now;
    port.busyUntil = start + (bytes * 8 * 1000000000 + bits_per_second - 1) / bits_per_second;
    port.packets += 1;
    port.bytes += bytes;
    queue.insert(
      port.busyUntil + latency, arrival, static_cast<int32_t>(hop + 1), static_cast<int32_t>(hop),
      payload << 32 | bytes);
  };
  queue.insert(0, injection, 0, 0, 0);
  while (!queue.events.empty()) {
    const Event event = queue.pop();
    now = event.time;
    switch (event.order & 0xFFFF) {
    case arrival:
      if (event.node < hops) transmit(event.node, event.b >> 32);
      break;
    case injection:
      transmit(0, injected & 0xFFFF);
      injected += 1;
      if (injected < packets) queue.insert(now + increments[next(random) >> 53], injection, 0, 0, 0);
      break;
    default:
      break;
    }
  }
  return now;
}
