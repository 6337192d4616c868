package import TensorCore

/// The heads beside a network's classifier, whose numbers lie in the network's own store.
///
/// Their parameters follow those of the network, so that the indices of the
/// network's own parameters are the same with and without heads.
package struct AuxiliaryHeads: Sendable {
  /// The parameters of the network, then those of the heads.
  package let layout: ParameterLayout
  private let maps: [AuxiliaryHead: Linear]

  /// Declares heads.
  ///
  /// - Parameters:
  ///   - heads: The heads, of different names; their order is that of the parameters.
  ///   - backbone: The network whose features they read.
  package init(_ heads: [AuxiliaryHead], beside backbone: any Backbone) {
    var layout = backbone.layout
    var maps: [AuxiliaryHead: Linear] = [:]
    layout.module("heads") { layout in
      for head in heads {
        maps[head] = Linear(
          head.name, in: &layout, inputs: backbone.featureCount, outputs: head.scoreCount)
      }
    }
    self.layout = layout
    self.maps = maps
  }

  /// Returns the scores of one head.
  ///
  /// - Parameters:
  ///   - head: One of the heads.
  ///   - features: Features of the network, `[batch, features]`.
  ///   - pass: The weights to use.
  /// - Returns: `[batch, scores]`; gradients flow to the features and to a trained store.
  package func callAsFunction(
    _ head: AuxiliaryHead, _ features: Tensor, in pass: ForwardPass
  ) -> Tensor {
    guard let map = maps[head] else { fail("the network has no head '\(head.name)'") }
    return map(features, in: pass)
  }
}
