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
let measurement = try wanted.prepare(threads, arguments[3])
say("ready")
while readLine() != nil { say(json(try measurement.take())) }
