import CImageCodecs

/// A library that decoding needs and that is looked up when it is first used.
public enum CodecLibrary: String, Sendable, Hashable, CaseIterable {
  /// Decodes PNG images.
  case libpng
  /// Decodes JPEG images.
  case libturbojpeg
  /// Expands gzip files.
  case zlib

  /// Whether the library can be loaded here.
  package var isAvailable: Bool { sic_is_available(Int32(code)) == 1 }

  private var code: Int {
    switch self {
    case .libpng: SIC_PNG
    case .libturbojpeg: SIC_JPEG
    case .zlib: SIC_ZLIB
    }
  }

  /// What the library decodes.
  var purpose: String {
    switch self {
    case .libpng: "PNG images"
    case .libturbojpeg: "JPEG images"
    case .zlib: "gzip files"
    }
  }

  /// How to install the library, by system.
  package var installation: String {
    switch self {
    case .libpng: "Debian: libpng16-16, Fedora: libpng, Homebrew: libpng"
    case .libturbojpeg: "Debian: libturbojpeg0, Fedora: turbojpeg, Homebrew: jpeg-turbo"
    case .zlib: "Debian: zlib1g, Fedora: zlib-ng-compat, Homebrew: zlib"
    }
  }
}
