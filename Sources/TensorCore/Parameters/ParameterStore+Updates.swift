import CTensorKernels

extension ParameterStore {
  /// The elements that one thread takes at a time: about a megabyte of weights, gradients, moments
  /// and teacher together.
  private static let updateGrain = 32_768

  /// Updates all weights, and a teacher's, in one sweep over the flat buffers.
  ///
  /// Counts a new version of this store and of the teacher. The result is the same bits for any
  /// number of threads.
  ///
  /// - Parameters:
  ///   - update: What happens to every element.
  ///   - moments: The optimizer's buffers, as long as ``values``: for SGD one, or none without
  ///     momentum; for Adam two.
  ///   - teacher: A store with the same layout whose weights follow; nil for none. Its measured
  ///     buffers are left alone.
  package func apply(_ update: WeightUpdate, moments: [FlatBuffer], teacher: ParameterStore?) {
    guard let gradients else { fail("updating a parameter store that is not trained") }
    check(
      teacher.map { $0.layout == layout && $0 !== self } ?? true,
      "the teacher is another network, or the student itself")
    check(
      moments.allSatisfy { $0.count == values.count }, "moments of another network")
    let isAdam = if case .adam = update.rule { true } else { false }
    check(isAdam ? moments.count == 2 : moments.count <= 1, "\(moments.count) moments")

    let kernels = Kernels.optimizers
    let regions = decayRegions
    let pointers = UnsafeSendable(
      (
        weights: values.pointer, gradients: gradients.pointer, teacher: teacher?.values.pointer,
        first: moments.first?.pointer, second: moments.dropFirst().first?.pointer
      ))
    OperationProfile.measure("weight update") {
      Parallel.forEachRange(of: values.count, grain: Self.updateGrain) { range in
        let memory = pointers.value
        var start = range.lowerBound
        for region in regions where region.end > start && start < range.upperBound {
          let end = min(region.end, range.upperBound)
          var arguments = update.kernelArguments(decays: region.decays)
          if let first = memory.first, let second = memory.second {
            kernels.adam(
              &arguments, memory.weights + start, memory.gradients + start, first + start,
              second + start, memory.teacher.map { $0 + start }, end - start)
          } else {
            kernels.sgd(
              &arguments, memory.weights + start, memory.gradients + start,
              memory.first.map { $0 + start }, memory.teacher.map { $0 + start }, end - start)
          }
          start = end
        }
      }
    }
    countChange()
    teacher?.countChange()
  }

  /// Runs of neighboring parameters that are either all decayed or all spared: those with fewer
  /// than two dimensions (biases, and all of batch norm) are spared.
  private var decayRegions: [(end: Int, decays: Bool)] {
    var regions: [(end: Int, decays: Bool)] = []
    for (declaration, offset) in zip(layout.declarations, offsets)
    where declaration.role == .parameter {
      let end = offset + (declaration.shape.elementCount + 15) & ~15
      let decays = declaration.shape.rank >= 2
      if let last = regions.last, last.decays == decays { regions.removeLast() }
      regions.append((end, decays))
    }
    return regions
  }

  /// Moves weights towards those of a student: `w += rate * (student - w)`; 1 copies.
  package func approach(_ student: ParameterStore, rate: Double) {
    check(layout == student.layout && self !== student, "averaging different networks")
    let kernels = Kernels.optimizers
    let pointers = UnsafeSendable((source: student.values.pointer, target: values.pointer))
    Parallel.forEachRange(of: values.count, grain: Self.updateGrain) { range in
      kernels.average(
        Float(rate), pointers.value.source + range.lowerBound,
        pointers.value.target + range.lowerBound, range.count)
    }
    countChange()
  }

  /// Moves measured buffers towards those of a student, `b += rate * (student - b)`, and copies
  /// the counters; a rate of 1 copies all.
  package func approachBuffers(of student: ParameterStore, rate: Double) {
    check(layout == student.layout && self !== student, "averaging different networks")
    let kernels = Kernels.optimizers
    for (index, declaration) in layout.declarations.enumerated()
    where declaration.role != .parameter {
      let start = offsets[index]
      let weight = declaration.role == .counter ? 1 : Float(rate)
      kernels.average(
        weight, student.buffers.pointer + start, buffers.pointer + start,
        (declaration.shape.elementCount + 15) & ~15)
    }
    countChange()
  }

  /// Returns the length of the vector of all gradients; not finite if one of them is not.
  ///
  /// Summed in double precision in an order that the number of threads does not change.
  package func gradientNorm() -> Double {
    guard let gradients else { return 0 }
    let kernels = Kernels.optimizers
    let chunks = (gradients.count + Self.updateGrain - 1) / Self.updateGrain
    let sums = [Double](unsafeUninitializedCapacity: chunks) { sums, initialized in
      let memory = UnsafeSendable((gradients: gradients.pointer, sums: sums.baseAddress))
      Parallel.forEachChunk(chunks) { chunk in
        let start = chunk * Self.updateGrain
        let length = min(Self.updateGrain, gradients.count - start)
        let sum = kernels.sum_of_squares(memory.value.gradients + start, length)
        (memory.value.sums.map { $0 + chunk })?.initialize(to: sum)
      }
      initialized = chunks
    }
    return sums.reduce(0, +).squareRoot()
  }
}
