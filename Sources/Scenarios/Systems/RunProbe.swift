/// Looks into a run: what happened last, and what exactly the faults struck.
final class RunProbe {
  let transcript: Transcript?
  /// After the run: its faults, with what chance struck in place of shares; nil without faults.
  var plan: FaultPlan?

  init(transcript: Transcript? = nil) { self.transcript = transcript }
}
