import Report

extension ExperimentResult {
  var measuresSiteViews: Bool {
    loaded.study.measure.contains { MetricCatalogue.family(ofMetric: $0.name)?.name == "site-views" }
  }

  /// What could be read of each flow at each site, of each point's first replication.
  var siteViewTable: Table {
    var table = Table(
      columns: loaded.axes.map(\.column) + [
        Column("site", .text), Column("flow", .text), Column("chain", .text), Column("read_in_functions", .integer),
        Column("read_at_gateway", .integer), Column("unread_at_gateway", .integer),
      ])
    for (point, outcomes) in zip(loaded.points, outcomes) {
      guard let views = outcomes.first?.siteViews, case .sfc(let spec) = point.scenario.system else { continue }
      for (site, name) in spec.sites.enumerated() {
        for flow in spec.traffic.indices {
          table.append(
            point.cells(loaded.axes) + [
              .text(name), .text(spec.traffic[flow].name), .text(spec.chainName(ofFlow: flow) ?? ""),
              .integer(views.readInFunctions[site][flow]), .integer(views.readAtGateway[site][flow]),
              .integer(views.unreadAtGateway[site][flow]),
            ])
        }
      }
    }
    return table
  }

  /// The same as bars, at the first point: a group for each site and for what is readable there and what is not.
  func siteViewFigure() -> Figure? {
    guard measuresSiteViews, let views = outcomes.first?.first?.siteViews else { return nil }
    guard case .sfc(let spec)? = loaded.points.first?.scenario.system else { return nil }
    let series = spec.traffic.indices.map { flow in
      Figure.Series(
        [spec.chainName(ofFlow: flow), spec.traffic[flow].name].compactMap { $0 }.joined(separator: ", "),
        spec.sites.indices.flatMap { site in
          let read = views.readInFunctions[site][flow] + views.readAtGateway[site][flow]
          return [
            Figure.Point(x: Double(2 * site), mean: Double(read)),
            Figure.Point(x: Double(2 * site + 1), mean: Double(views.unreadAtGateway[site][flow])),
          ]
        })
    }
    return Figure(
      name: "site-views", title: "What can be read at each site",
      x: Figure.Axis("site", categories: spec.sites.flatMap { ["\($0): readable", "\($0): encrypted"] }),
      y: Figure.Axis("packets"), series: series,
      caption: "Packets whose contents can be read in a site's functions or at its gateway, and those that pass its "
        + "gateway and cannot be read.",
      style: .bars)
  }
}

extension SFCSpec {
  fileprivate func chainName(ofFlow flow: Int) -> String? { chain(of: traffic[flow]).map { chains[$0].name } }
}

extension SFCSpec.Traffic {
  fileprivate var name: String {
    switch kind {
    case .constant, .tcp: "port \(port)"
    case .ping: "ping"
    }
  }
}
