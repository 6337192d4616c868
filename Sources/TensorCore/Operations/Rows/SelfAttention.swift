/// Scaled dot-product attention among the rows of every sequence, head by head.
///
/// Sequences are short and heads narrow (16 rows of 16 numbers), so one pair of sequence and head
/// fits the nearest cache whole; pairs are distributed over the threads, and inner loops run along
/// the rows of a head, eight numbers at a time.
struct SelfAttention: Sendable {
  let sequences: Int
  let length: Int
  let heads: Int
  /// The numbers of one head.
  let depth: Int

  var width: Int { heads * depth }
  private var scale: Float { 1 / Float(depth).squareRoot() }
  /// Pairs of sequence and head that make a thread worth its start: about 40 microseconds.
  private var grain: Int { max(1, 40_000 / max(1, length * length * depth)) }

  /// Mixes the values of every sequence.
  ///
  /// - Parameter packed: Queries, keys and values side by side, `[sequences * length, 3 * width]`.
  /// - Returns: The mixed values `[sequences * length, width]` and the weights of attention
  ///   `[sequences * heads * length, length]` that mixed them.
  func forward(_ packed: Tensor) -> (result: Tensor, weights: Tensor) {
    let scores = Tensor(uninitialized: [sequences * heads * length, length])
    forEachPair(packed) { pair, query, key, _ in
      for row in 0..<length {
        let target = scores.pointer + (pair * length + row) * length
        for other in 0..<length {
          target[other] = scale * dot(query + row * stride, key + other * stride)
        }
      }
    }
    let weights = scores.softmax()
    let result = Tensor(repeating: 0, shape: [sequences * length, width])
    forEachPair(packed) { pair, _, _, value in
      for row in 0..<length {
        let weight = weights.pointer + (pair * length + row) * length
        let target = result.pointer + offset(of: pair, width) + row * width
        for other in 0..<length { add(weight[other], value + other * stride, to: target) }
      }
    }
    return (result, weights)
  }

  /// Returns the gradient of queries, keys and values, `[sequences * length, 3 * width]`.
  ///
  /// With the gradient `g` of a row of the result, `p` its weights and `s` the scale:
  ///
  ///     dv[j] += p[j] g          dp[j] = g v[j]          r = sum of p[j] dp[j]
  ///     dq += s p[j] (dp[j] - r) k[j]                    dk[j] += s p[j] (dp[j] - r) q
  func backward(_ packed: Tensor, weights: Tensor, upstream: Tensor) -> Tensor {
    let gradient = Tensor(repeating: 0, shape: packed.shape)
    let slopes = Tensor(uninitialized: weights.shape)
    forEachPair(packed) { pair, query, key, value in
      let start = gradient.pointer + offset(of: pair, stride)
      let (dQuery, dKey, dValue) = (start, start + width, start + 2 * width)
      for row in 0..<length {
        let start = (pair * length + row) * length
        let (weight, slope) = (weights.pointer + start, slopes.pointer + start)
        let from = upstream.pointer + offset(of: pair, width) + row * width
        var mean: Float = 0
        for other in 0..<length {
          add(weight[other], from, to: dValue + other * stride)
          slope[other] = dot(from, value + other * stride)
          mean += weight[other] * slope[other]
        }
        for other in 0..<length {
          let factor = scale * weight[other] * (slope[other] - mean)
          add(factor, key + other * stride, to: dQuery + row * stride)
          add(factor, query + row * stride, to: dKey + other * stride)
        }
      }
    }
    return gradient
  }

  /// The distance of a row from the next where queries, keys and values stand side by side.
  private var stride: Int { 3 * width }

  /// Where the head of a pair begins in rows of a width.
  private func offset(of pair: Int, _ rowWidth: Int) -> Int {
    pair / heads * length * rowWidth + pair % heads * depth
  }

  /// Calls a closure with every pair of sequence and head and where its queries, keys and values
  /// are.
  private func forEachPair(
    _ packed: Tensor,
    _ body:
      @Sendable (
        _ pair: Int, _ query: UnsafePointer<Float>, _ key: UnsafePointer<Float>,
        _ value: UnsafePointer<Float>
      ) -> Void
  ) {
    Parallel.forEachRange(of: sequences * heads, grain: grain) { range in
      for pair in range {
        let query = UnsafePointer(packed.pointer) + offset(of: pair, stride)
        body(pair, query, query + width, query + 2 * width)
      }
    }
  }

  private func dot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>) -> Float {
    var sums = SIMD8<Float>()
    var index = 0
    while index + 8 <= depth {
      sums += octet(a + index) * octet(b + index)
      index += 8
    }
    var sum = sums.sum()
    while index < depth {
      sum += a[index] * b[index]
      index += 1
    }
    return sum
  }

  private func add(
    _ factor: Float, _ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>
  ) {
    for index in 0..<depth { target[index] += factor * source[index] }
  }

  private func octet(_ pointer: UnsafePointer<Float>) -> SIMD8<Float> {
    UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<Float>.self)
  }
}
