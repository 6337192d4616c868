import CTensorKernels

/// How two tensors are brought to one shape, and how an operation walks over both.
///
/// Shapes are aligned at their innermost axes; an axis of length 1, or one that is missing, is
/// repeated. Neighboring axes that both operands walk alike are joined, so that equal shapes, a
/// bias over rows and a single number each become one or two loops.
struct Broadcast: Sendable {
  let shape: Shape
  /// Outer axes: length and the distance in either operand.
  private var outer: [(length: Int, first: Int, second: Int)] = []
  /// The innermost run: length and the step in either operand, 0 or 1.
  private var inner: (length: Int, first: Int, second: Int) = (1, 1, 1)

  init(_ first: Shape, _ second: Shape) {
    let rank = max(first.rank, second.rank)
    func padded(_ shape: Shape) -> [Int] {
      Array(repeating: 1, count: rank - shape.rank) + shape.dimensions
    }
    let a = padded(first)
    let b = padded(second)
    for axis in 0..<rank {
      check(
        a[axis] == b[axis] || a[axis] == 1 || b[axis] == 1,
        "the shapes \(first) and \(second) cannot be brought to one")
    }
    let lengths = zip(a, b).map { $0 == 1 ? $1 : $0 }
    shape = Shape(lengths)
    var axes: [(length: Int, first: Int, second: Int)] = []
    var firstStride = 1
    var secondStride = 1
    for axis in (0..<rank).reversed() {
      let next = (
        length: lengths[axis], first: a[axis] == 1 ? 0 : firstStride,
        second: b[axis] == 1 ? 0 : secondStride
      )
      firstStride *= a[axis]
      secondStride *= b[axis]
      if next.length == 1 { continue }
      if let last = axes.last, next.first == last.first * last.length,
        next.second == last.second * last.length
      {
        axes[axes.count - 1].length *= next.length
      } else {
        axes.append(next)
      }
    }
    if let run = axes.first, run.first <= 1, run.second <= 1 {
      inner = run
      axes.removeFirst()
    }
    outer = axes.reversed()
  }

  /// Calls a kernel for every run, on several threads where there is much to do.
  func forEachRun(
    _ body: @Sendable (_ result: Int, _ first: Int, _ second: Int, _ count: Int) -> Void
  ) {
    let grain = 1 << 16
    if outer.isEmpty {
      Parallel.forEachRange(of: inner.length, grain: grain) { range in
        body(
          range.lowerBound, range.lowerBound * inner.first, range.lowerBound * inner.second,
          range.count)
      }
      return
    }
    let runs = outer.reduce(1) { $0 * $1.length }
    Parallel.forEachRange(of: runs, grain: max(1, grain / max(1, inner.length))) { range in
      for run in range {
        var rest = run
        var first = 0
        var second = 0
        for axis in outer.reversed() {
          let index = rest % axis.length
          rest /= axis.length
          first += index * axis.first
          second += index * axis.second
        }
        body(run * inner.length, first, second, inner.length)
      }
    }
  }

  /// The steps of the innermost run.
  var steps: (first: Int, second: Int) { (inner.first, inner.second) }

  /// Applies a function of two numbers.
  func apply(_ operation: BinaryOperation, _ first: Tensor, _ second: Tensor) -> Tensor {
    let result = Tensor(uninitialized: shape)
    if result.elementCount == 0 { return result }
    let kernel = operation.kernel
    if first.shape == second.shape {
      Parallel.forEachRange(of: result.elementCount, grain: 1 << 15) { range in
        let start = range.lowerBound
        kernel?(
          first.pointer + start, 1, second.pointer + start, 1, result.pointer + start, range.count)
      }
      return result
    }
    forEachRun { start, a, b, count in
      kernel?(
        first.pointer + a, steps.first, second.pointer + b, steps.second, result.pointer + start,
        count)
    }
    return result
  }
}
