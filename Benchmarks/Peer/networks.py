"""The networks of the comparison, as a user of PyTorch writes them."""

import torch
from torch import nn


class Block(nn.Module):
    """A pre-activation block of a wide residual network."""

    def __init__(self, inputs, outputs, stride, activates_shortcut):
        super().__init__()
        self.bn1 = nn.BatchNorm2d(inputs, momentum=0.001)
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs, momentum=0.001)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.act = nn.LeakyReLU(0.1, inplace=True)
        same = inputs == outputs and stride == 1
        self.shortcut = None if same else nn.Conv2d(inputs, outputs, 1, stride, bias=False)
        self.activates_shortcut = activates_shortcut

    def forward(self, x):
        active = self.act(self.bn1(x))
        base = active if self.activates_shortcut else x
        residual = base if self.shortcut is None else self.shortcut(base)
        return residual + self.conv2(self.act(self.bn2(self.conv1(active))))


class WideResNet(nn.Module):
    """FixMatch's wide residual network."""

    def __init__(self, depth, widen, classes, channels):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, 16, 3, 1, 1, bias=False)
        blocks, inputs = [], 16
        for stage in range(3):
            outputs = 16 * widen << stage
            for index in range((depth - 4) // 6):
                stride = 2 if stage > 0 and index == 0 else 1
                blocks.append(Block(inputs, outputs, stride, stage == 0 and index == 0))
                inputs = outputs
        self.blocks = nn.Sequential(*blocks)
        self.bn1 = nn.BatchNorm2d(inputs, momentum=0.001)
        self.act = nn.LeakyReLU(0.1, inplace=True)
        self.fc = nn.Linear(inputs, classes)

    def forward(self, x):
        x = self.act(self.bn1(self.blocks(self.conv1(x))))
        return self.fc(x.mean((2, 3)))


def make(name):
    """Returns a network, the side and channels of its images, and the sizes of its batch."""
    torch.manual_seed(1)
    if name == "wrn-28-2":
        return WideResNet(28, 2, 10, 3), 32, 3, 16, 112
    if name == "wrn-10-1":
        return WideResNet(10, 1, 10, 1), 28, 1, 32, 160
    import torchvision

    return torchvision.models.resnet18(num_classes=7), 112, 3, 8, 8
