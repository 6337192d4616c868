import Foundation
public import Inference
public import Methods
import Training

extension Model {
  /// Loads the evaluation weights of a run: the teacher's if there is one.
  ///
  ///     let model = try Model(loading: "run1")
  ///     let predictions = try model.predict(files: ["face.png"])
  ///     print(predictions[0].className, predictions[0].confidence)
  ///
  /// - Parameters:
  ///   - path: The folder of a run, whose newest checkpoint is taken, or one checkpoint. What was run
  ///     stands in the checkpoint, else in `config.json` of the run's folder.
  ///   - catalog: Where the network's name is looked up.
  /// - Throws: An error that names the file and says what was expected.
  public init(loading path: String, catalog: PartCatalog = .standard) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw RunFolderError(
        file: path, reason: "expected the folder of a run or a checkpoint, found nothing")
    }
    if isFolder.boolValue {
      self = try RunFolder(opening: path).loadModel(catalog: catalog)
      return
    }
    let url = URL(fileURLWithPath: path)
    let checkpoint = try Checkpoint.read(from: url)
    if checkpoint.contains(.configuration) {
      let configuration = try RunConfiguration(
        json: checkpoint.bytes(of: .configuration), name: path, catalog: catalog)
      try self.init(checkpoint, configuration: configuration)
    } else {
      let run = url.deletingLastPathComponent().deletingLastPathComponent()
      var configuration = try RunFolder(opening: run.path).configuration()
      configuration.catalog = catalog
      try self.init(checkpoint, configuration: configuration)
    }
  }
}
