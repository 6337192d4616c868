/// Stops the program with a message when a condition that the caller must ensure does not hold.
///
/// Unlike `precondition`, the message survives an optimized build. For programmer errors only; bad
/// input is a thrown error.
@inline(__always)
package func check(
  _ condition: Bool, _ message: @autoclosure () -> String, file: StaticString = #fileID,
  line: UInt = #line
) {
  if !condition { fail(message(), file: file, line: line) }
}

/// Stops the program with a message.
@inline(never)
package func fail(_ message: String, file: StaticString = #fileID, line: UInt = #line) -> Never {
  fatalError(message, file: file, line: line)
}
