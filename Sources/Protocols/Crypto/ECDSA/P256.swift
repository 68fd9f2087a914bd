import CCrypto

/// The curve P-256 (NIST SP 800-186, 3.2.1.3) as libcrypto has it. Nothing here changes after it is made, so that threads
/// can share it.
enum P256 {
  /// Bytes of a coordinate, and of a number modulo the order.
  static let byteCount = 32

  nonisolated(unsafe) static let group: OpaquePointer = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1)

  /// Of the base point.
  nonisolated(unsafe) static let order: BigNumber = {
    let order = BigNumber()
    requireSuccess(EC_GROUP_get_order(group, order.pointer, nil), "EC_GROUP_get_order")
    return order
  }()

  nonisolated(unsafe) static let halfOrder: BigNumber = {
    let half = BigNumber()
    requireSuccess(BN_rshift1(half.pointer, order.pointer), "BN_rshift1")
    return half
  }()

  /// So many times the base point.
  static func multiple(_ factor: BigNumber, _ scratch: BigNumber.Scratch) -> OpaquePointer {
    let point: OpaquePointer = EC_POINT_new(group)
    requireSuccess(EC_POINT_mul(group, point, factor.pointer, nil, nil, scratch.pointer), "EC_POINT_mul")
    return point
  }
}
