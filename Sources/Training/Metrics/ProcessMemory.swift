import TensorCore

/// What this process takes of the machine's memory.
public enum ProcessMemory {
  /// The largest amount of physical memory held so far, in MiB; 0 where the system does not say.
  public static var peakResidentMiB: Double {
    Double(Platform.peakResidentBytes ?? 0) / 1_048_576
  }
}
