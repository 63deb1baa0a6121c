# Copyright (C) 2026 The Byline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Byline's architectures in PyTorch, tensors named as Byline names them.

Used to make reference numbers (make_golden.py) and as the peer in benchmarks
(tests/bench/peer_torch.py).  Runs with Debian's python3-torch.
"""

import torch
from torch import nn
from torch.nn import functional as F


def parse(description):
    """'resnet:width=16,blocks=2-2' -> ('resnet', {'width': [16], ...})"""
    name, _, text = description.partition(":")
    sizes = {}
    for item in filter(None, text.split(",")):
        key, _, value = item.partition("=")
        sizes[key] = [float(v) if "." in v else int(v) for v in value.split("-")]
    return name, sizes


class ConvNorm(nn.Conv2d):
    """Convolution without bias, then batch normalisation."""

    def __init__(self, n_in, n_out, size, stride=1, padding=0, groups=1):
        super().__init__(n_in, n_out, size, stride, padding, groups=groups,
                         bias=False)
        self.norm = nn.BatchNorm2d(n_out)

    def forward(self, x):
        return self.norm(super().forward(x))


class Stem(nn.Module):
    def __init__(self, n_in, width):
        super().__init__()
        self.conv = ConvNorm(n_in, width, 7, 2, 3)

    def forward(self, x):
        return F.max_pool2d(F.relu(self.conv(x)), 3, 2, 1)


def global_pool(x):
    """Average, then maximum."""
    return torch.cat([x.mean((2, 3)), x.amax((2, 3))], 1)


class BasicBlock(nn.Module):
    def __init__(self, n_in, n_out, stride):
        super().__init__()
        self.shortcut = None
        if stride > 1 or n_in != n_out:
            self.shortcut = ConvNorm(n_in, n_out, 1, stride)
        self.conv1 = ConvNorm(n_in, n_out, 3, stride, 1)
        self.conv2 = ConvNorm(n_out, n_out, 3, 1, 1)

    def forward(self, x):
        s = x if self.shortcut is None else self.shortcut(x)
        return F.relu(self.conv2(F.relu(self.conv1(x))) + s)


class Stage(nn.Module):
    """Children block0, block1, ..."""

    def __init__(self, blocks):
        super().__init__()
        for i, block in enumerate(blocks):
            self.add_module(f"block{i}", block)

    def forward(self, x):
        for block in self.children():
            x = block(x)
        return x


class ResNet(nn.Module):
    def __init__(self, shape, width=(24,), blocks=(2, 2, 2, 2), dropout=(0,)):
        super().__init__()
        n_channels, _, n_classes = shape
        channels = width[0]
        self.stem = Stem(n_channels, channels)
        n_in = channels
        self.n_stages = len(blocks)
        for s, n_blocks in enumerate(blocks):
            stage = []
            for b in range(n_blocks):
                stride = 2 if s > 0 and b == 0 else 1
                stage.append(BasicBlock(n_in, channels, stride))
                n_in = channels
            self.add_module(f"stage{s + 1}", Stage(stage))
            channels *= 2
        self.dropout = nn.Dropout(dropout[0])
        self.head = nn.Linear(2 * n_in, n_classes)

    def forward(self, x):
        x = self.stem(x)
        for s in range(self.n_stages):
            x = getattr(self, f"stage{s + 1}")(x)
        return self.head(self.dropout(global_pool(x)))


MODELS = {"resnet": ResNet}


def build(description, shape):
    """A model for shape = (channels, mels, classes)."""
    name, sizes = parse(description)
    return MODELS[name](shape, **sizes)
