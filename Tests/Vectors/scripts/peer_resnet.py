"""Exchanges ResNet-18 weights with torchvision.

    python3 peer_resnet.py write WEIGHTS.safetensors VECTORS.safetensors [timm]
    python3 peer_resnet.py check WEIGHTS.safetensors VECTORS.safetensors TOLERANCE

`write` makes a network of torchvision (or of timm) with statistics that differ from layer to layer,
and saves its weights, some `images` [batch, channels, height, width] and its `logits`. `check` loads
weights with load_state_dict(strict=True) and compares with the logits of the vectors.
Needs torch, torchvision and safetensors; timm where it is asked for.
"""

import sys

import torch
import torchvision
from safetensors.torch import load_file, save_file

action, weights, vectors = sys.argv[1:4]
torch.manual_seed(0)

if action == "write":
    if "timm" in sys.argv[4:]:
        import timm

        model = timm.create_model("resnet18", num_classes=1000)
    else:
        model = torchvision.models.resnet18(num_classes=1000)
    model.train()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(0.05 * torch.randn_like(parameter) * parameter.std(correction=0))
        for _ in range(3):
            model(torch.randn(8, 3, 64, 64) * 1.5 + 0.2)
        model.eval()
        images = torch.randn(4, 3, 96, 80)
        logits = model(images)
    save_file({name: value.contiguous() for name, value in model.state_dict().items()}, weights)
    save_file({"images": images, "logits": logits}, vectors)
else:
    given = load_file(vectors)
    model = torchvision.models.resnet18(num_classes=given["logits"].shape[1])
    model.load_state_dict(load_file(weights), strict=True)
    model.eval()
    with torch.no_grad():
        worst = float((model(given["images"]) - given["logits"]).abs().max())
    print(f"loaded; largest difference {worst:.2e} of logits up to {given['logits'].abs().max():.2f}")
    sys.exit(0 if worst <= float(sys.argv[4]) else 1)
