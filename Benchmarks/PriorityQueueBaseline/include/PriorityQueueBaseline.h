#pragma once
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The peer that `chainbed bench kernel` is measured against: what a careful C++ programmer writes on
/// `std::priority_queue`, with 32-byte events, ties broken by insertion number, and dispatch by `switch`. Its random
/// numbers are chainbed's, so that both sides do the same work in the same order.

/// What a measurement took, and a sum over its events by which the two sides are compared.
struct chainbed_baseline_result {
  double seconds;
  int64_t events;
  uint64_t checksum;
};

/// Runs the hold model: `pending` events stand, then `operations` times the earliest is taken and another put back.
struct chainbed_baseline_result chainbed_priority_queue_hold(int64_t pending, int64_t operations, uint64_t seed);

/// Sends `packets` packets of `bytes` each, one after the other at the rate of the first link, through `hops` links of
/// `nanoseconds_per_byte` with a latency and a finite drop-tail buffer.
struct chainbed_baseline_result chainbed_priority_queue_chain(
    int64_t packets, int32_t bytes, int32_t hops, int64_t nanoseconds_per_byte, int64_t latency_nanoseconds,
    int64_t buffer_bytes);

#ifdef __cplusplus
}
#endif
