/// A simulated world: gets each event when its instant has come.
///
/// Make it a final class, so that `Simulator.run` is specialised for it and calls it directly.
public protocol EventHandler: AnyObject {
  func handle(_ event: Event)
}
