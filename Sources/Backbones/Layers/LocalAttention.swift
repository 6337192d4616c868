package import TensorCore

/// Local attention: branches that each find regions of the feature map, some of them dropped.
///
/// For a map `X` of shape `[N, H, W, C]`, every branch `b` computes one attention map
///
///     A_b = sigmoid(BN(W2_b * relu(BN(W1_b * X))))        W1_b: C -> C / reduction,  W2_b: -> 1
///
/// by convolutions of one pixel. The maps are fused, by default by their maximum, and multiply the
/// feature map. In training whole branches are dropped at random for each image, so that the
/// others must find other regions.
///
/// Source: the enhancement and the dropping of feature maps are named in the abstract of "Semi-
/// supervised facial expression recognition based on dynamic threshold and negative learning"
/// (Cai, Yu, Xu, Liu, Sun and Liang, 2026, arXiv 2601.05556); the form is inferred from its
/// ancestor TransFER (Xue, Wang and Guo, 2021, arXiv 2108.11116), whose code has two branches,
/// reduction 16 and drops one branch with probability 0.6.
public struct LocalAttention: Sendable, Hashable, Codable {
  /// How the branches' maps become one.
  public enum Fusion: String, Sendable, Hashable, Codable, CaseIterable {
    /// The largest value at each place.
    case max
    /// The mean.
    case mean
    /// The sum.
    case sum
    /// None: the map enhanced by each branch, one behind the other along the channels.
    case concat
  }

  /// Where in a network attention stands.
  public enum Place: String, Sendable, Hashable, Codable, CaseIterable {
    /// Behind the last stage.
    case last
    /// Behind the last stage but one, as in TransFER.
    case beforeLast
  }

  /// What is dropped in training.
  public enum Drop: Sendable, Hashable, Codable {
    /// Nothing.
    case none
    /// With a probability for each image, one to `most` branches; nothing is scaled up.
    case branch(probability: Float, most: Int)
    /// Each channel of the enhanced map with a probability; the others are scaled up.
    case channel(probability: Float)
    /// Square blocks of the enhanced map, so that a share of it is dropped; the rest is scaled up.
    ///
    /// Source: Ghiasi, Lin and Le, "DropBlock", 2018.
    case block(probability: Float, side: Int)
  }

  /// The number of attention maps.
  public var branches: Int
  /// The factor by which a branch narrows the channels.
  public var reduction: Int
  /// Whether the branches have batch norm behind their convolutions.
  public var hasBatchNormalization: Bool
  /// How the branches' maps become one.
  public var fusion: Fusion
  /// Where in a network attention stands.
  public var place: Place
  /// Whether the map itself is added to the enhanced map.
  public var isResidual: Bool
  /// What is dropped in training.
  public var drop: Drop

  /// Creates the settings of a local attention.
  ///
  /// - Parameters:
  ///   - branches: The number of attention maps; at least two where branches are dropped.
  ///   - reduction: The factor by which a branch narrows the channels.
  ///   - hasBatchNormalization: Whether the branches have batch norm.
  ///   - fusion: How the branches' maps become one.
  ///   - place: Where in a network attention stands.
  ///   - isResidual: Whether the map itself is added.
  ///   - drop: What is dropped in training.
  public init(
    branches: Int = 2, reduction: Int = 16, hasBatchNormalization: Bool = true,
    fusion: Fusion = .max, place: Place = .last, isResidual: Bool = false,
    drop: Drop = .branch(probability: 0.6, most: 1)
  ) {
    check(branches > 0 && reduction > 0, "LocalAttention needs a branch and a reduction")
    if case .branch(let probability, _) = drop, probability > 0 {
      check(branches > 1, "dropping the only branch of a LocalAttention would blank the image")
    }
    self.branches = branches
    self.reduction = reduction
    self.hasBatchNormalization = hasBatchNormalization
    self.fusion = fusion
    self.place = place
    self.isResidual = isResidual
    self.drop = drop
  }

  /// Creates the settings of a local attention that drops one branch at a time.
  ///
  /// - Parameters:
  ///   - branches: The number of attention maps.
  ///   - dropProbability: The probability that an image loses a branch; 0 drops nothing.
  public init(branches: Int = 2, dropProbability: Float) {
    self.init(
      branches: branches,
      drop: dropProbability > 0 ? .branch(probability: dropProbability, most: 1) : .none)
  }

  /// Returns the number of channels behind the attention.
  ///
  /// - Parameter channels: The number of channels in front of it.
  /// - Returns: As many, or with ``Fusion/concat`` as many for each branch.
  public func outputChannels(_ channels: Int) -> Int {
    fusion == .concat ? channels * branches : channels
  }
}

