"""Reference values and gradients of the losses of single methods, in double precision.

Run as `python Tests/Vectors/scripts/losses.py`; needs torch, numpy and safetensors. Formulas are written
here from the papers, with nothing of the package but the names of the arrays.
"""

import math

import numpy as np
import torch
import torch.nn.functional as F

from common import generator, grad, leaf, save, single


def vat():
    """Miyato et al., 2018, algorithm 1, for a network of one hidden layer over 3x4x2 images."""
    r = generator("vat")
    n, size, hidden, classes = 5, 24, 7, 4
    x = torch.tensor(single(r.normal(size=(n, size))))
    w1, w2 = leaf(r.normal(size=(size, hidden)) / 3), leaf(r.normal(size=(hidden, classes)))
    d = torch.tensor(single(r.normal(size=(n, size))))

    def network(images):
        return torch.tanh(images @ w1) @ w2

    def unit(v):
        return v / v.norm(dim=1, keepdim=True)

    def divergence(target, logits):
        logs = F.log_softmax(logits, dim=1)
        return (target * (target.log() - logs)).sum(dim=1)

    target = F.softmax(network(x), dim=1).detach()
    cases = {}
    for iterations in (1, 3):
        for xi in (1e-6, 1e-2):
            direction = unit(d)
            for _ in range(iterations):
                change = (xi * direction).detach().requires_grad_()
                g, = grad(divergence(target, network(x + change)).sum(), change)
                direction = unit(g)
            loss = divergence(target, network(x + 0.9 * direction.detach())).mean()
            gradients = grad(loss, w1, w2)
            cases[iterations, xi] = (loss, gradients, direction)
    # What the package's default xi costs against the limit that xi stands for.
    for iterations in (1, 3):
        one, other = (cases[iterations, xi][2] for xi in (1e-6, 1e-2))
        print(f"vat: least cosine of directions at xi 1e-6 and 1e-2, {iterations} iterations: "
              f"{(one * other).sum(dim=1).min():.7f}")
    for iterations in (1, 3):
        loss, (g1, g2), _ = cases[iterations, 1e-2]
        save(f"vat_{iterations}", {
            "in.x": x.reshape(n, 3, 4, 2), "in.w1": w1, "in.w2": w2,
            "in.d": d.reshape(n, 3, 4, 2), "out.y": loss.reshape(1), "grad.w1": g1, "grad.w2": g2},
            op="vat", epsilon=0.9, xi=1e-2, iterations=iterations)


def precision_of_xi():
    """How well single precision finds the adversarial direction at several xi."""
    r = generator("xi")
    n, size, hidden, classes = 16, 784, 64, 10
    numbers = [r.normal(size=(n, size)), r.normal(size=(n, size)),
               r.normal(size=(size, hidden)) / size ** 0.5,
               3 * r.normal(size=(hidden, classes)) / hidden ** 0.5]

    def direction(kind, xi):
        x, d, w1, w2 = (torch.tensor(single(a), dtype=kind) for a in numbers)
        target = F.softmax(torch.tanh(x @ w1) @ w2, dim=1)
        change = (xi * F.normalize(d, dim=1)).requires_grad_()
        logs = F.log_softmax(torch.tanh((x + change) @ w1) @ w2, dim=1)
        g, = grad((target * (target.log() - logs)).sum(), change)
        return F.normalize(g.double(), dim=1)

    exact = direction(torch.float64, 1e-6)
    for xi in (1e-6, 1e-4, 1e-2, 1.0):
        cosines = (direction(torch.float32, xi) * exact).sum(dim=1)
        print(f"xi {xi:g}: mean cosine of single precision's direction with the exact one "
              f"{cosines.mean():.6f}")


def entropy_meaning():
    """FullMatch's entropy meaning loss: what is left is spread over the classes in doubt."""
    for name, classes, scale in (("entropy_meaning", 6, 1.5), ("entropy_meaning_sure", 5, 4.0)):
        r = generator(name)
        n = 12
        weak = single(r.normal(size=(n, classes)) * scale)
        strong = leaf(weak + r.normal(size=(n, classes)) * 0.8)
        q = np.exp(weak) / np.exp(weak).sum(1, keepdims=True)
        target = q.argmax(1)
        accepted = (q.max(1) >= 0.6).astype(float)
        p = F.softmax(strong, dim=1)
        order = (-p.detach().numpy()).argsort(axis=1, kind="stable")
        k = next(k for k in range(2, classes + 1)
                 if all(target[i] in order[i, :k] for i in range(n)))
        total, count = 0.0, 0
        ranking = (-q).argsort(axis=1, kind="stable")
        for i in range(n):
            doubt = [c for c in ranking[i, :k] if c != target[i]]
            rest = 1 - sum(p[i, c] for c in range(classes) if c not in doubt)
            y = (rest + 1e-7) / (k - 1)
            for c in doubt:
                if accepted[i] and p[i, c] <= 0.95 ** 2:
                    total = total - y * torch.log(p[i, c] + 1e-10)
                    total = total - (1 - y) * torch.log(1 - p[i, c] + 1e-10)
                    count += 1
        assert count > 0 and accepted.sum() < n
        loss = total / count
        save(name, {"in.weak": weak, "in.x": strong, "in.accepted": accepted,
                    "out.y": loss.reshape(1), "grad.x": grad(loss, strong)[0]},
             op="entropy_meaning", k=k)


