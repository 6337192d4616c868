public import Foundation
import TensorCore
import Training

/// The file `metrics.jsonl`: one ``MetricsLine`` a line, each handed to the system as it is written.
public struct MetricsFile: Sendable {
  /// The place of the file.
  public let url: URL

  /// Names a file, which need not exist yet.
  ///
  /// - Parameter url: The place of the file.
  package init(_ url: URL) {
    self.url = url
  }

  /// Reads all lines.
  ///
  /// A last line without its line feed was being written when the program ended, and is left out.
  ///
  /// - Returns: The lines in order; lines of unknown kinds are left out.
  /// - Throws: A ``RunFolderError`` that names the line, if one is not as it should be.
  public func read() throws -> [MetricsLine] {
    let decoder = JSONDecoder()
    return try rawLines().enumerated().compactMap { index, line in
      do {
        return try decoder.decode(MetricsLine.self, from: line)
      } catch {
        if let kind = try? decoder.decode(Kind.self, from: line), !Kind.known.contains(kind.kind) {
          return nil
        }
        throw RunFolderError(
          file: url.path,
          reason: "line \(index + 1): expected an object with the fields of its kind, found "
            + "\(line.count) other bytes")
      }
    }
  }

  /// Drops the lines that do not meet a condition, and a last line that is not whole.
  ///
  /// - Parameter isKept: The condition.
  /// - Throws: A ``RunFolderError`` if the file cannot be read or written.
  func keep(where isKept: (MetricsLine) -> Bool) throws {
    guard FileManager.default.fileExists(atPath: url.path) else { return }
    let lines = try read().filter(isKept).map(Self.encode)
    do {
      try DurableFile.write(lines, to: url)
    } catch {
      throw RunFolderError(file: url.path, reason: error.description)
    }
  }

  /// Returns a line with its line feed.
  static func encode(_ line: MetricsLine) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var data = try encoder.encode(line)
    data.append(0x0A)
    return data
  }

  private func rawLines() throws -> [Data] {
    let data: Data
    do {
      data = try Data(contentsOf: url)
    } catch {
      throw RunFolderError(file: url.path, reason: "cannot be read: \(error.localizedDescription)")
    }
    guard let end = data.lastIndex(of: 0x0A) else { return [] }
    return data[..<end].split(separator: 0x0A, omittingEmptySubsequences: false).map { Data($0) }
  }
}

/// The kind of a line of any version.
private struct Kind: Decodable {
  static let known: Set<String> = ["run", "steps", "epoch", "finished"]

  let kind: String
}
