"""The other side of Benchmarks/compare: PyTorch, torchvision, NumPy and Pillow.

    peer.py CASE SETTING THREADS FOLDER

prepares one case in one setting, says "ready", and takes a figure for every line on standard input.
peer.py --settings CASE lists the settings that are tried; the best of them is compared with.
"""

import json
import resource
import sys
import time

SETTINGS = {
    "step": ["eager", "compiled"],
    "infer": ["eager", "compiled", "frozen"],
    "pipeline": ["eager", "compiled"],
    "memory": ["eager", "compiled"],
    "gemm": ["torch", "numpy"],
    "policy": ["bincount", "counter"],
}


def timed(work, repeats=1, units=1.0):
    def take():
        start = time.perf_counter()
        for _ in range(repeats):
            work()
        return {"value": (time.perf_counter() - start) / repeats / units}

    return take


def model(name, setting):
    import torch

    import networks

    net, side, channels, labeled, unlabeled = networks.make(name)
    net = net.to(memory_format=torch.channels_last)
    if setting == "compiled":
        net = torch.compile(net)
    return net, side, channels, labeled, unlabeled


def sgd(net):
    import torch

    return torch.optim.SGD(
        net.parameters(), lr=0.03, momentum=0.9, nesterov=True, weight_decay=5e-4, fused=True
    )


def make_step(name, setting):
    import torch
    import torch.nn.functional as F

    net, side, channels, labeled, unlabeled = model(name, setting)
    optimizer = sgd(net)
    images = torch.rand(labeled + 2 * unlabeled, channels, side, side) * 2 - 1
    images = images.contiguous(memory_format=torch.channels_last)
    classes = net.fc.out_features
    labels = torch.arange(labeled) % classes

    def step():
        logits = net(images)
        weak = logits[labeled : labeled + unlabeled].detach().softmax(1)
        confidence, pseudo = weak.max(1)
        loss = F.cross_entropy(logits[:labeled], labels)
        losses = F.cross_entropy(logits[labeled + unlabeled :], pseudo, reduction="none")
        loss = loss + (losses * (confidence >= 0.95)).mean()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)

    return step


def step_case(case, setting, folder):
    name = case.removeprefix("step-").removesuffix("-112")
    step = make_step(name, setting)
    for _ in range(3):
        step()
    return timed(step, repeats={"wrn-28-2": 1, "wrn-10-1": 5}.get(name, 2))


def infer_case(case, setting, folder):
    import torch

    if setting == "frozen":
        import torch._inductor.config as config

        config.freezing = True
    net, side, channels, _, _ = model("wrn-28-2", "eager")
    net.eval()
    if setting != "eager":
        net = torch.compile(net)
    images = torch.rand(256, channels, side, side).contiguous(memory_format=torch.channels_last)

    def work():
        with torch.no_grad() if setting == "frozen" else torch.inference_mode():
            net(images)

    for _ in range(3):
        work()
    return timed(work, repeats=2)


