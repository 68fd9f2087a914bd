#include "PriorityQueueBaseline.h"

#include <chrono>
#include <queue>
#include <vector>

namespace {

struct Event {
  int64_t time;
  uint64_t number;
  int32_t kind;
  int32_t node;
  int64_t data;
};
static_assert(sizeof(Event) == 32);

struct Later {
  bool operator()(const Event &a, const Event &b) const {
    return a.time != b.time ? a.time > b.time : a.number > b.number;
  }
};

class Simulator {
public:
  int64_t now = 0;
  int64_t handled = 0;

  explicit Simulator(int64_t capacity) {
    std::vector<Event> storage;
    storage.reserve(static_cast<size_t>(capacity));
    queue = std::priority_queue<Event, std::vector<Event>, Later>(Later(), std::move(storage));
  }

  void schedule(int64_t time, int32_t kind, int32_t node, int64_t data) {
    queue.push(Event{time, ++number, kind, node, data});
  }

  /// Hands events to the handler until it returns false or none is left.
  template <typename Handler> void run(Handler &handler) {
    while (!queue.empty()) {
      const Event event = queue.top();
      queue.pop();
      now = event.time;
      ++handled;
      if (!handler.handle(event)) return;
    }
  }

private:
  std::priority_queue<Event, std::vector<Event>, Later> queue;
  uint64_t number = 0;
};

/// xoshiro256** (Blackman and Vigna 2018), seeded through SplitMix64, as in Sources/Vocabulary.
class RandomStream {
public:
  explicit RandomStream(uint64_t seed) {
    for (auto &word : state) {
      seed += 0x9E3779B97F4A7C15;
      uint64_t z = seed;
      z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
      z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
      word = z ^ (z >> 31);
    }
  }

  uint64_t next() {
    const uint64_t result = rotate(state[1] * 5, 7) * 9;
    const uint64_t shifted = state[1] << 17;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = rotate(state[3], 45);
    return result;
  }

private:
  uint64_t state[4];

  static uint64_t rotate(uint64_t value, int count) { return (value << count) | (value >> (64 - count)); }
};

struct HoldModel {
  Simulator simulator;
  RandomStream stream;
  int64_t left;
  uint64_t checksum = 0;

  HoldModel(int64_t pending, int64_t operations, uint64_t seed)
      : simulator(pending + 1), stream(seed), left(operations) {
    for (int64_t i = 0; i < pending; ++i) put(static_cast<int32_t>(i));
  }

  void put(int32_t node) {
    const uint64_t random = stream.next();
    simulator.schedule(simulator.now + static_cast<int64_t>(random >> 34), random & 3, node, 1);
  }

  bool handle(const Event &event) {
    switch (event.kind) {
    case 0: checksum += static_cast<uint64_t>(event.node); break;
    case 1: checksum ^= static_cast<uint64_t>(event.time); break;
    case 2: checksum += static_cast<uint64_t>(event.data); break;
    default: checksum ^= static_cast<uint64_t>(event.node) << 32; break;
    }
    put(event.node);
    return --left > 0;
  }
};

struct Link {
  int64_t busy_until = 0;
  int64_t packets = 0;
  int64_t bytes = 0;
  int64_t drops = 0;
};

struct PacketChain {
  static constexpr int32_t arrived = 0;
  static constexpr int32_t source = 1;

  Simulator simulator{1024};
  std::vector<Link> links;
  int64_t left;
  int32_t bytes;
  int64_t nanoseconds_per_byte, latency, longest_backlog;
  uint64_t checksum = 0;

  void transmit(int32_t node, int64_t packet) {
    Link &link = links[static_cast<size_t>(node)];
    const int64_t now = simulator.now;
    const int64_t start = link.busy_until > now ? link.busy_until : now;
    const int64_t end = start + bytes * nanoseconds_per_byte;
    if (end - now > longest_backlog) {
      ++link.drops;
      return;
    }
    link.busy_until = end;
    ++link.packets;
    link.bytes += bytes;
    simulator.schedule(end + latency, arrived, node + 1, packet);
  }

  bool handle(const Event &event) {
    switch (event.kind) {
    case arrived:
      if (event.node < static_cast<int32_t>(links.size())) {
        transmit(event.node, event.data);
      } else {
        checksum += static_cast<uint64_t>(event.time) ^ static_cast<uint64_t>(event.data);
      }
      break;
    default:
      transmit(0, left);
      if (--left > 0) simulator.schedule(simulator.now + bytes * nanoseconds_per_byte, source, 0, 0);
      break;
    }
    return true;
  }
};

template <typename Model> chainbed_baseline_result measure(Model &model) {
  const auto start = std::chrono::steady_clock::now();
  model.simulator.run(model);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  return {taken.count(), model.simulator.handled, model.checksum};
}

} // namespace

chainbed_baseline_result chainbed_priority_queue_hold(int64_t pending, int64_t operations, uint64_t seed) {
  HoldModel model(pending, operations, seed);
  return measure(model);
}

chainbed_baseline_result chainbed_priority_queue_chain(
    int64_t packets, int32_t bytes, int32_t hops, int64_t nanoseconds_per_byte, int64_t latency_nanoseconds,
    int64_t buffer_bytes) {
  PacketChain model;
  model.links.resize(static_cast<size_t>(hops));
  model.left = packets;
  model.bytes = bytes;
  model.nanoseconds_per_byte = nanoseconds_per_byte;
  model.latency = latency_nanoseconds;
  model.longest_backlog = buffer_bytes * nanoseconds_per_byte;
  if (packets > 0) model.simulator.schedule(0, PacketChain::source, 0, 0);
  return measure(model);
}
