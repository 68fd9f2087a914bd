#pragma once
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Runs the hold model on `std::priority_queue`: `pending` events stand, then `operations` times the
/// earliest is taken and put back later by `increments[r]`, with r the upper 11 bits of the next number of
/// xoshiro256** in the state `random` (4 words). Gives a checksum, so that nothing is optimised away.
/// The state and the checksum at the end equal those of the simulator.
uint64_t chainbed_priority_queue_hold(
  int64_t pending, int64_t operations, const int64_t *increments, uint64_t *random);

/// Sends `packets` packets of `bytes` bytes through a chain of `hops` links of `bits_per_second` and
/// `latency` ns, on `std::priority_queue`. They enter `increments[r]` ns after each other. Gives the instant at which
/// the last one leaves.
int64_t chainbed_priority_queue_chain(
  int64_t hops, int64_t packets, int64_t bytes, int64_t bits_per_second, int64_t latency,
  const int64_t *increments, uint64_t *random);

#ifdef __cplusplus
}
#endif
