import Foundation
import Testing

/// A Python with which tests compare: that of `SEMISUPERVISED_PYTHON`, else `python3`.
enum PeerPython {
  /// Why tests that need it are skipped, for their traits.
  static func reason(_ modules: String...) -> Comment {
    "needs a Python with \(modules.joined(separator: ", ")): name it in SEMISUPERVISED_PYTHON"
  }

  /// Returns whether modules are installed, without loading them.
  static func has(_ modules: String...) -> Bool {
    let names = modules.map { "'\($0)'" }.joined(separator: ", ")
    let code =
      "import importlib.util as u, sys; sys.exit(not all(u.find_spec(m) for m in [\(names)]))"
    return (try? run(["-c", code]))?.code == 0
  }

  /// Runs a script of `Tests/Vectors/scripts`.
  static func script(_ name: String, _ arguments: [String]) throws -> Outcome {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
    return try run([tests.appendingPathComponent("Vectors/scripts/\(name)").path] + arguments)
  }

  private static func run(_ arguments: [String]) throws -> Outcome {
    let python = ProcessInfo.processInfo.environment["SEMISUPERVISED_PYTHON"]
    return try launch("/usr/bin/env", [python ?? "python3"] + arguments)
  }
}
