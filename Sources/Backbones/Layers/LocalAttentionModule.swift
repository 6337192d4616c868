import TensorCore

/// The parameters of a local attention within a network, and what is computed with them.
struct LocalAttentionModule: Sendable {
  private struct Branch: Sendable {
    let narrow: Convolution2D
    let narrowNorm: BatchNormalization?
    let map: Convolution2D
    let mapNorm: BatchNormalization?
  }

  private let settings: LocalAttention
  private let branches: [Branch]
  private let layer: Int

  /// Declares the parameters, `branches.0.conv1.weight` and so on.
  ///
  /// - Parameters:
  ///   - settings: The settings.
  ///   - name: The module's name.
  ///   - layout: Where to declare.
  ///   - channels: The number of channels of the map.
  ///   - momentum: Batch norm's momentum.
  ///   - layer: The number of the random stream.
  init(
    _ settings: LocalAttention, _ name: String, in layout: inout ParameterLayout, channels: Int,
    momentum: Float, layer: Int = 1_000_000
  ) {
    self.settings = settings
    self.layer = layer
    let width = max(1, channels / settings.reduction)
    branches = layout.module(name) { layout in
      (0..<settings.branches).map { index in
        layout.module("branches.\(index)") { layout in
          // Not fused: moments that are measured while a convolution writes are summed in other
          // chunks, and differ in the last bit.
          let hasNorm = settings.hasBatchNormalization
          let narrow = Convolution2D(
            "conv1", in: &layout, inputs: channels, outputs: width, kernel: 1, hasBias: !hasNorm,
            isFused: false)
          let narrowNorm =
            hasNorm
            ? BatchNormalization("bn1", in: &layout, channels: width, momentum: momentum) : nil
          let map = Convolution2D(
            "conv2", in: &layout, inputs: width, outputs: 1, kernel: 1, hasBias: !hasNorm,
            isFused: false)
          let mapNorm =
            hasNorm ? BatchNormalization("bn2", in: &layout, channels: 1, momentum: momentum) : nil
          return Branch(narrow: narrow, narrowNorm: narrowNorm, map: map, mapNorm: mapNorm)
        }
      }
    }
  }

  /// Multiplies a map by the fused attention of its branches.
  ///
  /// - Parameters:
  ///   - input: The map, `[N, H, W, C]`.
  ///   - interpreter: What runs the operations.
  /// - Returns: The enhanced map, of the input's shape, or with ``LocalAttention/Fusion/concat``
  ///   with the channels of one map for each branch.
  func run<Interpreter: NetworkInterpreter>(
    _ input: Interpreter.Value, in interpreter: inout Interpreter
  ) -> Interpreter.Value {
    let input = interpreter.materialized(input)
    let maps = branches.indices.map { attention(input, branch: $0, in: &interpreter) }
    let enhanced =
      switch settings.fusion {
      case .max: enhance(input, interpreter.maximum(maps), in: &interpreter)
      case .mean: enhance(input, interpreter.mean(maps), in: &interpreter)
      case .sum: enhance(input, interpreter.sum(maps), in: &interpreter)
      case .concat:
        interpreter.concatenation(maps.map { enhance(input, $0, in: &interpreter) })
      }
    return switch settings.drop {
    case .none, .branch: enhanced
    case .channel(let probability):
      interpreter.drop(enhanced, by: .channels(probability: probability), layer: layer)
    case .block(let probability, let side):
      interpreter.drop(enhanced, by: .blocks(probability: probability, side: side), layer: layer)
    }
  }

  /// The attention map of one branch, of zeros for images that lose it.
  private func attention<Interpreter: NetworkInterpreter>(
    _ input: Interpreter.Value, branch index: Int, in interpreter: inout Interpreter
  ) -> Interpreter.Value {
    let branch = branches[index]
    var map = interpreter.convolution(input, by: branch.narrow, adding: nil)
    if let norm = branch.narrowNorm {
      map = interpreter.batchNormalization(map, by: norm, slope: 0)
    } else {
      map = interpreter.leakyReLU(map, slope: 0)
    }
    map = interpreter.convolution(map, by: branch.map, adding: nil)
    if let norm = branch.mapNorm {
      map = interpreter.batchNormalization(map, by: norm, slope: 1)
    }
    map = interpreter.sigmoid(map)
    guard case .branch(let probability, let most) = settings.drop else { return map }
    let mask = DropMask.branch(
      index, of: branches.count, probability: probability, most: most)
    return interpreter.drop(map, by: mask, layer: layer)
  }

  private func enhance<Interpreter: NetworkInterpreter>(
    _ input: Interpreter.Value, _ attention: Interpreter.Value,
    in interpreter: inout Interpreter
  ) -> Interpreter.Value {
    let product = interpreter.product(input, attention)
    return settings.isResidual ? interpreter.sum([input, product]) : product
  }
}
