import Report

extension HTMLReport {
  /// Names the cost profiles, and lists their numbers; named after its profile each, where there are several.
  mutating func show(_ profiles: [CostProfile]) {
    profileName = profiles.map(\.title).joined(separator: "; ")
    profile = profiles.flatMap { profile in
      profile.numbers.map { number in
        let on = number.on.isEmpty ? "" : " on \(number.on.joined(separator: ", "))"
        let note = number.note.map { ": \($0)" } ?? ""
        return Origin(
          name: profiles.count == 1 ? number.name : "\(profile.name): \(number.name)", value: number.value,
          origin: "\(number.origin.rawValue)\(on)\(note)")
      }
    }
  }
}