def memory_case(case, setting, folder):
    step = make_step("wrn-28-2", setting)
    for _ in range(4):
        step()
    return lambda: {"value": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def startup_case(case, setting, folder):
    make_step("wrn-10-1", "eager")()
    return timed(lambda: None)


def gemm_case(case, setting, folder):
    size = int(case.split("-")[1])
    repeats = max(1, int(4e10 / (2.0 * size**3)))
    if setting == "torch":
        import torch

        a, b = torch.rand(size, size), torch.rand(size, size)
        result = torch.empty(size, size)
        work = lambda: torch.mm(a, b, out=result)
    else:
        import numpy

        a, b = (numpy.random.rand(size, size).astype(numpy.float32) for _ in range(2))
        result = numpy.empty((size, size), numpy.float32)
        work = lambda: numpy.matmul(a, b, out=result)
    for _ in range(3):
        work()
    return timed(work, repeats=repeats)


class RandomOperations:
    """RandAugment as USB has it: three operations, uniform magnitudes, then cutout."""

    def __call__(self, image):
        import random

        from PIL import ImageEnhance, ImageOps

        import PIL.Image

        sign = lambda v: v if random.random() < 0.5 else -v
        affine = lambda m: image.transform(image.size, PIL.Image.AFFINE, m)
        between = random.uniform
        for name in random.choices(range(14), k=3):
            if name == 0:
                image = ImageOps.autocontrast(image)
            elif name == 1:
                image = ImageEnhance.Brightness(image).enhance(between(0.05, 0.95))
            elif name == 2:
                image = ImageEnhance.Color(image).enhance(between(0.05, 0.95))
            elif name == 3:
                image = ImageEnhance.Contrast(image).enhance(between(0.05, 0.95))
            elif name == 4:
                image = ImageOps.equalize(image)
            elif name == 6:
                image = ImageOps.posterize(image, int(between(4, 8)))
            elif name == 7:
                image = image.rotate(sign(between(0, 30)))
            elif name == 8:
                image = ImageEnhance.Sharpness(image).enhance(between(0.05, 0.95))
            elif name == 9:
                image = affine((1, sign(between(0, 0.3)), 0, 0, 1, 0))
            elif name == 10:
                image = affine((1, 0, 0, sign(between(0, 0.3)), 1, 0))
            elif name == 11:
                image = ImageOps.solarize(image, int(between(0, 256)))
            elif name == 12:
                image = affine((1, 0, sign(between(0, 0.3)) * image.size[0], 0, 1, 0))
            elif name == 13:
                image = affine((1, 0, 0, 0, 1, sign(between(0, 0.3)) * image.size[1]))
        from PIL import ImageDraw

        image = image.copy()
        side = between(0, 0.5) * image.size[0]
        x, y = (max(0, between(0, length) - side / 2) for length in image.size)
        corner = (min(image.size[0], x + side), min(image.size[1], y + side))
        ImageDraw.Draw(image).rectangle((x, y, *corner), (125, 123, 114))
        return image


def transforms_of(case):
    from torchvision import transforms

    normalize = transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
    weak = [
        transforms.RandomHorizontalFlip(),
        transforms.RandomCrop(32, padding=4, padding_mode="reflect"),
    ]
    strong = [RandomOperations()] if case == "augment-strong" else []
    return transforms.Compose(weak + strong + [transforms.ToTensor(), normalize])


def random_images(count):
    import numpy
    from PIL import Image

    values = numpy.random.RandomState(1).randint(0, 256, (count, 32, 32, 3), numpy.uint8)
    return [Image.fromarray(value) for value in values]


def augment_case(case, setting, folder):
    import torch

    torch.set_num_threads(1)
    images, transform = random_images(512), transforms_of(case)

    def work():
        torch.stack([transform(image) for image in images])

    work()
    return timed(work, units=512)


class Unlabeled:
    """Weak and strong views of a data set."""

    def __init__(self, images):
        self.images = images
        self.weak, self.strong = transforms_of("augment-weak"), transforms_of("augment-strong")

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return self.weak(self.images[index]), self.strong(self.images[index])


class Labeled:
    """Weak views and classes of a data set."""

    def __init__(self, images):
        self.images, self.weak = images, transforms_of("augment-weak")

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return self.weak(self.images[index]), index % 10


def pipeline_case(case, setting, folder):
    """FixMatch as a user of PyTorch writes it: two loaders, weak views without gradient, EMA."""
    import copy

    import torch
    import torch.nn.functional as F

    net, _, _, labeled, unlabeled = model("wrn-28-2", setting)
    teacher = [parameter.detach().clone() for parameter in net.parameters()]
    optimizer = sgd(net)
    images = random_images(2048)

    def batches(data, size):
        sampler = torch.utils.data.RandomSampler(data, True, 1 << 30)
        loader = torch.utils.data.DataLoader(
            data, size, sampler=sampler, num_workers=1, persistent_workers=True
        )
        return iter(loader)

    first = batches(Labeled(images[:100]), labeled)
    second = batches(Unlabeled(images), unlabeled)

    def step():
        x, y = next(first)
        weak, strong = next(second)
        layout = {"memory_format": torch.channels_last}
        with torch.no_grad():
            confidence, pseudo = net(weak.contiguous(**layout)).softmax(1).max(1)
        logits = net(torch.cat([x, strong]).contiguous(**layout))
        losses = F.cross_entropy(logits[len(x) :], pseudo, reduction="none")
        loss = F.cross_entropy(logits[: len(x)], y) + (losses * (confidence >= 0.95)).mean()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        with torch.no_grad():
            torch._foreach_lerp_(teacher, list(net.parameters()), 0.001)

    for _ in range(3):
        step()
    return timed(step, repeats=2)


def policy_case(case, setting, folder):
    """FlexMatch with a recount of the pool at every step."""
    from collections import Counter

    import torch

    pool, batch, classes = 50_000, 448, 10
    torch.manual_seed(1)
    steps = [
        (torch.rand(batch, classes) * 16 - 8, torch.randint(0, pool, (batch,))) for _ in range(64)
    ]
    chosen = torch.full((pool,), -1, dtype=torch.long)
    status = torch.zeros(classes)

    def step(logits, ids):
        confidence, labels = logits.softmax(1).max(1)
        threshold = 0.95 * status / (2 - status)
        mask = (confidence >= threshold[labels]).float()
        sure = confidence >= 0.95
        chosen[ids[sure]] = labels[sure]
        if setting == "bincount":
            counts = torch.bincount(chosen + 1, minlength=classes + 1)
            status.copy_(counts[1:] / counts.max())
        else:
            counter = Counter(chosen.tolist())
            most = max(counter.values())
            for index in range(classes):
                status[index] = counter[index] / most
        return mask

    def work():
        for logits, ids in steps[: 64 if setting == "bincount" else 8]:
            step(logits, ids)

    work()
    return timed(work, units=64 if setting == "bincount" else 8)


def decode_case(case, setting, folder):
    import numpy
    from PIL import Image

    names = [f"{folder}/{index}.jpg" for index in range(64)]

    def work():
        for name in names:
            numpy.asarray(Image.open(name).convert("RGB"))

    work()
    return timed(work, units=len(names))


def draw_images(folder):
    """Draws the JPEG files of decode-jpeg: smooth with some grain, as photographs are."""
    import numpy
    from PIL import Image

    random = numpy.random.RandomState(1)
    for index in range(64):
        rough = Image.fromarray(random.randint(0, 256, (8, 8, 3), numpy.uint8))
        smooth = numpy.asarray(rough.resize((224, 224), Image.BICUBIC), numpy.float32)
        grain = random.normal(0, 8, smooth.shape)
        image = numpy.clip(smooth + grain, 0, 255).astype(numpy.uint8)
        Image.fromarray(image).save(f"{folder}/{index}.jpg", quality=90)


CASES = {
    "step": step_case,
    "infer": infer_case,
    "memory": memory_case,
    "startup": startup_case,
    "gemm": gemm_case,
    "augment": augment_case,
    "pipeline": pipeline_case,
    "policy": policy_case,
    "decode": decode_case,
}

if __name__ == "__main__":
    if sys.argv[1] == "--settings":
        print(" ".join(SETTINGS.get(sys.argv[2].split("-")[0], ["default"])))
        sys.exit(0)
    if sys.argv[1] == "--images":
        draw_images(sys.argv[2])
        sys.exit(0)
    case, setting, threads, folder = sys.argv[1:5]
    if setting not in ("numpy",) and not case.startswith("decode"):
        import torch

        torch.set_num_threads(int(threads))
    take = CASES[case.split("-")[0]](case, setting, folder)
    print("ready", flush=True)
    for _ in sys.stdin:
        print(json.dumps(take()), flush=True)
