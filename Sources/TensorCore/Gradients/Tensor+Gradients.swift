import CTensorKernels

extension Tensor {
  /// Whether the tensor depends on a variable or parameter.
  package var needsGradient: Bool { node != nil }

  /// Returns the same numbers as a constant: gradients stop here.
  public func detached() -> Tensor {
    Tensor(storage: storage, offset: offset, shape: shape)
  }

  /// Returns the same numbers as a variable, with respect to which results can be differentiated.
  public func variable() -> Tensor {
    Tensor(
      storage: storage, offset: offset, shape: shape,
      node: GradientNode(shape: shape, inputs: [], backward: nil))
  }

  /// Records the inputs and the backward function of this result, if any input needs a gradient.
  ///
  /// - Parameters:
  ///   - inputs: The tensors that it was computed from.
  ///   - backward: The gradients of the inputs from the gradient of the result. What the closure
  ///     captures stays in memory until it has run: capture only what is needed.
  /// - Returns: The result, with the record where one is needed.
  package func recording(
    _ inputs: [Tensor], backward: @escaping GradientNode.Backward
  ) -> Tensor {
    recordingSums(inputs) { upstream, wanted, _ in backward(upstream, wanted) }
  }

  /// As ``recording(_:backward:)``, with a function that can add to gradients that are present.
  package func recordingSums(
    _ inputs: [Tensor], backward: @escaping GradientNode.SummingBackward
  ) -> Tensor {
    guard inputs.contains(where: \.needsGradient), GradientRecording.isEnabled else { return self }
    return Tensor(
      storage: storage, offset: offset, shape: shape,
      node: GradientNode(shape: shape, inputs: inputs.map(\.node), backward: backward))
  }

  /// Adds the gradients of this number with respect to all parameters to their stores.
  ///
  /// The recorded computation is released: a second call on it stops the program.
  public func backward() {
    _ = Tensor.differentiate(self, targets: nil)
  }

  /// Returns the gradients of a number with respect to variables; parameters are left alone.
  ///
  /// The recorded computation is released. A variable that the number does not depend on has a
  /// gradient of zeros.
  ///
  /// - Parameters:
  ///   - loss: A tensor with one element.
  ///   - variables: Results of ``variable()``.
  /// - Returns: One tensor for each variable, of its shape.
  public static func gradients(
    of loss: Tensor, withRespectTo variables: [Tensor]
  ) -> [Tensor] {
    let nodes = variables.map { variable -> GradientNode in
      guard let node = variable.node, node.isLeaf else {
        fail("gradients(of:withRespectTo:) needs results of variable()")
      }
      return node
    }
    return zip(differentiate(loss, targets: nodes), variables).map { $0 ?? .zeros($1.shape) }
  }

  /// Runs the backward functions of everything that a number was computed from, latest first.
  ///
  /// - Parameters:
  ///   - loss: The number.
  ///   - targets: The leaves whose gradients are returned; nil means every parameter's sink.
  /// - Returns: The gradients of the targets, nil where the number does not depend on one.
  private static func differentiate(_ loss: Tensor, targets: [GradientNode]?) -> [Tensor?] {
    check(loss.elementCount == 1, "only a single number is differentiated, not \(loss.shape)")
    guard let root = loss.node else { return (targets ?? []).map { _ in nil } }

    var nodes = [root]
    var indices = [ObjectIdentifier(root): 0]
    var visited = 0
    while visited < nodes.count {
      for case .some(let input) in nodes[visited].inputs
      where indices.updateValue(0, forKey: ObjectIdentifier(input)) == nil {
        nodes.append(input)
      }
      visited += 1
    }
    nodes.sort { $0.sequence > $1.sequence }
    for (index, node) in nodes.enumerated() { indices[ObjectIdentifier(node)] = index }

    let wantedLeaves = targets.map { Set($0.map(ObjectIdentifier.init)) }
    var leadsToTarget = [Bool](repeating: wantedLeaves == nil, count: nodes.count)
    if let wantedLeaves {
      for index in nodes.indices.reversed() {
        leadsToTarget[index] =
          wantedLeaves.contains(ObjectIdentifier(nodes[index]))
          || nodes[index].inputs.contains { input in
            input.flatMap { indices[ObjectIdentifier($0)] }.map { leadsToTarget[$0] } ?? false
          }
      }
    }

    var gradients = [Tensor?](repeating: nil, count: nodes.count)
    gradients[0] = .ones(loss.shape)
    var results: [ObjectIdentifier: Tensor] = [:]
    for (index, node) in nodes.enumerated() {
      guard let gradient = gradients[index] else { continue }
      gradients[index] = nil
      if node.isLeaf {
        if let wantedLeaves {
          if wantedLeaves.contains(ObjectIdentifier(node)) {
            results[ObjectIdentifier(node)] = gradient
          }
        } else if let sink = node.sink {
          gradient.add(to: sink)
        }
        continue
      }
      guard let backward = node.backward else {
        fail("this computation was differentiated before; its record is gone")
      }
      node.backward = nil
      let wanted = node.inputs.map { input in
        input.flatMap { indices[ObjectIdentifier($0)] }.map { leadsToTarget[$0] } ?? false
      }
      let contributions = backward(gradient, wanted) { index in
        guard wanted[index], let input = node.inputs[index],
          let target = indices[ObjectIdentifier(input)]
        else { return nil }
        defer { gradients[target] = nil }
        return gradients[target]
      }
      check(contributions.count == wanted.count, "a backward function returned the wrong number")
      for (input, contribution) in zip(node.inputs, contributions) {
        guard let input, let contribution, let target = indices[ObjectIdentifier(input)] else {
          continue
        }
        check(
          contribution.shape == input.shape,
          "a gradient has shape \(contribution.shape), its tensor \(input.shape)")
        if var sum = gradients[target] {
          gradients[target] = nil
          sum.accumulate(contribution)
          gradients[target] = sum
        } else {
          gradients[target] = contribution
        }
      }
    }
    return (targets ?? []).map { results[ObjectIdentifier($0)] }
  }

  /// Adds another tensor of the same shape, in its own memory if nobody else holds the memory.
  package mutating func accumulate(_ other: Tensor) {
    check(shape == other.shape, "adding \(other.shape) to \(shape)")
    let kernels = Kernels.elementwise
    let isFree = storage.isOwned && isKnownUniquelyReferenced(&storage)
    let sum = isFree ? self : Tensor(uninitialized: shape)
    OperationProfile.measure("sum of gradients") {
      Parallel.forEachRange(of: elementCount, grain: 1 << 15) { [self] range in
        let start = range.lowerBound
        kernels.add(pointer + start, other.pointer + start, sum.pointer + start, range.count)
      }
    }
    self = sum
  }

  private func add(to sink: GradientSink) {
    let target = sink.buffer.pointer + sink.offset
    Kernels.elementwise.add(target, pointer, target, elementCount)
  }
}
