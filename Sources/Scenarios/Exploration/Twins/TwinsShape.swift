/// What partitions have in common that differ only in which honest instance, or which copy of which twin, stands where.
struct TwinsShape: Hashable {
  /// Of the group that comes first: honest instances, and of each twin how many copies, the fewest first.
  private let honest: Int
  private let copies: [Int]

  init(_ partition: TwinsPartition, _ federation: TwinsFederation) {
    let sides = partition.groups.map { group -> [Int] in
      let honest = group.count { federation.honest.contains($0) }
      let copies = (0..<federation.twins).map { twin in group.count { federation.identity(of: $0) == twin } }
      return [honest] + copies.sorted()
    }
    let side = sides[0].lexicographicallyPrecedes(sides[1]) ? sides[0] : sides[1]
    honest = side[0]
    copies = Array(side[1...])
  }
}
