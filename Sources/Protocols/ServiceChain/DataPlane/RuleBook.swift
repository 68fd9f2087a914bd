/// The rule sets that an element holds, one a path, in the order of the paths' numbers.
///
/// A withdrawn set stays as an empty one, so that an older one is known as such when it comes late.
struct RuleBook {
  private var sets: [RuleSet] = []

  /// Those with rules.
  var ruleSets: [RuleSet] { sets.filter { !$0.rules.isEmpty } }

  /// Whom the rules name, each once, in the order of their numbers.
  var neighbours: [ElementID] { Set(sets.flatMap { $0.rules.flatMap(\.neighbours) }).sorted() }

  /// The first path that has rules which are wanted.
  func path(where isWanted: (FlowRule) -> Bool) -> ServicePathID? {
    sets.first { $0.rules.contains(where: isWanted) }?.path
  }

  /// The book with this set in the place of its path's.
  func installing(_ set: RuleSet) throws(RuleDefect) -> RuleBook {
    var book = self
    guard let place = sets.firstIndex(where: { $0.path >= set.path }) else {
      book.sets.append(set)
      return book
    }
    guard sets[place].path == set.path else {
      book.sets.insert(set, at: place)
      return book
    }
    guard set.version > sets[place].version || set == sets[place] else { throw .outdated }
    book.sets[place] = set
    return book
  }
}
