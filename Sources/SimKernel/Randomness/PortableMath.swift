/// Logarithm, exponential and square root with the same bits on every machine, within 1 ulp.
///
/// The C library's versions differ between processors (with or without fused multiply-add), so nothing that decides an
/// event time may call them. Only IEEE additions, multiplications, divisions and roots stand here, which Swift never
/// contracts. Method and coefficients are those of fdlibm (Sun Microsystems 1993).
public enum PortableMath {
  @usableFromInline static let ln2High = 6.93147180369123816490e-01
  @usableFromInline static let ln2Low = 1.90821492927058770002e-10

  /// Correctly rounded, as IEEE 754 demands.
  @inlinable public static func sqrt(_ x: Double) -> Double { x.squareRoot() }

  /// e to the power `x`: 0 below -745.13, infinite above 709.78.
  public static func exp(_ x: Double) -> Double {
    guard x == x else { return x }
    if x > 709.782712893384 { return .infinity }
    if x < -745.1332191019412 { return 0 }
    // x = k ln 2 + r, |r| <= ln(2)/2; e^r by a rational approximation that is odd in r but for the leading terms.
    let k = (x * 1.44269504088896338700).rounded(.toNearestOrEven)
    let high = x - k * ln2High
    let low = k * ln2Low
    let r = high - low
    let t = r * r
    var p = 4.13813679705723846039e-08
    p = p * t - 1.65339022054652515390e-06
    p = p * t + 6.61375632143793436117e-05
    p = p * t - 2.77777777770155933842e-03
    p = p * t + 1.66666666666666019037e-01
    let c = r - t * p
    let y = 1 - ((low - (r * c) / (2 - c)) - high)
    return scale(y, by: Int(k))
  }

  /// Natural logarithm: minus infinity at 0, not a number below.
  public static func log(_ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? -.infinity : .nan }
    guard x < .infinity else { return x }
    // x = 2^k (1 + f) with 1 + f between sqrt(1/2) and sqrt(2).
    var bits = x.bitPattern
    var exponent = 0
    if bits < 0x0010_0000_0000_0000 {
      bits = (x * 0x1p54).bitPattern
      exponent = -54
    }
    exponent += Int(bits >> 52) - 1023
    var mantissa = bits & 0x000F_FFFF_FFFF_FFFF
    let isUpper = mantissa >= 0x0006_A09E_667F_3BCD
    if isUpper { exponent += 1 }
    mantissa |= isUpper ? 0x3FE0_0000_0000_0000 : 0x3FF0_0000_0000_0000
    let f = Double(bitPattern: mantissa) - 1
    let k = Double(exponent)

    // log(1 + f) = f - f^2/2 + s (f^2/2 + R(s^2)), s = f / (2 + f).
    let s = f / (2 + f)
    let z = s * s
    let w = z * z
    let odd = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
    let even =
      z
      * (6.666666666666735130e-01 + w
        * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)))
    let r = odd + even
    let half = 0.5 * f * f
    return k * ln2High - ((half - (s * (half + r) + k * ln2Low)) - f)
  }

  /// y times 2 to the power `k`, also into the subnormals.
  private static func scale(_ y: Double, by k: Int) -> Double {
    if k > 1023 { return y * 2 * Double(bitPattern: UInt64(k - 1 + 1023) << 52) }
    if k >= -1022 { return y * Double(bitPattern: UInt64(k + 1023) << 52) }
    return y * Double(bitPattern: UInt64(k + 54 + 1023) << 52) * 0x1p-54
  }
}
