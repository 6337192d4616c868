"""Reference streams of the threshold policies of single methods, in double precision.

Run as `python Tests/Vectors/scripts/policies.py`; needs torch, numpy and safetensors.
"""

import numpy as np

from common import generator, save, single


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def adamatch():
    """AdaMatch as in its authors' code: labeled moving average, queue of model means."""
    r = generator("adamatch")
    steps, n, b, classes, length = 9, 10, 6, 4, 5
    weak = single(softmax(r.normal(size=(steps, n, classes)) * 2 + [0.8, 0, 0, -0.8]))
    labeled = single(softmax(r.normal(size=(steps, b, classes)) * 2))
    average = np.full(classes, 1 / classes)
    queue = [np.full(classes, 1 / classes)] * length
    weights, classes_out, thresholds = [], [], []
    for p, q in zip(weak, labeled):
        average = 0.999 * average + 0.001 * q.mean(0)
        queue = queue[1:] + [p.mean(0)]
        aligned = p * (1e-6 + average) / (1e-6 + np.mean(queue, axis=0))
        aligned = aligned / aligned.sum(1, keepdims=True)
        threshold = 0.9 * q.max(1).mean()
        weights.append(aligned.max(1) >= threshold)
        classes_out.append(aligned.argmax(1))
        thresholds.append(threshold)
    weights = np.array(weights)
    assert 0.1 < weights.mean() < 0.9
    save("adamatch_stream", {"in.weak": weak, "in.labeled": labeled, "out.weight": weights,
                             "out.class": np.array(classes_out), "out.threshold": thresholds},
         op="adamatch", share=0.9, queue=length)


def remixmatch():
    """ReMixMatch's labels: aligned with the shares of the labels so far, then sharpened."""
    r = generator("remixmatch_labels")
    steps, n, b, classes, length = 6, 7, 5, 4, 4
    weak = single(softmax(r.normal(size=(steps, n, classes)) * 1.5 + [0.8, 0, 0, -0.8]))
    labels = r.integers(0, classes, size=(steps, b))
    counts = np.zeros(classes)
    queue = [np.full(classes, 1 / classes)] * length
    result = []
    for p, y in zip(weak, labels):
        counts += np.bincount(y, minlength=classes)
        queue = queue[1:] + [p.mean(0)]
        q = p * (1e-6 + counts / counts.sum()) / (1e-6 + np.mean(queue, axis=0))
        q = q / q.sum(1, keepdims=True)
        q = q ** (1 / 0.5)
        result.append(q / q.sum(1, keepdims=True))
    save("remixmatch_labels", {"in.weak": weak, "in.labels": labels, "out.labels": result},
         op="remixmatch_labels", queue=length, temperature=0.5)


def dash():
    """Dash: warm-up, the bound from the labeled loss, soft labels until the bound is least."""
    r = generator("dash")
    steps, total, n, b, classes = 40, 40, 8, 5, 4
    warm_up, period, least = 0.1, 0.06, 0.2
    scale = np.linspace(1, 6, steps)[:, None, None]
    weak = single(softmax(r.normal(size=(steps, n, classes)) * scale))
    labeled = single(softmax(r.normal(size=(steps, b, classes)) * scale))
    labels = r.integers(0, classes, size=(steps, b))
    start = None
    weights, soft, thresholds, hard = [], [], [], []
    for t in range(steps):
        fraction = t / total
        p = weak[t]
        q = p ** (1 / 0.5)
        q = q / q.sum(1, keepdims=True)
        if fraction < warm_up:
            weights.append(np.zeros(n))
            thresholds.append(1.0)
            hard.append(0)
        else:
            if start is None:
                start = -np.log(labeled[t][np.arange(b), labels[t]]).mean()
            k = np.floor((fraction - warm_up) / period)
            bound = max(1.0001 * 1.27 ** -k * start, least)
            weights.append(-(q * np.log(p)).sum(1) <= bound)
            thresholds.append(np.exp(-bound))
            hard.append(int(bound == least))
        soft.append(q)
    weights = np.array(weights, dtype=float)
    assert 0 < weights.mean() < 1 and 0 < sum(hard) < steps
    save("dash_stream", {"in.weak": weak, "in.labeled": labeled, "in.labels": labels,
                         "out.weight": weights, "out.soft": soft, "out.threshold": thresholds,
                         "out.hard": hard}, op="dash", steps=total, warm_up=warm_up,
         period=period, least=least)


def small_loss():
    """Progressive Teacher as inferred: the labels of smallest loss are kept, fewer and fewer."""
    r = generator("small_loss")
    epochs, b, classes = 8, 10, 4
    p = single(softmax(r.normal(size=(epochs, b, classes)) * 2))
    labels = r.integers(0, classes, size=(epochs, b))
    weights = []
    for e in range(epochs):
        loss = -np.log(p[e][np.arange(b), labels[e]])
        kept = int(np.ceil(round((1 - 0.4 * min(e / 5, 1)) * b, 9)))
        row = np.zeros(b)
        row[np.argsort(loss, kind="stable")[:kept]] = 1
        weights.append(row)
    save("small_loss", {"in.p": p, "in.labels": labels, "out.weight": weights}, op="small_loss",
         rejected=0.4, epochs=5)


def ups():
    """UPS: mean and deviation over several answers accept samples and reject classes."""
    r = generator("ups")
    passes, n, classes = 6, 60, 5
    centre = r.normal(size=(n, classes)) * 4
    spread = r.choice([0.002, 0.05, 0.4], size=(n, 1))
    logits = single(centre + r.normal(size=(passes, n, classes)) * spread)
    p = softmax(logits)
    mean, deviation = p.mean(0), p.std(0, ddof=1)
    label = mean.argmax(1)
    accepted = (mean.max(1) >= 0.7) & (deviation[np.arange(n), label] <= 0.05)
    q = softmax(logits / 2)
    rejected = (q.mean(0) <= 0.05) & (q.std(0, ddof=1) <= 0.005) & ~accepted[:, None]
    rejected[np.arange(n), label] = False
    assert 0.2 < accepted.mean() < 0.8 and 0.02 < rejected.mean() < 0.6
    # Nothing lies so near a limit that rounding could decide.
    assert np.abs(mean.max(1) - 0.7).min() > 1e-5 and np.abs(q.mean(0) - 0.05).min() > 1e-6
    assert np.abs(q.std(0, ddof=1) - 0.005).min() > 1e-7
    save("ups", {"in.logits": logits, "out.weight": accepted, "out.class": label,
                 "out.mean": mean, "out.rejected": rejected}, op="ups")


if __name__ == "__main__":
    adamatch()
    remixmatch()
    dash()
    small_loss()
    ups()
