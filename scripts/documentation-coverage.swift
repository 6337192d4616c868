import Foundation

// documentation-coverage SYMBOLS MODULE...
//
// Reads the symbol graphs in SYMBOLS/MODULE and prints how many public declarations of each module have
// a comment of their own. Exits with 1, and names every other declaration, if that is not all of them.
//
// Counted is what stands in the sources: symbols with a source location. Left out are members that the
// compiler derives, such as init(rawValue:) of an enumeration and init(from:) of a Codable type, which
// have none. A comment that is inherited, as from the requirement of a protocol in another file, does
// not count.

struct Graph: Decodable {
  let symbols: [Symbol]
}

struct Symbol: Decodable {
  struct Location: Decodable {
    struct Position: Decodable { let line: Int }
    let uri: String
    let position: Position
  }
  struct Comment: Decodable {
    struct Line: Decodable {
      let text: String
    }
    let uri: String?
    let lines: [Line]
  }
  let pathComponents: [String]
  let location: Location?
  let docComment: Comment?

  var hasOwnComment: Bool {
    guard let docComment, docComment.uri == location?.uri else { return false }
    return docComment.lines.contains { !$0.text.allSatisfy(\.isWhitespace) }
  }
}

func percent(_ part: Int, of whole: Int) -> String {
  // Rounded down, so that 100 % means all.
  whole == 0 ? "100.0 %" : String(format: "%.1f %%", Double(part * 1000 / whole) / 10)
}

func row(_ name: String, _ documented: Int, _ count: Int) {
  let columns = [
    name.padding(toLength: 20, withPad: " ", startingAt: 0),
    String(format: "%5d of %5d", documented, count), percent(documented, of: count),
  ]
  print(columns.joined(separator: "  "))
}

let arguments = CommandLine.arguments.dropFirst()
guard let folder = arguments.first, arguments.count > 1 else {
  print("usage: documentation-coverage SYMBOLS MODULE...")
  exit(64)
}

var missing: [String] = []
var (allDocumented, allCount) = (0, 0)
for module in arguments.dropFirst() {
  let place = URL(fileURLWithPath: folder).appendingPathComponent(module)
  let files = try FileManager.default.contentsOfDirectory(
    at: place, includingPropertiesForKeys: nil)
  var (documented, count) = (0, 0)
  for file in files where file.lastPathComponent.hasSuffix(".symbols.json") {
    let graph = try JSONDecoder().decode(Graph.self, from: Data(contentsOf: file))
    for symbol in graph.symbols {
      guard let location = symbol.location else { continue }
      count += 1
      if symbol.hasOwnComment {
        documented += 1
      } else {
        let path = URL(string: location.uri)?.path ?? location.uri
        let name = symbol.pathComponents.joined(separator: ".")
        missing.append("\(path):\(location.position.line + 1): \(name) has no comment")
      }
    }
  }
  row(module, documented, count)
  allDocumented += documented
  allCount += count
}
row("all", allDocumented, allCount)
guard allCount > 0 else {
  print("no public declaration was found in \(folder)")
  exit(1)
}
missing.sort()
for line in missing { print(line) }
exit(missing.isEmpty ? 0 : 1)
