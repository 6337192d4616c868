import Foundation
public import Inference
public import Methods
import Training

extension RunFolder {
  /// Loads the evaluation weights of the run's newest checkpoint.
  ///
  /// - Parameter catalog: Where the network's name is looked up.
  /// - Returns: A model that answers.
  /// - Throws: An error that names the file if there is no whole checkpoint.
  public func loadModel(catalog: PartCatalog = .standard) throws -> Model {
    guard let newest = try checkpoints.newest() else {
      throw RunFolderError(file: checkpoints.url.path, reason: "expected a checkpoint, found none")
    }
    var configuration = try configuration()
    configuration.catalog = catalog
    return try Model(newest.checkpoint, configuration: configuration)
  }
}
