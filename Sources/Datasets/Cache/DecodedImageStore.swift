import Augmentations
import TensorCore

/// Decoded images with one number of channels: grey ones are spread over three, colours become luma.
struct DecodedImageStore: ImageStore {
  let images: DecodedImages
  let channels: Int

  var count: Int { images.channelCounts.count }
  var width: Int { images.width }
  var height: Int { images.height }

  func readImage(at index: Int, into image: inout PixelImage) {
    check(index >= 0 && index < count, "image \(index) of \(count)")
    if image.width != width || image.height != height || image.channels != channels {
      image = PixelImage(width: width, height: height, channels: channels)
    }
    let stored = Int(images.channelCounts[index])
    let size = width * height
    image.pixels.withUnsafeMutableBufferPointer { target in
      images.withSamples(of: index) { source in
        switch (stored, channels) {
        case (0, _): target.update(repeating: 0)
        case (1, 3):
          for place in 0..<size {
            let value = source[place]
            target[3 * place] = value
            target[3 * place + 1] = value
            target[3 * place + 2] = value
          }
        case (3, 1):
          for place in 0..<size {
            target[place] = PixelImage.luma(
              source[3 * place], source[3 * place + 1], source[3 * place + 2])
          }
        default: UnsafeMutableRawBufferPointer(target).copyMemory(from: source)
        }
      }
    }
  }
}
