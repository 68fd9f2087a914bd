#include "PriorityQueueBaseline.h"
double chainbed_priority_queue_hold(int64_t, int64_t, uint64_t) { return 0; }
