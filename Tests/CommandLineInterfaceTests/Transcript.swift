import Foundation

@testable import CommandLineInterface

/// Command lines with everything they print, kept as a text file.
///
///     $ COLUMNS=50 semisup train --stepz 3
///     ! Error: Unknown option '--stepz'. Did you mean '--steps'?
///     [64]
///
/// A line that starts with `$ ` is a command line: variables first, words parted by spaces, single
/// quotes around what holds spaces. Below it stand the lines of standard output as they are, those
/// of standard error after `! `, and the exit code in brackets. Lines before the first command say
/// what the file is about. `FOLDER` stands for the folder that the test makes.
struct Transcript {
  /// The lines before the first command.
  let heading: [String]
  /// The command lines.
  let commands: [String]

  /// Takes the command lines out of a file's text.
  init(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    heading = Array(lines.prefix { !$0.hasPrefix("$ ") })
    commands = lines.filter { $0.hasPrefix("$ ") }.map { String($0.dropFirst(2)) }
  }

  /// Runs every command line and writes down what it prints.
  ///
  /// - Parameter folder: What `FOLDER` stands for.
  /// - Returns: The text of the file as it should be.
  func played(in folder: String) -> String {
    let parts = commands.map { command in
      var words = Transcript.words(of: command.replacing("FOLDER", with: folder))
      var environment: [String: String] = [:]
      while let word = words.first, let sign = word.firstIndex(of: "="), word != "semisup" {
        environment[String(word[..<sign])] = String(word[word.index(after: sign)...])
        words.removeFirst()
      }
      let outcome = run(arguments: Array(words.dropFirst()), environment: environment)
      return "$ \(command)\n"
        + Transcript.lines(outcome.output, prefix: "")
        + Transcript.lines(outcome.error, prefix: "! ")
        + "[\(outcome.code)]\n"
    }
    return (heading.map { $0 + "\n" }.joined() + parts.joined(separator: "\n"))
      .replacing(folder, with: "FOLDER")
  }

  /// The lines of a text, each with a prefix; what lacks its last line break is marked.
  private static func lines(_ text: String, prefix: String) -> String {
    guard !text.isEmpty else { return "" }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let isWhole = lines.last?.isEmpty == true
    if isWhole { lines.removeLast() }
    let shown = lines.map { $0.isEmpty ? prefix.trimmingCharacters(in: .whitespaces) : prefix + $0 }
    return shown.joined(separator: "\n") + (isWhole ? "\n" : "[no line break]\n")
  }

  private static func words(of command: String) -> [String] {
    var words: [String] = []
    var word: String?
    var isQuoted = false
    for letter in command {
      switch letter {
      case "'":
        isQuoted.toggle()
        word = word ?? ""
      case " " where !isQuoted:
        if let done = word { words.append(done) }
        word = nil
      default: word = (word ?? "") + String(letter)
      }
    }
    return words + (word.map { [$0] } ?? [])
  }
}
