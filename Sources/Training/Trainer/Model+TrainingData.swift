import Backbones
import Datasets
import Inference
import TensorCore

extension Model {
  /// The model of a network that is trained on data: their classes, size and normalization.
  init(backbone: any Backbone, store: ParameterStore, data: TrainingData) {
    self.init(
      backbone: backbone, store: store, normalization: data.normalization,
      classNames: data.train.classNames, imageWidth: data.train.width,
      imageHeight: data.train.height)
  }
}
