/// Two data centers of two domains, small and short.
enum NFVFixture {
  /// As a scenario file has it. `nfv`: more lines of that section; `more`: more sections.
  static func text(
    task: String = "{migrations: {vnfs: 1}}", crypto: String = "modelled", suite: String = "rsa-2048-pss",
    nfv: String = "", lasting: Int = 150, _ more: String = ""
  ) -> String {
    """
    title: Migrations
    question: Do they work?
    nfv:
      crb: {modules: 4, signature: \(suite), crypto: \(crypto), view-change-timeout: 2 s}
      smb: {modules: 4, signature: \(suite), crypto: \(crypto), view-change-timeout: 2 s}
      domains: 2
      sites: 2
      vnf-hosts: 4
      task: \(task)
      \(nfv)
    hosts: {profile: i7-4770-python2.7}
    network: {latency: {normal: {mean: 200 us, deviation: 30 us}}, bandwidth: 1 Gbit/s}
    duration: {warm-up: 0 s, measure: \(lasting) s}
    measure: [migrations]
    \(more)

    """
  }
}
