"""Compares an ONNX file with the logits that this package computed.

    python3 peer_onnx.py MODEL.onnx VECTORS.safetensors TOLERANCE

The vectors hold `images`, [batch, channels, height, width] in 0 ... 1, and `logits`. The file must pass
onnx.checker with inferred shapes, and give the logits in onnxruntime for every batch size.
Needs onnx, onnxruntime, numpy and safetensors.
"""

import sys

import numpy as np
import onnx
import onnxruntime
from safetensors.numpy import load_file

path, vectors, tolerance = sys.argv[1], load_file(sys.argv[2]), float(sys.argv[3])
onnx.checker.check_model(onnx.load(path), full_check=True)
session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
images, logits = vectors["images"], vectors["logits"]
worst = 0.0
for count in sorted({1, 2, len(images)}):
    (found,) = session.run(["logits"], {"images": images[:count]})
    assert found.shape == (count, logits.shape[1]), found.shape
    worst = max(worst, float(np.abs(found - logits[:count]).max()))
names = session.get_modelmeta().custom_metadata_map.get("classNames")
print(f"checked; largest difference {worst:.2e} of logits up to {np.abs(logits).max():.2f}; {names}")
sys.exit(0 if worst <= tolerance else 1)
