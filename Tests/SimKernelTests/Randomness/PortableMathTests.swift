import Foundation
import SimKernel
import Testing
import Vocabulary

@Suite("Portable mathematics")
struct PortableMathTests {
  /// How many doubles lie between two of one sign.
  private func distance(_ a: Double, _ b: Double) -> UInt64 {
    a == b ? 0 : a.bitPattern > b.bitPattern ? a.bitPattern - b.bitPattern : b.bitPattern - a.bitPattern
  }

  @Test("log is within 1 ulp of the C library")
  func logarithm() {
    var stream = RandomStream(seed: 1)
    var worst: UInt64 = 0
    for _ in 0..<50_000 {
      let near = 0.5 + 1.5 * stream.openUnit()
      worst = max(worst, distance(PortableMath.log(near), Foundation.log(near)))
      let any = Double(bitPattern: stream.next() >> 1)
      guard any.isFinite && any > 0 else { continue }
      worst = max(worst, distance(PortableMath.log(any), Foundation.log(any)))
    }
    #expect(worst <= 1)
  }

  @Test("exp is within 1 ulp of the C library")
  func exponential() {
    var stream = RandomStream(seed: 2)
    var worst: UInt64 = 0
    for _ in 0..<50_000 {
      let near = stream.unit() * 2 - 1
      worst = max(worst, distance(PortableMath.exp(near), Foundation.exp(near)))
      let wide = stream.unit() * 1_454 - 744.5
      worst = max(worst, distance(PortableMath.exp(wide), Foundation.exp(wide)))
      let tiny = (stream.unit() - 0.5) * 1e-9
      worst = max(worst, distance(PortableMath.exp(tiny), Foundation.exp(tiny)))
    }
    #expect(worst <= 1)
  }

  @Test("limits and exceptions are those of IEEE 754")
  func limits() {
    #expect(PortableMath.log(1) == 0)
    #expect(PortableMath.log(0) == -.infinity)
    #expect(PortableMath.log(-1).isNaN)
    #expect(PortableMath.log(.nan).isNaN)
    #expect(PortableMath.log(.infinity) == .infinity)
    #expect(distance(PortableMath.log(.leastNonzeroMagnitude), Foundation.log(.leastNonzeroMagnitude)) <= 1)
    #expect(PortableMath.exp(0) == 1)
    #expect(PortableMath.exp(-.infinity) == 0)
    #expect(PortableMath.exp(.infinity) == .infinity)
    #expect(PortableMath.exp(.nan).isNaN)
    #expect(PortableMath.exp(710) == .infinity)
    #expect(PortableMath.exp(-746) == 0)
    #expect(PortableMath.exp(709.78) == Foundation.exp(709.78))
    #expect(PortableMath.sqrt(2) == 1.4142135623730951)
  }

  @Test("values are the same bits on every machine")
  func golden() {
    #expect(PortableMath.log(10).bitPattern == 0x4002_6BB1_BBB5_5516)
    #expect(PortableMath.log(0.3).bitPattern == 0xBFF3_4378_FCBD_A721)
    #expect(PortableMath.exp(1).bitPattern == 0x4005_BF0A_8B14_576A)
    #expect(PortableMath.exp(-12.5).bitPattern == 0x3ECF_42ED_3F68_E690)
  }
}
