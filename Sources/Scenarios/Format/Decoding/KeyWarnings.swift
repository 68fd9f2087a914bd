/// Says where keys expire before there are new ones: traffic then stops again and again, which may be the question.
enum KeyWarnings {
  static func find(_ root: Setting, _ scenario: Scenario) -> [ScenarioWarning] {
    guard case .sfc(let sfc) = scenario.system, let expire = sfc.keys.expire else { return [] }
    guard let setting = root["sfc"].find("keys")?.find("expire") else { return [] }
    guard let change = sfc.keys.change else {
      return [warning("there are no new keys, so encrypted chains stop for good", setting)]
    }
    guard expire < change else { return [] }
    return [warning("keys expire before there are new ones, so encrypted chains stop again and again", setting)]
  }

  private static func warning(_ text: String, _ setting: Setting) -> ScenarioWarning {
    ScenarioWarning("\(setting.path): \(text)", at: setting.place)
  }
}
