import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Reads markup as XML does, and gathers what stands in it.
final class WellFormed: NSObject, XMLParserDelegate {
  private(set) var counts: [String: Int] = [:]
  private(set) var texts: [String] = []
  /// The values of attributes that make a browser load something.
  private(set) var loads: [String] = []
  private var text = ""

  /// Reads markup; the error says where it is broken.
  init(_ markup: String) throws {
    super.init()
    let parser = XMLParser(data: Data(markup.utf8))
    parser.delegate = self
    guard parser.parse() else {
      throw parser.parserError ?? CocoaError(.formatting)
    }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    counts[name, default: 0] += 1
    for (key, value) in attributes
    where ["src", "href", "srcset", "data", "poster", "action", "xlink:href"].contains(key) {
      loads.append(value)
    }
    text = ""
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    if !text.isEmpty { texts.append(text) }
    text = ""
  }
}
