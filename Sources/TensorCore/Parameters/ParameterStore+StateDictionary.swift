extension ParameterStore {
  /// Returns the numbers of one declaration in PyTorch's order of axes.
  ///
  /// - Parameter index: The index in the layout.
  /// - Returns: The numbers, row-major in ``ParameterDeclaration/exportedShape``.
  package func exportedValues(at index: Int) -> [Float] {
    let declaration = layout.declarations[index]
    let source = elements(of: index)
    guard declaration.axes == .convolution else { return Array(source) }
    var result = [Float](repeating: 0, count: source.count)
    Self.forEachConvolutionWeight(declaration.shape) { ours, theirs in
      result[theirs] = source[ours]
    }
    return result
  }

  /// Replaces the numbers of one declaration.
  ///
  /// - Parameters:
  ///   - values: The numbers in PyTorch's order of axes; as many as the declaration has.
  ///   - index: The index in the layout.
  public func load(_ values: [Float], at index: Int) {
    let declaration = layout.declarations[index]
    let target = elements(of: index)
    check(values.count == target.count, "'\(declaration.name)' takes \(target.count) numbers")
    switch declaration.axes {
    case .same: _ = target.update(from: values)
    case .convolution:
      Self.forEachConvolutionWeight(declaration.shape) { ours, theirs in
        target[ours] = values[theirs]
      }
    }
    countChange()
  }

  /// Visits every weight with its offset in `[h, w, in, out]` and in `[out, in, h, w]`.
  private static func forEachConvolutionWeight(_ shape: Shape, _ visit: (Int, Int) -> Void) {
    let (taps, inputs, outputs) = (shape[0] * shape[1], shape[2], shape[3])
    for tap in 0..<taps {
      for input in 0..<inputs {
        for output in 0..<outputs {
          visit((tap * inputs + input) * outputs + output, (output * inputs + input) * taps + tap)
        }
      }
    }
  }
}
