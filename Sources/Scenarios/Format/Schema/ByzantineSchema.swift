/// What byzantine modules do.
enum ByzantineSchema {
  private static let unasked = ["wrong-views", "view-change-storm", "replay", "flood"]

  static let mapping = Kind.Mapping(
    fields: [
      Field(
        "modules", .list(of: .scalar(.module), atLeast: 1, loose: true), "Modules that break the protocol",
        required: true),
      Field("behaviour", .scalar(.choice(behaviours)), "What they do", required: true),
      Field(
        "to", .list(of: .scalar(.module), atLeast: 1, loose: true),
        "Modules that get nothing; when not given, nobody does, clients included",
        when: .with("silence", of: "behaviour")),
      Field(
        "writer", .scalar(.count(0...999)), "The writer whose transactions are not taken, from 0", default: "0",
        when: .with("censorship", of: "behaviour")),
      Field(
        "by", .scalar(.time(1...86_400_000_000_000)),
        "How long proposals are kept back; four fifths of `crb.view-change-timeout` when not given",
        when: .with("delay", of: "behaviour")),
      Field(
        "every", .scalar(.time(1_000...86_400_000_000_000)), "How often a message is sent unasked", default: "100 ms",
        when: .withAny(unasked, of: "behaviour")),
      Field(
        "share", .scalar(.real(.fraction, 0...1)), "Messages that are changed", default: "10 %",
        when: .with("mutation", of: "behaviour")),
    ])

  private static let behaviours: [ScalarKind.Choice] = [
    .init(word: "silence", doc: "sends nothing"),
    .init(word: "equivocation", doc: "as the primary: another block for some"),
    .init(word: "double-voting", doc: "votes for two digests"),
    .init(word: "forged-certificates", doc: "shows certificates that nobody signed"),
    .init(word: "stale-certificates", doc: "shows old prepared certificates"),
    .init(word: "empty-certificates", doc: "shows none, as if nothing had been decided"),
    .init(word: "invalid-blocks", doc: "as the primary: blocks that break one rule after the other"),
    .init(word: "censorship", doc: "takes no transaction of one writer"),
    .init(word: "delay", doc: "as the primary: keeps proposals back"),
    .init(word: "amnesia", doc: "forgets its promises at a restart"),
    .init(word: "wrong-views", doc: "votes and view changes of views far ahead"),
    .init(word: "view-change-storm", doc: "asks for the next view again and again"),
    .init(word: "replay", doc: "sends old messages again"),
    .init(word: "flood", doc: "sends what makes work"),
    .init(word: "request-twice", doc: "as the primary: the same transactions at n for some, at n + 1 for others"),
    .init(word: "watermark-exhaustion", doc: "as the primary: proposals up to the high watermark, but not the next"),
    .init(word: "collusion", doc: "the primary among them equivocates, all vote for both blocks"),
    .init(
      word: "forged-blocks", doc: "with `sfc`: answers questions for blocks with what no quorum has accepted"),
    .init(word: "false-answers", doc: "tells clients what is not so, and signs it"),
    .init(word: "withholding", doc: "takes what clients hand in and throws it away, and tells them of nothing"),
    .init(word: "mutation", doc: "changes some messages for some receivers"),
  ]
}
