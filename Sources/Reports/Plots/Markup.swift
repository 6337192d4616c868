/// Pieces of XML: the report's page and its plots are well-formed, so that any reader takes them.
enum Markup {
  /// Returns text as it may stand between tags and in quoted attributes.
  ///
  /// What XML 1.0 (2.2) does not allow at all becomes U+FFFD.
  static func escape(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n", "\r": result.unicodeScalars.append(scalar)
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Returns an element.
  ///
  /// - Parameters:
  ///   - name: The name of the element.
  ///   - attributes: Names and values, which are escaped; nil leaves one out.
  ///   - content: Markup inside; nil for an element without an end tag.
  /// - Returns: The markup.
  static func element(
    _ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ content: String? = nil
  ) -> String {
    var tag = "<" + name
    for (key, value) in attributes {
      if let value { tag += " \(key)=\"\(escape(value))\"" }
    }
    return content.map { "\(tag)>\($0)</\(name)>" } ?? tag + "/>"
  }
}