/// The parameters of a local attention within a network.
package struct LocalAttentionModule: Sendable {
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
  package init(
    _ settings: LocalAttention, _ name: String, in layout: inout ParameterLayout, channels: Int,
    momentum: Float, layer: Int = 1_000_000
  ) {
    self.settings = settings
    self.layer = layer
    let width = max(1, channels / settings.reduction)
    branches = layout.module(name) { layout in
      (0..<settings.branches).map { index in
        layout.module("branches.\(index)") { layout in
          let hasNorm = settings.hasBatchNormalization
          let narrow = Convolution2D(
            "conv1", in: &layout, inputs: channels, outputs: width, kernel: 1, hasBias: !hasNorm)
          let narrowNorm =
            hasNorm
            ? BatchNormalization("bn1", in: &layout, channels: width, momentum: momentum) : nil
          let map = Convolution2D(
            "conv2", in: &layout, inputs: width, outputs: 1, kernel: 1, hasBias: !hasNorm)
          let mapNorm =
            hasNorm ? BatchNormalization("bn2", in: &layout, channels: 1, momentum: momentum) : nil
          return Branch(narrow: narrow, narrowNorm: narrowNorm, map: map, mapNorm: mapNorm)
        }
      }
    }
  }

  func callAsFunction(_ input: Tensor, in pass: ForwardPass) -> Tensor {
    guard pass.drops else { return enhance(input, keep: nil, in: pass) }
    var random = pass.random(layer: layer)
    switch settings.drop {
    case .none: return enhance(input, keep: nil, in: pass)
    case .branch(let probability, let most):
      let keep = Self.keptBranches(
        images: input.shape[0], branches: settings.branches, probability: probability, most: most,
        &random)
      return enhance(input, keep: keep, in: pass)
    case .channel(let probability):
      let enhanced = enhance(input, keep: nil, in: pass)
      let shape: Shape = [input.shape[0], 1, 1, enhanced.shape[3]]
      return enhanced * Dropout.mask(shape, probability: probability, &random)
    case .block(let probability, let side):
      return enhance(input, keep: nil, in: pass)
        * Self.keptBlocks(
          [input.shape[0], input.shape[1], input.shape[2], 1], probability: probability,
          side: side, &random)
    }
  }

  /// Multiplies a map by the fused attention of the branches that are kept.
  ///
  /// - Parameters:
  ///   - input: The map, `[N, H, W, C]`.
  ///   - keep: For each image and branch 1 to keep it and 0 to drop it, `[N, branches]`; nil keeps
  ///     all.
  ///   - pass: Whose numbers to use.
  /// - Returns: The enhanced map, of the input's shape, or with ``LocalAttention/Fusion/concat``
  ///   with the channels of one map for each branch.
  package func enhance(_ input: Tensor, keep: Tensor?, in pass: ForwardPass) -> Tensor {
    let maps = branches.enumerated().map { index, branch in
      var map = branch.narrow(input, in: pass)
      map = branch.narrowNorm?(map, in: pass, activationSlope: 0) ?? map.relu()
      map = branch.map(map, in: pass)
      map = (branch.mapNorm?(map, in: pass) ?? map).sigmoid()
      guard let keep else { return map }
      let images = keep.shape[0]
      return map
        * Tensor(shape: [images, 1, 1, 1]) { values in
          for image in 0..<images {
            values.initializeElement(
              at: image, to: keep.pointer[image * settings.branches + index])
          }
        }
    }
    func enhanced(_ attention: Tensor) -> Tensor {
      let result = input * attention
      return settings.isResidual ? input + result : result
    }
    switch settings.fusion {
    case .max: return enhanced(maps.dropFirst().reduce(maps[0], maximum))
    case .mean:
      return enhanced(maps.dropFirst().reduce(maps[0], +) * (1 / Float(settings.branches)))
    case .sum: return enhanced(maps.dropFirst().reduce(maps[0], +))
    case .concat: return Tensor.concatenated(maps.map(enhanced), along: 3)
    }
  }

  /// Adds the enhancement of a map by all branches to a graph.
  func callAsFunction(
    _ input: NetworkGraph.Value, in graph: inout NetworkGraph
  ) -> NetworkGraph.Value {
    let maps = branches.map { branch in
      let narrow = branch.narrow(input, in: &graph)
      let active =
        branch.narrowNorm?(narrow, in: &graph, activationSlope: 0)
        ?? graph.activate(narrow, slope: 0)
      let map = branch.map(active, in: &graph)
      return graph.add(.sigmoid(branch.mapNorm?(map, in: &graph) ?? map))
    }
    func enhanced(_ attention: NetworkGraph.Value) -> NetworkGraph.Value {
      let result = graph.add(.product(input, attention))
      return settings.isResidual ? graph.add(.sum([input, result])) : result
    }
    switch settings.fusion {
    case .max: return enhanced(graph.add(.maximum(maps)))
    case .mean: return enhanced(graph.add(.mean(maps)))
    case .sum: return enhanced(graph.add(.sum(maps)))
    case .concat: return graph.add(.concatenation(maps.map(enhanced)))
    }
  }

  /// Returns which branches each image keeps: with a probability it loses one to `most`.
  static func keptBranches(
    images: Int, branches: Int, probability: Float, most: Int, _ random: inout RandomStream
  ) -> Tensor {
    Tensor(shape: [images, branches]) { keep in
      keep.initialize(repeating: 1)
      for image in 0..<images where random.bernoulli(probability) {
        for _ in 0..<1 + random.integer(below: max(1, most)) {
          keep[image * branches + random.integer(below: branches)] = 0
        }
      }
    }
  }

  /// Returns a mask of square blocks of zeros, the rest scaled by the kept share.
  static func keptBlocks(
    _ shape: Shape, probability: Float, side: Int, _ random: inout RandomStream
  ) -> Tensor {
    let (images, height, width) = (shape[0], shape[1], shape[2])
    let side = max(1, min(side, height, width))
    let places = Float((height - side + 1) * (width - side + 1))
    let seeds = probability / Float(side * side) * Float(height * width) / places
    return Tensor(shape: shape) { mask in
      mask.initialize(repeating: 1)
      var kept = 0
      for image in 0..<images {
        for row in 0...height - side {
          for column in 0...width - side where random.bernoulli(seeds) {
            for y in row..<row + side {
              for x in column..<column + side { mask[(image * height + y) * width + x] = 0 }
            }
          }
        }
      }
      for value in mask where value > 0 { kept += 1 }
      let factor = kept > 0 ? Float(mask.count) / Float(kept) : 0
      for index in mask.indices { mask[index] *= factor }
    }
  }
}
