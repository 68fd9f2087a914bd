import SimKernel
import Vocabulary

/// How busy each module's resources have been up to one instant; two of them bound the measured window.
struct Usage {
  /// Core-seconds, by module.
  let processor: [Double]
  /// Seconds that the outgoing port was sending.
  let link: [Double]
  let disk: [Double]
  /// Bytes that reads of all modules asked for, what the disks transferred for them, and what was in the page caches.
  let asked: Int64
  let diskRead: Int64
  let cacheRead: Int64
  /// Integral of the processor queue's length, job-seconds.
  let queueArea: [Double]
  /// Packets that did not fit into the buffer of a port, anywhere.
  let packetsLost: Int64

  init(_ world: World, modules: Range<Int>) {
    processor = modules.map { world.processors.busyTime(of: NodeID($0)).seconds }
    link = modules.map { world.network.busyTime(of: world.mesh.egress[$0]).seconds }
    disk = modules.map { world.hosts[$0].disk!.busyTime.seconds }
    asked = modules.reduce(0) { $0 + world.hosts[$1].disk!.counters.askedBytes }
    diskRead = modules.reduce(0) { $0 + world.hosts[$1].disk!.counters.readBytes }
    cacheRead = modules.reduce(0) { $0 + world.hosts[$1].disk!.counters.cachedBytes }
    queueArea = modules.map { world.processors.queueArea(of: NodeID($0)) }
    packetsLost = (world.mesh.egress + world.mesh.ingress).reduce(0) { $0 + world.network.counters(of: $1).drops }
  }
}