def uda():
    """UDA: annealed labeled cross-entropy, and soft labels with temperature above a threshold."""
    r = generator("uda")
    n, m, classes = 8, 10, 5
    labels = r.integers(0, classes, size=n)
    x = leaf(r.normal(size=(n, classes)) * 1.5)
    weak = single(r.normal(size=(m, classes)) * 2.5)
    strong = leaf(r.normal(size=(m, classes)))
    t = 0.4
    for schedule in ("linear", "exponential", "logarithmic"):
        a = {"linear": t, "exponential": math.exp(5 * (t - 1)),
             "logarithmic": 1 - math.exp(-5 * t)}[schedule]
        level = a * (1 - 1 / classes) + 1 / classes
        p = F.softmax(x, dim=1)
        for measure in ("trueClass", "largest"):
            value = p[range(n), labels] if measure == "trueClass" else p.max(dim=1).values
            keep = (value <= level).double().detach()
            ce = F.cross_entropy(x, torch.tensor(labels), reduction="none")
            loss = (ce * keep).sum() / keep.sum().clamp(min=1)
            save(f"uda_{schedule}_{measure}", {
                "in.x": x, "in.target": labels, "out.y": loss.reshape(1),
                "grad.x": grad(loss, x)[0]}, op="annealed", schedule=schedule, measure=measure,
                fraction=t, level=level)
    q = np.exp(weak - weak.max(1, keepdims=True))
    q = q / q.sum(1, keepdims=True)
    sharp = q ** (1 / 0.4)
    sharp = torch.tensor(sharp / sharp.sum(1, keepdims=True))
    mask = torch.tensor((q.max(1) >= 0.8).astype(float))
    assert 0 < mask.sum() < m
    loss = (mask * -(sharp * F.log_softmax(strong, dim=1)).sum(dim=1)).mean()
    save("uda_soft", {"in.weak": weak, "in.x": strong, "out.y": loss.reshape(1),
                      "grad.x": grad(loss, strong)[0]}, op="uda_soft", threshold=0.8,
         temperature=0.4)


def dnfer():
    """DNFER: batch means of posteriors choose clean labels; symmetric KL in bits."""
    r = generator("dnfer")
    n, classes = 9, 4
    labels = r.integers(0, classes, size=n)
    a = leaf(r.normal(size=(n, classes)) * 2)
    b = leaf(a.detach().numpy() + r.normal(size=(n, classes)))
    losses, clean = [], []
    for x in (a, b):
        p = F.softmax(x, dim=1).clamp(1e-8, 1 - 1e-8)
        means = p.mean(dim=0)
        keep = p[range(n), labels] >= means[labels]
        clean.append(keep.numpy())
        losses.append(F.cross_entropy(x[keep], torch.tensor(labels)[keep]))
    p, q = (F.softmax(x, dim=1).clamp(1e-8, 1 - 1e-8) for x in (a, b))
    agreement = ((p * (p.log2() - q.log2())).sum(1) + (q * (q.log2() - p.log2())).sum(1)).mean()
    total = 0.5 * (losses[0] + losses[1]) / 2 + 0.5 * agreement
    ga, gb = grad(total, a, b)
    save("dnfer", {"in.a": a, "in.b": b, "in.target": labels, "out.clean_a": clean[0],
                   "out.clean_b": clean[1], "out.agreement": agreement.reshape(1),
                   "out.y": total.reshape(1), "grad.a": ga, "grad.b": gb}, op="dnfer", alpha=0.5)


def ada_cm():
    """Ada-CM's contrastive term: SimCLR's loss on the features of the rejected samples."""
    r = generator("ada_cm")
    n, features = 7, 6
    a, b = leaf(r.normal(size=(n, features))), leaf(r.normal(size=(n, features)))
    accepted = np.array([1, 0, 0, 1, 0, 0, 1.0])
    rejected = np.flatnonzero(accepted == 0)
    z = F.normalize(torch.cat([a[rejected], b[rejected]]), dim=1)
    m = len(rejected)
    total = 0.0
    for i in range(2 * m):
        positive = (i + m) % (2 * m)
        others = torch.stack([z[i] @ z[j] / 0.07 for j in range(2 * m) if j != i])
        total = total - z[i] @ z[positive] / 0.07 + torch.logsumexp(others, dim=0)
    loss = total / (2 * m)
    ga, gb = grad(loss, a, b)
    save("ada_cm", {"in.a": a, "in.b": b, "in.accepted": accepted, "out.y": loss.reshape(1),
                    "grad.a": ga, "grad.b": gb}, op="contrastive", temperature=0.07)


def fairness():
    """FreeMatch's fairness term over the accepted rows."""
    r = generator("fairness")
    n, classes = 14, 5
    x = leaf(r.normal(size=(n, classes)) * 2)
    model = single(r.dirichlet(np.ones(classes) * 4))
    histogram = single(r.dirichlet(np.ones(classes) * 4))
    accepted = (r.uniform(size=n) < 0.6).astype(float)
    rows = F.softmax(x, dim=1)[np.flatnonzero(accepted)]
    counts = np.bincount(rows.argmax(dim=1).numpy(), minlength=classes) / len(rows)
    scale = torch.tensor([1 / c if c > 0 else 0.0 for c in counts])
    b = rows.mean(dim=0) * scale
    b = b / b.sum()
    a = torch.tensor(model / histogram)
    a = a / a.sum()
    loss = (a * (b + 1e-12).log()).sum()
    save("fairness", {"in.x": x, "in.model": model, "in.histogram": histogram,
                      "in.accepted": accepted, "out.y": loss.reshape(1),
                      "grad.x": grad(loss, x)[0]}, op="fairness")


if __name__ == "__main__":
    precision_of_xi()
    vat()
    entropy_meaning()
    uda()
    dnfer()
    ada_cm()
    fairness()
