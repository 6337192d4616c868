import TensorCore
import TestSupport
import Testing

@Suite("Operations against PyTorch")
struct GoldenOperationTests {
  @Test("there are operation cases, and the index lists what is there")
  func casesExist() throws {
    #expect(!Golden.cases(in: "ops").isEmpty)
    let parts = ["augment", "files", "losses", "models", "modules", "ops", "optim", "thresholds"]
    let found = parts.flatMap { Golden.cases(in: $0).map(\.name) }
    #expect(Set(found) == Set(try Golden.index()))
  }

  @Test(
    "an operation gives PyTorch's numbers and gradients",
    arguments: Golden.cases(in: "ops"), KernelPath.available)
  func operation(_ golden: GoldenCase, _ path: KernelPath) throws {
    try KernelPath.$override.withValue(path) {
      let file = try golden.load()
      switch file.operation {
      case "add": try binary(file) { $0 + $1 }
      case "sub": try binary(file) { $0 - $1 }
      case "mul": try binary(file) { $0 * $1 }
      case "div": try binary(file) { $0 / $1 }
      case "maximum": try binary(file) { maximum($0, $1) }
      case "matmul": try binary(file) { $0.matrixProduct($1) }
      case "concat":
        let axis = Int(try file.number("axis"))
        try binary(file) { Tensor.concatenated([$0, $1], along: axis) }
      case "exp": try plain(file) { $0.exp() }
      case "log": try plain(file) { $0.log() }
      case "relu": try plain(file) { $0.relu() }
      case "leaky_relu":
        let slope = Float(try file.number("slope"))
        try plain(file) { $0.leakyReLU(slope: slope) }
      case "sigmoid": try plain(file) { $0.sigmoid() }
      case "tanh": try plain(file) { $0.tanh() }
      case "gelu": try plain(file) { $0.gelu() }
      case "silu": try plain(file) { $0.silu() }
      case "softplus": try plain(file) { $0.softplus() }
      case "sum", "mean", "amax": try reduction(file)
      case "l2_normalize":
        let axis = Int(try file.number("axis"))
        let epsilon = Float(try file.number("eps"))
        try plain(file) { $0.l2Normalized(axis: axis, epsilon: epsilon) }
      case "linear": try linear(file)
      case "conv2d": try convolution(file)
      case "batch_norm": try batchNormalization(file)
      case "max_pool2d", "avg_pool2d", "global_avg_pool2d": try pooling(file)
      default: Issue.record("\(file.name): unknown op '\(file.operation)'")
      }
    }
  }

  private static let tolerance: Float = 1e-4

  /// Compares a result and the gradients of `sum(result * up)` with the case's.
  private func verify(
    _ file: GoldenFile, _ result: Tensor, up: Tensor, output: (Tensor) -> [Float],
    inputs: [(key: String, variable: Tensor, order: (Tensor) -> [Float])]
  ) throws {
    expectClose(output(result), try file.floats("out.y"), within: Self.tolerance, file.name)
    let gradients = Tensor.gradients(
      of: (result * up).sum(), withRespectTo: inputs.map(\.variable))
    for (input, gradient) in zip(inputs, gradients) {
      expectClose(
        input.order(gradient), try file.floats("grad." + input.key), within: Self.tolerance,
        "\(file.name), gradient of \(input.key)")
    }
  }

  private func tensor(_ file: GoldenFile, _ key: String) throws -> Tensor {
    Tensor(try file.floats(key), shape: Shape(try file.shape(key)))
  }

  private func binary(_ file: GoldenFile, _ operation: (Tensor, Tensor) -> Tensor) throws {
    let a = try tensor(file, "in.a").variable()
    let b = try tensor(file, "in.b").variable()
    try verify(
      file, operation(a, b), up: try tensor(file, "up"), output: \.values,
      inputs: [("a", a, \.values), ("b", b, \.values)])
  }

  private func plain(_ file: GoldenFile, _ operation: (Tensor) -> Tensor) throws {
    let x = try tensor(file, "in.x").variable()
    try verify(
      file, operation(x), up: try tensor(file, "up"), output: \.values,
      inputs: [("x", x, \.values)])
  }

