/// `chainbed worker`: what the program does in processes of its own, so that a defect ends one of them only.
struct Worker: CommandGroup {
  static let name = "worker"
  static let abstract = "Work for another chainbed process; the results on standard output are for programs."
  static let isHidden = true
  static var subcommands: [any Command.Type] { [WorkerJudge.self, WorkerTrace.self, WorkerFuzz.self] }
}
