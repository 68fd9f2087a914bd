#pragma once
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Runs the hold model on `std::priority_queue`: `pending` events stand, then `operations` times the
/// earliest is taken and another put back. Gives the wall seconds that the operations took.
double chainbed_priority_queue_hold(int64_t pending, int64_t operations, uint64_t seed);

#ifdef __cplusplus
}
#endif