  private func reduction(_ file: GoldenFile) throws {
    let axes = try file.json("axes", as: [Int].self)
    let keeps = try file.string("keepdims") == "true"
    try plain(file) { x in
      switch file.operation {
      case "sum": x.sum(axes: axes, keepingAxes: keeps)
      case "mean": x.mean(axes: axes, keepingAxes: keeps)
      default: x.maximum(axes: axes, keepingAxes: keeps)
      }
    }
  }

  private func linear(_ file: GoldenFile) throws {
    let x = try tensor(file, "in.x").variable()
    let weight = try tensor(file, "in.weight").variable()
    let bias = file.has("in.bias") ? try tensor(file, "in.bias").variable() : nil
    try verify(
      file, x.linear(weight: weight, bias: bias), up: try tensor(file, "up"), output: \.values,
      inputs: [("x", x, \.values), ("weight", weight, \.values)]
        + (bias.map { [("bias", $0, \.values)] } ?? []))
  }

  private func convolution(_ file: GoldenFile) throws {
    let x = try imagesNHWC(file, "in.x").variable()
    let shape = try file.shape("in.weight")
    let weight = filtersHWIO(try file.floats("in.weight"), shape).variable()
    let bias = file.has("in.bias") ? try tensor(file, "in.bias").variable() : nil
    func integer(_ key: String) throws -> Int { Int(try file.number(key)) }
    let y = x.convolution(
      weight, bias: bias, stride: try integer("stride"), padding: try integer("padding"),
      dilation: try integer("dilation"), groups: try integer("groups"))
    try verify(
      file, y, up: try imagesNHWC(file, "up"), output: valuesNCHW,
      inputs: [("x", x, valuesNCHW), ("weight", weight, valuesOIHW)]
        + (bias.map { [("bias", $0, \.values)] } ?? []))
  }

  private func batchNormalization(_ file: GoldenFile) throws {
    let x = try imagesNHWC(file, "in.x").variable()
    let scale = try tensor(file, "in.weight").variable()
    let shift = try tensor(file, "in.bias").variable()
    let mean = try tensor(file, "in.running_mean")
    let variance = try tensor(file, "in.running_var")
    let epsilon = Float(try file.number("eps"))
    let momentum = Float(try file.number("momentum"))
    var newMean = mean
    var newVariance = variance
    let y: Tensor
    if try file.string("training") == "true" {
      let result = x.batchNormalized(scale: scale, shift: shift, epsilon: epsilon)
      y = result.output
      let rows = Float(x.elementCount / x.shape[3])
      newMean = mean * (1 - momentum) + result.mean * momentum
      newVariance = variance * (1 - momentum) + result.variance * (momentum * rows / (rows - 1))
    } else {
      y = x.batchNormalized(
        scale: scale, shift: shift, mean: mean, variance: variance, epsilon: epsilon)
    }
    expectClose(newMean.values, try file.floats("out.running_mean"), within: Self.tolerance)
    expectClose(newVariance.values, try file.floats("out.running_var"), within: Self.tolerance)
    try verify(
      file, y, up: try imagesNHWC(file, "up"), output: valuesNCHW,
      inputs: [("x", x, valuesNCHW), ("weight", scale, \.values), ("bias", shift, \.values)])
  }

  private func pooling(_ file: GoldenFile) throws {
    let x = try imagesNHWC(file, "in.x").variable()
    if file.operation == "global_avg_pool2d" {
      try verify(
        file, x.globalAveragePool(), up: try tensor(file, "up"), output: \.values,
        inputs: [("x", x, valuesNCHW)])
      return
    }
    let kernel = Int(try file.number("kernel"))
    let stride = Int(try file.number("stride"))
    let padding = Int(try file.number("padding"))
    let y =
      file.operation == "max_pool2d"
      ? x.maxPool(kernel: kernel, stride: stride, padding: padding)
      : x.averagePool(kernel: kernel, stride: stride, padding: padding)
    try verify(
      file, y, up: try imagesNHWC(file, "up"), output: valuesNCHW, inputs: [("x", x, valuesNCHW)])
  }
}
