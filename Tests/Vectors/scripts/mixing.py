"""Reference values and gradients of MixMatch and ReMixMatch, in double precision.

Run as `python Tests/Vectors/scripts/mixing.py`; needs torch, numpy and safetensors. Formulas are written
here from the papers, with nothing of the package but the names of the arrays.
"""

import numpy as np
import torch
import torch.nn.functional as F

from common import generator, grad, leaf, save, single


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def sharpen(p, temperature):
    q = p ** (1 / temperature)
    return q / q.sum(1, keepdims=True)


def pairs(r, count):
    """Partners and shares of the larger part."""
    partners = r.permutation(count)
    shares = single(r.beta(0.75, 0.75, size=count))
    return partners, np.maximum(shares, 1 - shares)


def blend(a, partners, shares):
    s = shares.reshape([-1] + [1] * (a.ndim - 1))
    return s * a + (1 - s) * a[partners]


def mixmatch():
    """Two weak views make a label, everything is blended, a linear network answers."""
    r = generator("mixmatch")
    b, n, classes, shape = 4, 6, 3, (2, 2, 2)
    size = int(np.prod(shape))
    x, u1, u2 = (single(r.normal(size=(k, *shape))) for k in (b, n, n))
    scores = [single(r.normal(size=(n, classes)) * 1.5) for _ in range(2)]
    labels = r.integers(0, classes, size=b)
    q = sharpen((softmax(scores[0]) + softmax(scores[1])) / 2, 0.5)
    partners, shares = pairs(r, b + 2 * n)
    images = blend(np.concatenate([x, u1, u2]), partners, shares)
    targets = blend(np.concatenate([np.eye(classes)[labels], q, q]), partners, shares)
    w = leaf(r.normal(size=(size, classes)) / 2)
    logits = torch.tensor(images.reshape(-1, size)) @ w
    goal = torch.tensor(targets)
    supervised = -(goal[:b] * F.log_softmax(logits[:b], 1)).sum(1).mean()
    squares = ((F.softmax(logits[b:], 1) - goal[b:]) ** 2).mean()
    g, = grad(supervised + 100 * squares, w)
    save("mixmatch", {
        "in.x": x, "in.u1": u1, "in.u2": u2, "in.p1": scores[0], "in.p2": scores[1],
        "in.labels": labels, "in.partners": partners, "in.shares": shares, "in.w": w,
        "out.images": images, "out.targets": targets, "out.supervised": supervised.reshape(1),
        "out.mixed": squares.reshape(1), "grad.w": g}, op="mixmatch", temperature=0.5, weight=100)


def remixmatch():
    """Strong views take the label of the weak one; a second head counts quarter turns."""
    r = generator("remixmatch")
    b, n, classes, shape = 4, 5, 3, (3, 3, 2)
    size, hidden = int(np.prod(shape)), 6
    x, s1, s2, u = (single(r.normal(size=(k, *shape))) for k in (b, n, n, n))
    weak = single(r.normal(size=(n, classes)) * 1.5)
    labels = np.array([0, 1, 1, 2])
    # The first step: the label shares of one batch, a queue of four with one mean and three uniform.
    p = softmax(weak)
    model = (p.mean(0) + 3 / classes) / 4
    q = p * (1e-6 + np.bincount(labels, minlength=classes) / b) / (1e-6 + model)
    q = sharpen(q / q.sum(1, keepdims=True), 0.5)
    partners, shares = pairs(r, b + 3 * n)
    images = blend(np.concatenate([x, s1, s2, u]), partners, shares)
    targets = blend(np.concatenate([np.eye(classes)[labels], q, q, q]), partners, shares)
    w1, w2 = leaf(r.normal(size=(size, hidden)) / 3), leaf(r.normal(size=(hidden, classes)))
    w3 = leaf(r.normal(size=(hidden, 4)))
    turns = np.array([0, 1, 2, 3, 1])

    def features(batch):
        return torch.tanh(torch.tensor(batch.reshape(len(batch), -1)) @ w1)

    def entropy(logits, goal):
        return -(torch.tensor(goal) * F.log_softmax(logits, 1)).sum(1).mean()

    logits = features(images) @ w2
    turned = np.stack([np.rot90(image, k) for image, k in zip(s1, turns)])
    terms = [entropy(logits[:b], targets[:b]), entropy(logits[b:], targets[b:]),
             entropy(features(s1) @ w2, q),
             entropy(features(turned) @ w3, np.eye(4)[turns])]
    g = grad(terms[0] + 1.5 * terms[1] + 0.5 * terms[2] + 0.5 * terms[3], w1, w2, w3)
    save("remixmatch", {
        "in.x": x, "in.s1": s1, "in.s2": s2, "in.u": u, "in.weak": weak, "in.labels": labels,
        "in.partners": partners, "in.shares": shares, "in.turns": turns, "in.w1": w1, "in.w2": w2,
        "in.w3": w3, "out.images": images, "out.targets": targets,
        "out.terms": torch.stack(terms), "grad.w1": g[0], "grad.w2": g[1], "grad.w3": g[2]},
        op="remixmatch", queue=4, temperature=0.5)


if __name__ == "__main__":
    mixmatch()
    remixmatch()
