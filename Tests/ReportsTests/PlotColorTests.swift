import Foundation
import Testing

@testable import Reports

@Suite("Colors of plots")
struct PlotColorTests {
  private typealias Vector = SIMD3<Double>

  /// Machado, Oliveira and Fernandes 2009, table 1, full severity: rows for linear red, green, blue.
  private static let visions: [(name: String, rows: [SIMD3<Double>])] = [
    ("any", [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
    (
      "protanopia",
      [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
      ]
    ),
    (
      "deuteranopia",
      [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
      ]
    ),
    (
      "tritanopia",
      [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
      ]
    ),
  ]

  private func product(_ rows: [Vector], _ vector: Vector) -> Vector {
    Vector((rows[0] * vector).sum(), (rows[1] * vector).sum(), (rows[2] * vector).sum())
  }

  /// The linear red, green and blue of `#rrggbb`.
  private func linear(_ color: String) throws -> Vector {
    let number = try #require(Int(color.dropFirst(), radix: 16))
    let parts = [number >> 16, number >> 8 & 255, number & 255].map { byte in
      let value = Double(byte) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return Vector(parts)
  }

  private func luminance(_ color: Vector) -> Double {
    (color * Vector(0.2126, 0.7152, 0.0722)).sum()
  }

  /// OKLab (Ottosson 2020).
  private func perceived(_ color: Vector) -> Vector {
    let cones = product(
      [
        [0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
      ], color.clamped(lowerBound: .zero, upperBound: .one))
    return product(
      [
        [0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
      ], Vector(cbrt(cones.x), cbrt(cones.y), cbrt(cones.z)))
  }

  private func contrast(_ one: Double, _ other: Double) -> Double {
    (max(one, other) + 0.05) / (min(one, other) + 0.05)
  }

  @Test("series stand out from the page and from one another for every color vision")
  func series() throws {
    for theme in [\PlotColor.light, \PlotColor.dark] {
      let page = luminance(try linear(PlotColor.surface[keyPath: theme]))
      let colors = try (0..<PlotColor.seriesCount).map {
        try linear(PlotColor.series($0)[keyPath: theme])
      }
      for color in colors { #expect(contrast(luminance(color), page) > 3) }
      for vision in Self.visions {
        let seen = colors.map { perceived(product(vision.rows, $0)) }
        for first in seen.indices {
          for second in 0..<first {
            let difference = seen[first] - seen[second]
            let distance = (difference * difference).sum().squareRoot()
            #expect(distance > 0.09, "\(second) and \(first), \(vision.name)")
          }
        }
      }
    }
  }

  @Test("texts have the contrast that WCAG 2.2 asks for")
  func texts() throws {
    for theme in [\PlotColor.light, \PlotColor.dark] {
      let page = luminance(try linear(PlotColor.surface[keyPath: theme]))
      for color in [PlotColor.ink, .muted] {
        #expect(contrast(luminance(try linear(color[keyPath: theme])), page) > 4.5)
      }
    }
  }
}
