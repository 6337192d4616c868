"""Reference values and gradients of the temporal encoder, in double precision.

Run as `python Tests/Vectors/scripts/temporal.py`; needs torch, numpy and safetensors. The network is
PyTorch's own `nn.TransformerEncoder`; nothing of the package is used but the names of the arrays.
"""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F

from common import generator, save, single


class Encoder(nn.Module):
    def __init__(self, features, width, depth, heads, hidden, classes):
        super().__init__()
        self.projection = nn.Linear(features, width)
        layer = nn.TransformerEncoderLayer(
            width, heads, hidden, dropout=0, batch_first=True, norm_first=True)
        self.encoder = nn.TransformerEncoder(
            layer, depth, norm=nn.LayerNorm(width), enable_nested_tensor=False)
        self.fc = nn.Linear(width, classes)
        self.width = width

    def forward(self, frames):
        code = torch.zeros(frames.shape[1], self.width)
        for t in range(frames.shape[1]):
            for i in range(self.width):
                angle = t / 10000 ** ((i // 2 * 2) / self.width)
                code[t, i] = math.sin(angle) if i % 2 == 0 else math.cos(angle)
        return self.fc(self.encoder(self.projection(frames) + code))


def temporal(name, batch, length, features, width, depth, heads, hidden, classes):
    r = generator(name)
    net = Encoder(features, width, depth, heads, hidden, classes)
    for parameter in net.parameters():
        drawn = single(r.normal(size=parameter.shape) / math.sqrt(parameter.shape[-1]))
        parameter.data = torch.tensor(drawn)
    x = torch.tensor(single(r.normal(size=(batch, length, features))), requires_grad=True)
    labels = torch.tensor(r.integers(classes, size=batch))
    frames = net(x)
    logits = frames[:, length // 2]
    loss = F.cross_entropy(logits, labels)
    loss.backward()
    state = net.state_dict()
    save(
        name,
        {"in.x": x.detach()[..., None], "in.labels": labels, "out.y": logits, "out.frames": frames,
         "out.loss": loss.reshape(1), "grad.x": x.grad[..., None]}
        | {f"in.{key}": value for key, value in state.items()}
        | {f"grad.{key}": value.grad for key, value in net.named_parameters()},
        op="temporal", state_dict=list(state), width=width, depth=depth, heads=heads, hidden=hidden)


if __name__ == "__main__":
    temporal("temporal_odd", 3, 5, 7, 6, 1, 3, 10, 4)
    temporal("temporal_wide", 2, 9, 12, 32, 2, 2, 24, 7)
