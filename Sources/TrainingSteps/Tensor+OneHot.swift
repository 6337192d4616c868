package import TensorCore

extension Tensor {
  /// Returns one row a label: one in its class, zero elsewhere.
  package static func oneHot(_ labels: [Int], classCount: Int) -> Tensor {
    Tensor(shape: [labels.count, classCount]) { values in
      values.initialize(repeating: 0)
      for (row, label) in labels.enumerated() { values[row * classCount + label] = 1 }
    }
  }
}
