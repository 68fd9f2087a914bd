/// Which sectors of which files are in memory: the least recently used one goes first. Constant time a sector.
struct PageCache {
  private struct Page {
    var file: Int32
    var sector: Int32
    var newer: Int32
    var older: Int32
  }

  private static let none: Int32 = -1

  let capacity: Int
  private var pages: [Page] = []
  private var free: [Int32] = []
  private var newest = none
  private var oldest = none
  /// By file and sector: the position among `pages`, or none.
  private var positions: [[Int32]] = []

  init(capacity: Int) { self.capacity = capacity }

  var count: Int { pages.count - free.count }

  /// Whether the sector is in memory; then it is the most recently used one.
  mutating func touch(file: Int, sector: Int) -> Bool {
    guard file < positions.count else { return false }
    guard sector < positions[file].count else { return false }
    let position = positions[file][sector]
    guard position != PageCache.none else { return false }
    if position != newest {
      unlink(position)
      linkAsNewest(position)
    }
    return true
  }

  /// Puts a sector that is not in memory there; gives the one that had to go.
  mutating func insert(file: Int, sector: Int) -> (file: Int, sector: Int)? {
    guard capacity > 0 else { return (file, sector) }
    let evicted = count == capacity ? evictOldest() : nil
    let page = Page(file: Int32(file), sector: Int32(sector), newer: PageCache.none, older: PageCache.none)
    let position: Int32
    if let reused = free.popLast() {
      position = reused
      pages[Int(reused)] = page
    } else {
      position = Int32(pages.count)
      pages.append(page)
    }
    linkAsNewest(position)
    while positions.count <= file { positions.append([]) }
    while positions[file].count <= sector { positions[file].append(PageCache.none) }
    positions[file][sector] = position
    return evicted
  }

  mutating func removeAll() { self = PageCache(capacity: capacity) }

  private mutating func evictOldest() -> (file: Int, sector: Int) {
    let position = oldest
    let page = pages[Int(position)]
    unlink(position)
    free.append(position)
    positions[Int(page.file)][Int(page.sector)] = PageCache.none
    return (Int(page.file), Int(page.sector))
  }

  private mutating func unlink(_ position: Int32) {
    let page = pages[Int(position)]
    if page.newer == PageCache.none { newest = page.older } else { pages[Int(page.newer)].older = page.older }
    if page.older == PageCache.none { oldest = page.newer } else { pages[Int(page.older)].newer = page.newer }
  }

  private mutating func linkAsNewest(_ position: Int32) {
    pages[Int(position)].newer = PageCache.none
    pages[Int(position)].older = newest
    if newest == PageCache.none { oldest = position } else { pages[Int(newest)].newer = position }
    newest = position
  }
}
