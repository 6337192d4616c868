import Export
import Foundation
import TensorCore
import Training

/// The file of a run that TensorBoard reads: `events.out.tfevents.*`.
final class EventFile {
  /// How the names of such files begin.
  static let prefix = "events.out.tfevents."

  /// What is known of an event without reading its values.
  struct Mark: Equatable {
    /// The number of steps done.
    let step: Int
    /// The name of the first value; nil for an event without values.
    let firstTag: String?
  }

  private let file: GrowingFile

  /// Opens the events of a run for more, and makes a file if there is none.
  ///
  /// - Parameters:
  ///   - folder: The folder of the run.
  ///   - isKept: Which of the events that are there stay; the rest, and what is not whole, goes.
  /// - Throws: A ``RunFolderError``.
  init(in folder: URL, keeping isKept: (Mark) -> Bool) throws {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let old = names.filter { $0.hasPrefix(Self.prefix) }.min()
    let seconds = Int(Date().timeIntervalSince1970)
    let url = folder.appendingPathComponent(old ?? "\(Self.prefix)\(seconds).semisup")
    if old != nil {
      let bytes = [UInt8](try Data(contentsOf: url))
      let kept = TFRecordFile.records(of: bytes).filter { record in
        Self.mark(of: record).map { $0.firstTag == nil || isKept($0) } ?? false
      }
      do {
        try DurableFile.write(kept.map { Data(TFRecordFile.encode(Array($0))) }, to: url)
      } catch {
        throw RunFolderError(file: url.path, reason: error.description)
      }
      file = try GrowingFile(url)
      if !kept.isEmpty { return }
    } else {
      file = try GrowingFile(url)
    }
    var version = ProtobufMessage()
    version.set(1, Date().timeIntervalSince1970)
    version.set(3, "brain.Event:2")
    try append(version)
  }

  /// Adds the values of a moment; nothing if there are none.
  ///
  /// - Parameters:
  ///   - summary: The values.
  ///   - step: The number of steps done.
  /// - Throws: A ``RunFolderError``.
  func append(_ summary: EventSummary, step: Int) throws {
    if summary.isEmpty { return }
    var event = ProtobufMessage()
    event.set(1, Date().timeIntervalSince1970)
    event.set(2, step)
    event.set(5, summary.message)
    try append(event)
  }

  private func append(_ event: ProtobufMessage) throws {
    try file.append(Data(TFRecordFile.encode(event.bytes)))
  }

  /// Reads the step and the first tag of an event; nil if the bytes are no event.
  static func mark(of record: ArraySlice<UInt8>) -> Mark? {
    guard let fields = ProtobufField.all(of: record) else { return nil }
    var (step, tag): (Int, String?) = (0, nil)
    for field in fields {
      switch (field.number, field.content) {
      case (2, .varint(let value)): step = Int(truncatingIfNeeded: value)
      case (5, .bytes(let summary)):
        guard let values = ProtobufField.all(of: summary) else { return nil }
        guard case .bytes(let value) = values.first?.content,
          case .bytes(let text) = ProtobufField.all(of: value)?.first(where: { $0.number == 1 })?
            .content
        else { continue }
        tag = String(decoding: text, as: UTF8.self)
      default: continue
      }
    }
    return Mark(step: step, firstTag: tag)
  }
}
