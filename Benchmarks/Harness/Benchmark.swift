import Dispatch

/// Times one piece of work, several times over.
public struct Benchmark {
  /// What is measured.
  public let name: String
  /// Runs that are not counted, first.
  public var warmupIterations = 1
  /// Counted runs, at most.
  public var maxIterations = 20
  /// The time after which no further run starts, in seconds.
  public var maxDuration = 5.0

  /// Creates a benchmark.
  public init(_ name: String) { self.name = name }

  /// Runs the work and returns the wall-clock times in seconds, sorted.
  public func run(_ work: () -> Void) -> [Double] {
    for _ in 0..<warmupIterations { work() }
    var times: [Double] = []
    let start = DispatchTime.now().uptimeNanoseconds
    repeat {
      let before = DispatchTime.now().uptimeNanoseconds
      work()
      times.append(Double(DispatchTime.now().uptimeNanoseconds - before) / 1e9)
    } while times.count < maxIterations
      && Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9 < maxDuration
    return times.sorted()
  }

  /// Runs the work and returns one line of JSON with percentiles of the wall clock.
  public func report(_ work: () -> Void) -> String {
    let times = run(work)
    func percentile(_ share: Double) -> Double {
      times[min(times.count - 1, Int((share * Double(times.count - 1)).rounded()))]
    }
    let shares = [("p0", 0), ("p25", 0.25), ("p50", 0.5), ("p75", 0.75), ("p90", 0.9), ("p100", 1)]
    let fields = shares.map { "\"\($0.0)\": \(percentile($0.1))" }.joined(separator: ", ")
    return """
      {"benchmark": "\(name)", "metric": "wallClock", "unit": "s", "samples": \(times.count), \
      \(fields)}
      """
  }
}
