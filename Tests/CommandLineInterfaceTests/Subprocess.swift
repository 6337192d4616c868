import Foundation

/// Runs a program to its end and returns what it wrote.
func launch(
  _ path: String, _ arguments: [String], environment: [String: String] = [:]
) throws -> Outcome {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: path)
  process.arguments = arguments
  var variables = ProcessInfo.processInfo.environment
  for name in ["COLUMNS", "NO_COLOR", "SHELL"] { variables[name] = nil }
  process.environment = variables.merging(environment) { $1 }
  // Files, not pipes: a pipe that fills up would stop the program.
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("semisup-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let files = ["output", "error"].map { folder.appendingPathComponent($0) }
  for file in files { try Data().write(to: file) }
  process.standardInput = FileHandle.nullDevice
  process.standardOutput = try FileHandle(forWritingTo: files[0])
  process.standardError = try FileHandle(forWritingTo: files[1])
  try process.run()
  process.waitUntilExit()
  let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
  return Outcome(code: process.terminationStatus, output: texts[0], error: texts[1])
}

/// The built `semisup`: beside the test bundle, wherever that is.
func builtTool() throws -> String {
  struct NotFound: Error, CustomStringConvertible {
    let description: String
  }
  var folders: [URL] = []
  let places = CommandLine.arguments + [Bundle.main.bundlePath, Bundle.main.executablePath ?? ""]
  for place in places where place.contains("/") {
    var url = URL(fileURLWithPath: place)
    // The bundle may be the program itself, or a folder some levels above it.
    for _ in 0..<4 {
      url.deleteLastPathComponent()
      folders.append(url)
    }
  }
  let found = folders.map { $0.appendingPathComponent("semisup").path }.first {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: $0, isDirectory: &isFolder) && !isFolder.boolValue
      && FileManager.default.isExecutableFile(atPath: $0)
  }
  guard let found else {
    throw NotFound(description: "no built semisup above any of \(places)")
  }
  return found
}
