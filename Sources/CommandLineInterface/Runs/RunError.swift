/// Why a command failed, with what to do in the words of the command line.
struct RunError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
