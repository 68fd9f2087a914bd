// SimKernelTests
