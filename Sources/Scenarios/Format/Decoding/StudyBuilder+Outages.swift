extension StudyBuilder {
  mutating func outages(_ setting: Setting, paper: String?, axes: [Axis], measured: [Metric]) -> OutageRows? {
    guard let paper else {
      note("needs 'replays', the paper that the table is in", setting)
      return nil
    }
    let rows = setting["rows"].items.compactMap { outage($0, axes: axes, measured: measured) }
    return OutageRows(title: "\(paper) \(setting["table"].word)", rate: setting["rate"].real, rows: rows)
  }

  /// Nil where it stands at a value that is not run.
  private mutating func outage(_ setting: Setting, axes: [Axis], measured: [Metric]) -> OutageRows.Row? {
    let (lost, exact) = (setting.find("lost"), setting.find("exact"))
    if lost == nil, exact == nil { note("needs 'lost' or 'exact', the metric that is compared", setting) }
    for metric in [lost, exact].compactMap({ $0 }) { checkMeasured(metric, measured) }
    check(lost, isIn: .count)
    check(exact, isIn: .seconds)
    let at = coordinates(setting.find("at"), axes)
    guard at.missing == nil else { return nil }
    return OutageRows.Row(
      label: setting["row"].word, name: setting["name"].word, packets: setting.find("packets")?.real,
      seconds: setting.find("seconds").map { Double($0.whole) / 1e9 },
      lost: lost.flatMap { MetricCatalogue.metric($0.word) }, exact: exact.flatMap { MetricCatalogue.metric($0.word) },
      times: Double(setting["times"].whole), at: at.found, remark: setting.find("remark")?.word ?? "")
  }

  private mutating func check(_ setting: Setting?, isIn unit: Metric.Unit) {
    guard let setting, let metric = MetricCatalogue.metric(setting.word), metric.unit != unit else { return }
    note("'\(metric.name)' is \(unit == .count ? "no number of packets" : "no time")", setting)
  }
}
