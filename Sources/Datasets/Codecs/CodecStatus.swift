import CImageCodecs

/// The room that a decoder's message takes.
let messageLength = SIC_MESSAGE_LENGTH

/// Turns what a decoder returned into an error.
func check(
  _ status: Int32, _ message: CodecMessage, library: CodecLibrary, name: String, expected: String
) throws {
  switch Int(status) {
  case SIC_OK:
    return
  case SIC_MISSING_LIBRARY:
    throw DatasetError.missingLibrary(library, file: name)
  case SIC_NO_MEMORY:
    throw DatasetError.unreadable(file: name, reason: "there is not enough memory")
  default:
    throw DatasetError.malformed(file: name, expected: expected, found: "\"\(message.text)\"")
  }
}
