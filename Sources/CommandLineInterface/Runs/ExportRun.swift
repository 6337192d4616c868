import Backbones
import Export
import Foundation
import Inference
import Methods
import Reports
import Runs
import TensorCore
import Training

/// What `semisup export` does.
enum ExportRun {
  /// The result of an export, as `--json` prints it.
  private struct Result: Encodable {
    let run: String
    let format: String
    let file: String
    let byteCount: Int
    let classNames: [String]
    let channels: Int
    let imageWidth: Int?
    let imageHeight: Int?
    let weightsSHA256: String
  }

  static func body(
    _ arguments: ParsedArguments, console: Console, _ catalog: PartCatalog
  ) throws {
    let path = arguments[ExportCommand.run]
    let format = arguments[ExportCommand.format]
    let model = try Model(loading: path, catalog: catalog)
    let file =
      arguments[ExportCommand.output].map { URL(fileURLWithPath: $0) }
      ?? defaultFile(of: path, format: format.rawValue)
    let byteCount = try model.export(as: format, to: file)
    let result = Result(
      run: path, format: format.rawValue, file: file.path, byteCount: byteCount,
      classNames: model.classNames, channels: model.backbone.inputChannels,
      imageWidth: model.imageWidth, imageHeight: model.imageHeight,
      weightsSHA256: model.store.weightsSHA256())
    if arguments[RuntimeOptions.json] {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      console.print(String(decoding: try encoder.encode(result), as: UTF8.self))
    } else {
      console.print("\(file.path): \(NumberText.count(byteCount)) bytes")
    }
  }

  /// `model.FORMAT` in the run's folder, or beside a checkpoint and named as it is.
  private static func defaultFile(of path: String, format: String) -> URL {
    let url = URL(fileURLWithPath: path)
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    return exists && isFolder.boolValue
      ? url.appendingPathComponent("model.\(format)")
      : url.deletingPathExtension().appendingPathExtension(format)
  }
}
