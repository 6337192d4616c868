"""What the scripts that compute reference vectors share."""

import json
import pathlib

import numpy as np
import torch
from safetensors.numpy import save_file

FOLDER = pathlib.Path(__file__).parent.parent / "reference"

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)


def generator(name):
    """A random generator that depends on nothing but the name of the case."""
    return np.random.default_rng(list(name.encode()))


def save(name, tensors, **attributes):
    """Writes one case: bytes, 64-bit integers or single precision, and attributes as JSON."""
    FOLDER.mkdir(exist_ok=True)
    arrays = {}
    for key, value in tensors.items():
        if isinstance(value, torch.Tensor):
            value = value.detach().numpy()
        value = np.asarray(value)
        kind = np.int64 if value.dtype.kind in "iub" else np.float32
        kind = np.uint8 if value.dtype == np.uint8 else kind
        arrays[key] = np.ascontiguousarray(value.astype(kind))
    metadata = {key: json.dumps(value) for key, value in attributes.items()}
    save_file(arrays, FOLDER / f"{name}.safetensors", metadata=metadata)
    print(f"{name}: " + ", ".join(f"{key}{list(a.shape)}" for key, a in arrays.items()))


def single(array):
    """Rounds to single precision, so that both sides start from the same numbers."""
    return np.asarray(array, dtype=np.float32).astype(np.float64)


def leaf(array):
    """A variable in double precision with the numbers of single precision."""
    return torch.tensor(single(array), requires_grad=True)


def grad(value, *leaves):
    """The gradients of a number."""
    return torch.autograd.grad(value, leaves)
