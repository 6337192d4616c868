import Foundation
import Training

extension RunConfiguration {
  /// Reads what was run.
  ///
  /// - Parameter path: The folder of a run, or one checkpoint.
  /// - Throws: An error that names the file and says what was expected.
  public init(loading path: String) throws {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue {
      self = try Checkpoint.read(from: URL(fileURLWithPath: path)).configuration()
    } else {
      self = try RunFolder(opening: path).configuration()
    }
  }
}
