import Foundation
public import Training

extension RunFolder {
  /// Loads the evaluation weights of the run's newest checkpoint.
  ///
  /// - Returns: A model that answers.
  /// - Throws: An error that names the file if there is no whole checkpoint.
  public func loadModel() throws -> Model {
    guard let newest = try checkpoints.newest() else {
      throw RunFolderError(file: checkpoints.url.path, reason: "expected a checkpoint, found none")
    }
    return try Model(newest.checkpoint, configuration: configuration())
  }
}
