import TensorCore
import Testing

@Suite("Matrix products")
struct MatrixProductTests {
  struct Case: Sendable {
    let rows: Int
    let length: Int
    let columns: Int
  }

  static let cases: [Case] = [
    Case(rows: 1, length: 1, columns: 1), Case(rows: 1, length: 300, columns: 17),
    Case(rows: 7, length: 5, columns: 10), Case(rows: 13, length: 33, columns: 16),
    Case(rows: 97, length: 64, columns: 10), Case(rows: 10, length: 97, columns: 64),
    Case(rows: 6, length: 257, columns: 130), Case(rows: 50, length: 511, columns: 113),
    Case(rows: 100, length: 3, columns: 200), Case(rows: 23, length: 40, columns: 61),
    Case(rows: 205, length: 390, columns: 41), Case(rows: 3, length: 30, columns: 1_070),
  ]

  private func expectProduct(
    _ result: Tensor, _ a: (Int, Int) -> Float, _ b: (Int, Int) -> Float, _ sizes: Case
  ) {
    var worst = 0.0
    let values = result.values
    for i in 0..<sizes.rows {
      for j in 0..<sizes.columns {
        var sum = 0.0
        for k in 0..<sizes.length { sum += Double(a(i, k)) * Double(b(k, j)) }
        worst = max(worst, abs(sum - Double(values[i * sizes.columns + j])))
      }
    }
    #expect(worst < 2e-7 * Double(sizes.length) + 1e-6)
  }

  @Test("all four transpositions are right on every kernel path", arguments: cases)
  func transpositions(_ sizes: Case) {
    var random = RandomKey(seed: 1).stream("matrices", sample: 0)
    let a = ConvolutionReference.noise([sizes.rows, sizes.length], &random)
    let b = ConvolutionReference.noise([sizes.length, sizes.columns], &random)
    let aTransposed = transposed(a)
    let bTransposed = transposed(b)
    let (left, right) = (a.values, b.values)
    for path in KernelPath.available {
      KernelPath.$override.withValue(path) {
        let plain = a.matrixProduct(b)
        expectProduct(
          plain, { left[$0 * sizes.length + $1] }, { right[$0 * sizes.columns + $1] }, sizes)
        // The order of every sum is the same, and so are the bits.
        #expect(aTransposed.matrixProduct(b, transposingSelf: true).values == plain.values)
        #expect(a.matrixProduct(bTransposed, transposingOther: true).values == plain.values)
        #expect(
          aTransposed.matrixProduct(bTransposed, transposingSelf: true, transposingOther: true)
            .values == plain.values)
      }
    }
  }

  private func transposed(_ matrix: Tensor) -> Tensor {
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    let values = matrix.values
    return Tensor(
      (0..<rows * columns).map { values[$0 % rows * columns + $0 / rows] }, shape: [columns, rows])
  }

  @Test("gradients of all four transpositions are those of the plain product")
  func gradients() {
    var random = RandomKey(seed: 2).stream("matrices", sample: 0)
    let a = ConvolutionReference.noise([9, 20], &random)
    let b = ConvolutionReference.noise([20, 18], &random)
    let up = ConvolutionReference.noise([9, 18], &random)
    let expectedA = up.matrixProduct(b, transposingOther: true).values
    let expectedB = a.matrixProduct(up, transposingSelf: true).values
    for transposesA in [false, true] {
      for transposesB in [false, true] {
        let x = (transposesA ? transposed(a) : a).variable()
        let y = (transposesB ? transposed(b) : b).variable()
        let product = x.matrixProduct(
          y, transposingSelf: transposesA, transposingOther: transposesB)
        let found = Tensor.gradients(of: (product * up).sum(), withRespectTo: [x, y])
        #expect((transposesA ? transposed(found[0]) : found[0]).values == expectedA)
        #expect((transposesB ? transposed(found[1]) : found[1]).values == expectedB)
      }
    }
  }

  @Test(
    "any number of threads gives the same bits", .serialized,
    // The first two are large enough for a grid of chunks that differs with the threads.
    arguments: [
      Case(rows: 1_001, length: 601, columns: 130), Case(rows: 11, length: 4_000, columns: 1_100),
      Case(rows: 530, length: 401, columns: 77), Case(rows: 1_000, length: 0, columns: 9),
    ])
  func threads(_ sizes: Case) {
    var random = RandomKey(seed: 3).stream("matrices", sample: 0)
    let a = ConvolutionReference.noise([sizes.rows, sizes.length], &random)
    let b = ConvolutionReference.noise([sizes.length, sizes.columns], &random)
    let before = Parallel.threadCount
    defer { Parallel.threadCount = before }
    for (left, right, transposes) in [(a, b, false), (transposed(a), transposed(b), true)] {
      var answers: [[Float]] = []
      for count in [1, 2, 3, 8] {
        Parallel.threadCount = count
        answers.append(
          left.matrixProduct(right, transposingSelf: transposes, transposingOther: transposes)
            .values)
      }
      #expect(answers.allSatisfy { $0 == answers[0] })
    }
  }

  @Test("an empty sum is zero, or the bias")
  func empty() {
    let x = Tensor.zeros([2, 0])
    #expect(x.matrixProduct(.zeros([0, 3])).values == [0, 0, 0, 0, 0, 0])
    let bias = Tensor([1, 2, 3], shape: [3])
    #expect(x.linear(weight: .zeros([3, 0]), bias: bias).values == [1, 2, 3, 1, 2, 3])
    #expect(Tensor.zeros([0, 4]).matrixProduct(.zeros([4, 3])).shape == [0, 3])
  }
}
