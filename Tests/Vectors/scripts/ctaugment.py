"""Reference answers of CTAugment: how rates are learned, and every operation on two images.

Run as `python Tests/Vectors/scripts/ctaugment.py`; needs numpy, pillow and safetensors. Written here from
the paper (arXiv 1911.09785) and the formulas of its operations, with nothing of the package.
"""

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from common import generator, save

BINS = {"autoContrast": [17], "blur": [17], "brightness": [17], "color": [17], "contrast": [17],
        "cutout": [17], "equalize": [17], "invert": [17], "identity": [], "posterize": [8],
        "rescale": [17, 6], "rotate": [17], "sharpness": [17], "shearX": [17], "shearY": [17],
        "smooth": [17], "solarize": [17], "translateX": [17], "translateY": [17]}
FILTERS = [Image.Resampling.LANCZOS, Image.Resampling.BICUBIC, Image.Resampling.BILINEAR,
           Image.Resampling.BOX, Image.Resampling.HAMMING, Image.Resampling.NEAREST]


def rates():
    """A stream of probes: what was tried, how much of the class was left, how likely bins are."""
    r = generator("ctaugment")
    names = sorted(BINS)
    table = {name: [np.ones(n) for n in BINS[name]] for name in names}
    steps = 400
    operations, levels, matches = [], [], []
    for _ in range(steps):
        name = names[r.integers(len(names))]
        level = r.uniform(size=2)
        p, y = r.dirichlet(np.ones(5) / 2), int(r.integers(5))
        match = 1 - 0.5 * np.abs(p - np.eye(5)[y]).sum()
        for value, bins in zip(level, table[name]):
            place = int(value * len(bins) * 0.999)
            bins[place] = 0.9 * bins[place] + 0.1 * match
        operations.append(names.index(name))
        levels.append(level)
        matches.append(match)
    result = {"in.operations": operations, "in.levels": np.float32(levels),
              "in.matches": np.float32(matches)}
    dropped = 0
    for name in names:
        for place, bins in enumerate(table[name]):
            p = bins + 0.1
            p = p / p.max()
            p[p < 0.8] = 0
            dropped += int((p == 0).sum())
            result[f"out.{name}.{place}"] = p / p.sum()
    assert dropped > 20
    save("ctaugment_rates", result, op="ctaugment_rates", names=names, decay=0.9, threshold=0.8)


def answer(name, image, level, other):
    """One operation at a level, and for rescaling a second level."""
    factor, around = 0.1 + 1.9 * level, 2 * level - 1
    width, height = image.size

    def affine(*numbers):
        return image.transform(image.size, Image.Transform.AFFINE, numbers)

    def blend(result):
        return Image.blend(image, result, level)

    def rescaled():
        s = level * 0.25
        box = (s * width, s * height, width * (1 - s), height * (1 - s))
        return image.crop(box).resize(image.size, FILTERS[int(other * 5.99)])

    return {
        "autoContrast": lambda: blend(ImageOps.autocontrast(image)),
        "blur": lambda: blend(image.filter(ImageFilter.BLUR)),
        "brightness": lambda: ImageEnhance.Brightness(image).enhance(factor),
        "color": lambda: ImageEnhance.Color(image).enhance(factor),
        "contrast": lambda: ImageEnhance.Contrast(image).enhance(factor),
        "equalize": lambda: blend(ImageOps.equalize(image)),
        "invert": lambda: blend(ImageOps.invert(image)),
        "identity": lambda: image,
        "posterize": lambda: ImageOps.posterize(image, 1 + int(level * 7.999)),
        "rescale": rescaled,
        "rotate": lambda: image.rotate(int(np.round(around * 45))),
        "sharpness": lambda: ImageEnhance.Sharpness(image).enhance(factor),
        "shearX": lambda: affine(1, around * 0.3, 0, 0, 1, 0),
        "shearY": lambda: affine(1, 0, 0, around * 0.3, 1, 0),
        "smooth": lambda: blend(image.filter(ImageFilter.SMOOTH)),
        "solarize": lambda: ImageOps.solarize(image, int(level * 255.999)),
        "translateX": lambda: affine(1, 0, around * 0.3 * width, 0, 1, 0),
        "translateY": lambda: affine(1, 0, 0, 0, 1, around * 0.3 * height),
    }[name]()


def images():
    """Every operation but the cutout, whose place is random, at three levels."""
    levels = [(0.0, 0.1), (0.37, 0.5), (0.9, 0.95)]
    for height, width, channels in ((12, 15, 3), (9, 8, 1)):
        r = generator(f"image{channels}")
        smooth = r.uniform(40, 200, size=(height, width, channels)).cumsum(0).cumsum(1)
        pixels = np.uint8(20 + 200 * smooth / smooth.max() + r.uniform(0, 30, size=smooth.shape))
        image = Image.fromarray(pixels if channels == 3 else pixels[:, :, 0])
        result = {"in.image": pixels}
        for name in sorted(set(BINS) - {"cutout"}):
            for place, (level, other) in enumerate(levels):
                array = np.asarray(answer(name, image, level, other))
                result[f"out.{name}.{place}"] = array.reshape(pixels.shape)
        save(f"ctaugment_{channels}", result, op="ctaugment", levels=levels)


if __name__ == "__main__":
    rates()
    images()
