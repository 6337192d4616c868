import Foundation

// Our side of `Benchmarks/compare`: prepares one case, says so, and takes a figure for every line
// on standard input.
//
//     Compare CASE THREADS FOLDER

let arguments = CommandLine.arguments
guard arguments.count == 4, let threads = Int(arguments[2]),
  let wanted = Case.all.first(where: { $0.name == arguments[1] })
else {
  say("usage: Compare CASE THREADS FOLDER\ncases: \(Case.all.map(\.name).joined(separator: " "))")
  exit(64)
}
/// Tells a failure and ends; 69 says that this machine lacks what the case needs.
func fail(_ error: any Error, code: Int32) -> Never {
  FileHandle.standardError.write(Data("Compare \(wanted.name): \(error)\n".utf8))
  exit(code)
}

let measurement: Measurement
do { measurement = try wanted.prepare(threads, arguments[3]) } catch { fail(error, code: 69) }
say("ready")
do { while readLine() != nil { say(json(try measurement.take())) } } catch { fail(error, code: 1) }
