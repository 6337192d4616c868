public import TensorCore

extension ParameterStore {
  /// Returns all weights, buffers and counters under PyTorch's names and in its order of axes.
  ///
  /// `load_state_dict(strict=True)` takes them for a network of the same layout. Counters are
  /// 64-bit whole numbers.
  ///
  /// - Parameter metadata: Free strings to add.
  /// - Returns: The contents of a safetensors file.
  public func weightsFile(metadata: [String: String] = [:]) -> SafetensorsFile {
    // The format is told because some programs refuse files that do not say whose order they use.
    var file = SafetensorsFile(metadata: metadata.merging(["format": "pt"]) { $1 })
    for (index, declaration) in layout.declarations.enumerated() {
      let values = exportedValues(at: index)
      let shape = declaration.exportedShape.dimensions
      file.entries[declaration.name] =
        declaration.role == .counter
        ? .init(values.map { Int64($0) }, shape: shape) : .init(values, shape: shape)
    }
    return file
  }

  /// Loads weights under PyTorch's names and in its order of axes, such as torchvision's or timm's.
  ///
  /// Numbers may be of 16, 32 or 64 bits. A prefix that all names of the file share (`module.`,
  /// `backbone.`) is passed over. Two things may differ from the network: arrays for another number
  /// of classes, and whole modules that the file lacks (a head that was cut off, attention) keep
  /// the numbers that they have now. Counters of batches may be missing, as in old files.
  ///
  /// - Parameters:
  ///   - file: The weights.
  ///   - name: The file's name, for errors.
  ///   - classCount: The number of classes of the network.
  /// - Returns: The arrays that were loaded and those that were not.
  /// - Throws: A ``WeightsError`` if the file is of another network; the store is then unchanged.
  @discardableResult
  public func load(
    _ file: SafetensorsFile, name: String, classCount: Int
  ) throws -> WeightsReport {
    let entries = Self.withoutPrefix(file.entries, of: layout)
    // A file that lacks the network's first array is of another network, whatever else fits.
    guard let first = layout.declarations.first?.name, entries[first] != nil else {
      let found = entries.keys.sorted().prefix(3).map { "'\($0)'" }.joined(separator: ", ")
      throw WeightsError(
        file: name,
        reason: "expected arrays such as '\(layout.declarations.first?.name ?? "")', found "
          + (found.isEmpty ? "none" : found))
    }
    let modules = Set(entries.keys.map(Self.module(of:)))
    var report = WeightsReport()
    var values: [(index: Int, numbers: [Float])] = []
    for (index, declaration) in layout.declarations.enumerated() {
      let key = declaration.name
      let shape = declaration.exportedShape.dimensions
      guard let entry = entries[key] else {
        if declaration.role == .counter, modules.contains(Self.module(of: key)) { continue }
        guard !modules.contains(Self.module(of: key)) else {
          throw WeightsError(
            file: name, reason: "expected '\(key)' of shape \(shape), found nothing of that name")
        }
        report.kept.append(.init(name: key, shape: shape, found: nil))
        continue
      }
      guard entry.shape == shape else {
        guard shape.first == classCount, entry.shape.dropFirst() == shape.dropFirst() else {
          throw WeightsError(
            file: name, reason: "expected '\(key)' of shape \(shape), found \(entry.shape)")
        }
        report.kept.append(.init(name: key, shape: shape, found: entry.shape))
        continue
      }
      guard let numbers = entry.numbers else {
        throw WeightsError(
          file: name, reason: "expected '\(key)' to hold numbers, found \(entry.type.rawValue)")
      }
      guard numbers.allSatisfy(\.isFinite) else {
        throw WeightsError(
          file: name, reason: "'\(key)' holds a number that is infinite or not a number")
      }
      values.append((index, numbers))
    }
    for (index, numbers) in values { load(numbers, at: index) }
    report.loadedCount = values.count
    report.ignored = Set(entries.keys).subtracting(layout.declarations.map(\.name)).sorted()
    return report
  }

  /// The first part of a dotted name.
  private static func module(of name: String) -> Substring {
    name.prefix { $0 != "." }
  }

  /// Removes a first part that all names share and the network does not know.
  private static func withoutPrefix(
    _ entries: [String: SafetensorsFile.Entry], of layout: ParameterLayout
  ) -> [String: SafetensorsFile.Entry] {
    let prefixes = Set(entries.keys.map(module(of:)))
    guard prefixes.count == 1, let prefix = prefixes.first,
      !layout.declarations.contains(where: { module(of: $0.name) == prefix }),
      entries.keys.allSatisfy({ $0.count > prefix.count + 1 })
    else { return entries }
    return Dictionary(
      entries.map { (String($0.key.dropFirst(prefix.count + 1)), $0.value) },
      uniquingKeysWith: { first, _ in first })
  }
}
