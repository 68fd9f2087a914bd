import SimKernel
import Testing

@Suite("The wire format")
struct WireFormatTests {
  /// The same, frame by frame.
  private func byHand(_ payload: Int, unit: Int, tls: Bool) -> Int {
    var stream = 0
    var left = payload
    repeat {
      let record = min(left, 16_384)
      stream += record + (tls ? 5 + 1 + 16 : 0)
      left -= record
    } while left > 0
    var wire = 0
    repeat {
      let segment = min(stream, unit - 20 - 32)
      wire += 8 + 14 + 20 + 32 + segment + 4 + 12
      stream -= segment
    } while stream > 0
    return wire
  }

  @Test("adds up records, segments and frames", arguments: [0, 1, 400, 1_426, 1_427, 1_448, 16_384, 16_385, 1_000_000])
  func sizes(payload: Int) {
    for (unit, tls) in [(1_500, true), (1_500, false), (9_000, true), (576, true)] {
      let format = WireFormat(maximumTransmissionUnit: unit, usesTLS: tls)
      #expect(format.bytes(ofPayload: payload) == byHand(payload, unit: unit, tls: tls))
    }
  }

  @Test("a byte over TLS takes 113 bytes of wire time")
  func smallest() {
    #expect(WireFormat().bytes(ofPayload: 1) == 1 + 22 + 52 + 38)
  }
}
