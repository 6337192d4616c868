extension Tensor {
  /// Returns the cross-entropy of every row of scores with its class.
  ///
  ///     y[r] = -(1 - s) * log softmax(x[r])[label] - s / K * sum over c of log softmax(x[r])[c]
  ///
  /// Gradients flow to the scores.
  ///
  /// - Parameters:
  ///   - labels: The class of every row, within the columns.
  ///   - smoothing: The fraction `s` of the target that is spread over all classes.
  /// - Returns: `[rows]`.
  public func crossEntropy(labels: [Int], smoothing: Float = 0) -> Tensor {
    let (rows, classes) = matrixSize("crossEntropy(labels:)")
    check(
      labels.count == rows && labels.allSatisfy { $0 >= 0 && $0 < classes },
      "\(labels.count) labels for scores of shape \(shape), or a label outside of them")
    let rest = smoothing / Float(max(classes, 1))
    let target = Tensor(shape: shape) { target in
      target.initialize(repeating: rest)
      for (row, label) in labels.enumerated() { target[row * classes + label] += 1 - smoothing }
    }
    return crossEntropy(targets: target)
  }

  /// Returns the cross-entropy of every row of scores with probabilities.
  ///
  ///     y[r] = -sum over c of t[r, c] * log softmax(x[r])[c]
  ///
  /// Gradients flow to the scores, never to the targets. A target of zero contributes nothing.
  ///
  /// - Parameter targets: What the rows should be, of the scores' shape; rows usually sum to one.
  /// - Returns: `[rows]`.
  public func crossEntropy(targets: Tensor) -> Tensor {
    let (rows, classes) = matrixSize("crossEntropy(targets:)")
    check(targets.shape == shape, "scores \(shape) and targets \(targets.shape)")
    let target = targets.detached()
    let logs = withoutGradients { detached().logSoftmax() }
    let losses = Tensor(shape: [rows]) { losses in
      for row in 0..<rows {
        var sum: Float = 0
        for column in row * classes..<(row + 1) * classes where target.pointer[column] != 0 {
          sum -= target.pointer[column] * logs.pointer[column]
        }
        losses.initializeElement(at: row, to: sum)
      }
    }
    return losses.recording([self]) { upstream, _ in
      let probabilities = logs.exp()
      let gradient = Tensor(uninitialized: logs.shape)
      for row in 0..<rows {
        var total: Float = 0
        for column in row * classes..<(row + 1) * classes { total += target.pointer[column] }
        for column in row * classes..<(row + 1) * classes {
          gradient.pointer[column] =
            upstream.pointer[row]
            * (probabilities.pointer[column] * total - target.pointer[column])
        }
      }
      return [gradient]
    }
  }

  /// Returns the negative learning loss of every row, low where classes to reject are unlikely.
  ///
  ///     y[r] = 1 / |N_r| * sum over c in N_r of -log(clamp(1 - p[r, c], epsilon, 1))
  ///
  /// with `p` the softmax of the scores; 0 where `N_r` is empty. Where the clamp holds, the
  /// gradient is zero. `1 - p` is summed from the other classes, so that it keeps its digits when
  /// `p` is near one. Gradients flow to the scores, never to the sets.
  ///
  /// Source: Kim, Yim, Yun and Kim, "NLNL: Negative learning for noisy labels", 2019; the clamp of
  /// 1e-7 is that of the code of Rizve et al., "In defense of pseudo-labeling", 2021.
  ///
  /// - Parameters:
  ///   - complementary: For each class whether it is to be rejected, row-major as the scores.
  ///   - epsilon: The least probability of rejection that is told apart from zero.
  /// - Returns: `[rows]`.
  public func negativeLearning(complementary: [Bool], epsilon: Float = 1e-7) -> Tensor {
    let (rows, classes) = matrixSize("negativeLearning(complementary:)")
    check(
      complementary.count == elementCount,
      "\(complementary.count) marks for scores of shape \(shape)")
    let probabilities = withoutGradients { detached().softmax() }
    let others = Tensor(uninitialized: shape)
    let losses = Tensor(shape: [rows]) { losses in
      for row in 0..<rows {
        let start = row * classes
        var sum: Float = 0
        var count: Float = 0
        for c in 0..<classes {
          var rest: Float = 0
          for k in 0..<classes where k != c { rest += probabilities.pointer[start + k] }
          others.pointer[start + c] = rest
          if complementary[start + c] {
            sum -= logarithm(min(max(rest, epsilon), 1))
            count += 1
          }
        }
        losses.initializeElement(at: row, to: count > 0 ? sum / count : 0)
      }
    }
    return losses.recording([self]) { upstream, _ in
      let gradient = Tensor.zeros(probabilities.shape)
      for row in 0..<rows {
        let start = row * classes
        let marked = (0..<classes).filter { complementary[start + $0] }
        if marked.isEmpty { continue }
        let part = upstream.pointer[row] / Float(marked.count)
        for c in marked {
          let rest = others.pointer[start + c]
          if rest < epsilon { continue }
          // d(-log(1 - p_c)) / dx_k = p_c / (1 - p_c) * ((k == c) - p_k)
          let factor = part * probabilities.pointer[start + c] / rest
          for k in 0..<classes {
            let slope = k == c ? rest : -probabilities.pointer[start + k]
            gradient.pointer[start + k] += factor * slope
          }
        }
      }
      return [gradient]
    }
  }

  /// Returns the Kullback-Leibler divergence of every row's softmax from target probabilities.
  ///
  ///     y[r] = sum over c of t[r, c] * (log t[r, c] - log softmax(x[r])[c])
  ///
  /// Gradients flow to the scores, never to the targets. A target of zero contributes nothing.
  ///
  /// - Parameter targets: What the rows should be, of the scores' shape.
  /// - Returns: `[rows]`.
  public func klDivergence(from targets: Tensor) -> Tensor {
    let (rows, classes) = matrixSize("klDivergence(from:)")
    let target = targets.detached()
    let entropies = Tensor(shape: [rows]) { entropies in
      for row in 0..<rows {
        var sum: Float = 0
        for column in row * classes..<(row + 1) * classes where target.pointer[column] > 0 {
          sum += target.pointer[column] * logarithm(target.pointer[column])
        }
        entropies.initializeElement(at: row, to: sum)
      }
    }
    return crossEntropy(targets: targets) + entropies
  }

  /// Returns the entropy of every row's softmax, in nats; gradients flow to the scores.
  public func softmaxEntropy() -> Tensor {
    _ = matrixSize("softmaxEntropy()")
    return -(softmax() * logSoftmax()).sum(axes: [1])
  }

  private func matrixSize(_ caller: String) -> (rows: Int, columns: Int) {
    check(shape.rank == 2, "\(caller) needs scores [rows, classes], not \(shape)")
    return (shape[0], shape[1])
  }
}
