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
    """7 x 7 and pooling."""

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


class Staged(nn.Module):
    """Stem, stages of residual blocks, head."""

    def __init__(self, shape, width, blocks, dropout, make_block, expansion):
        super().__init__()
        n_in = width
        self.stem = Stem(shape[0], width)
        self.n_stages = len(blocks)
        for s, n_blocks in enumerate(blocks):
            stage = []
            for b in range(n_blocks):
                stride = 2 if s > 0 and b == 0 else 1
                stage.append(make_block(n_in, width << s, stride))
                n_in = expansion * (width << s)
            self.add_module(f"stage{s + 1}", Stage(stage))
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(2 * n_in, shape[2])

    def features(self, x):
        x = self.stem(x)
        for s in range(self.n_stages):
            x = getattr(self, f"stage{s + 1}")(x)
        return global_pool(x)

    def forward(self, x):
        return self.head(self.dropout(self.features(x)))


def resnet(shape, width=(24,), blocks=(2, 2, 2, 2), dropout=(0,)):
    return Staged(shape, width[0], blocks, dropout[0], BasicBlock, 1)


class ResNeXtBlock(nn.Module):
    def __init__(self, n_in, width, stride, cardinality):
        super().__init__()
        self.shortcut = None
        if stride > 1 or n_in != 2 * width:
            self.shortcut = ConvNorm(n_in, 2 * width, 1, stride)
        self.conv1 = ConvNorm(n_in, width, 1)
        self.conv2 = ConvNorm(width, width, 3, stride, 1, cardinality)
        self.conv3 = ConvNorm(width, 2 * width, 1)

    def forward(self, x):
        s = x if self.shortcut is None else self.shortcut(x)
        return F.relu(self.conv3(F.relu(self.conv2(F.relu(self.conv1(x))))) + s)


def resnext(shape, width=(32,), cardinality=(8,), blocks=(2, 2, 2, 2),
            dropout=(0,)):
    def block(n_in, n, stride):
        return ResNeXtBlock(n_in, n, stride, cardinality[0])

    return Staged(shape, width[0], blocks, dropout[0], block, 2)


class NormConv(nn.Conv2d):
    """Batch normalisation, ReLU, convolution without bias."""

    def __init__(self, n_in, n_out, size, padding=0):
        super().__init__(n_in, n_out, size, 1, padding, bias=False)
        self.norm = nn.BatchNorm2d(n_in)

    def forward(self, x):
        return super().forward(F.relu(self.norm(x)))


class DenseLayer(nn.Module):
    def __init__(self, n_in, growth):
        super().__init__()
        self.conv1 = NormConv(n_in, 4 * growth, 1)
        self.conv2 = NormConv(4 * growth, growth, 3, 1)

    def forward(self, x):
        return torch.cat([x, self.conv2(self.conv1(x))], 1)


class Final(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.norm = nn.BatchNorm2d(n)

    def forward(self, x):
        return F.relu(self.norm(x))


class DenseNet(nn.Module):
    def __init__(self, shape, growth=(16,), blocks=(3, 4, 4, 3),
                 compression=(0.5,), dropout=(0,)):
        super().__init__()
        k = growth[0]
        n = 2 * k
        self.stem = Stem(shape[0], n)
        self.n_blocks = len(blocks)
        for b, n_layers in enumerate(blocks):
            if b > 0:
                kept = int(n * compression[0])
                self.add_module(f"transition{b}", NormConv(n, kept, 1))
                n = kept
            block = nn.Module()
            for i in range(n_layers):
                block.add_module(f"layer{i}", DenseLayer(n, k))
                n += k
            self.add_module(f"block{b + 1}", nn.Sequential(block._modules))
        self.final = Final(n)
        self.dropout = nn.Dropout(dropout[0])
        self.head = nn.Linear(2 * n, shape[2])

    def forward(self, x):
        x = self.stem(x)
        for b in range(self.n_blocks):
            if b > 0:
                x = F.avg_pool2d(getattr(self, f"transition{b}")(x), 2)
            x = getattr(self, f"block{b + 1}")(x)
        return self.head(self.dropout(global_pool(self.final(x))))


class Causal(nn.Conv2d):
    """Convolution along time that sees the past only."""

    def __init__(self, n_in, n_out, size, dilation):
        super().__init__(n_in, n_out, (1, size), dilation=(1, dilation))
        self.left = dilation * (size - 1)

    def forward(self, x):
        return super().forward(F.pad(x, (self.left, 0)))


class WaveNetLayer(nn.Module):
    def __init__(self, width, skip, kernel, dilation, last):
        super().__init__()
        self.dilated = Causal(width, 2 * width, kernel, dilation)
        self.skip = nn.Conv2d(width, skip, 1)
        self.residual = None if last else nn.Conv2d(width, width, 1)

    def forward(self, x):
        a, b = self.dilated(x).chunk(2, 1)
        gated = torch.tanh(a) * torch.sigmoid(b)
        if self.residual is not None:
            x = x + self.residual(gated)
        return x, self.skip(gated)


class WaveNet(nn.Module):
    def __init__(self, shape, width=(32,), skip=(64,), layers=(6,), stacks=(2,),
                 kernel=(2,), dropout=(0,)):
        super().__init__()
        self.front = Causal(shape[0] * shape[1], width[0], 2, 1)
        self.n = (stacks[0], layers[0])
        for s in range(stacks[0]):
            stack = nn.Module()
            for i in range(layers[0]):
                last = s + 1 == stacks[0] and i + 1 == layers[0]
                layer = WaveNetLayer(width[0], skip[0], kernel[0], 1 << i, last)
                stack.add_module(f"layer{i}", layer)
            self.add_module(f"stack{s + 1}", stack)
        self.out = nn.Conv2d(skip[0], skip[0], 1)
        self.dropout = nn.Dropout(dropout[0])
        self.head = nn.Linear(2 * skip[0], shape[2])

    def forward(self, x):
        x = self.front(x.flatten(1, 2).unsqueeze(2))
        total = None
        for s in range(self.n[0]):
            stack = getattr(self, f"stack{s + 1}")
            for i in range(self.n[1]):
                x, skip = getattr(stack, f"layer{i}")(x)
                total = skip if total is None else total + skip
        x = F.relu(self.out(F.relu(total)))
        return self.head(self.dropout(global_pool(x)))


class Hidden(nn.Module):
    def __init__(self, units):
        super().__init__()
        bound = units ** -0.5
        self.weight = nn.Parameter(torch.empty(3 * units, units))
        self.bias = nn.Parameter(torch.zeros(3 * units))
        nn.init.uniform_(self.weight, -bound, bound)


class Gru(nn.Module):
    """PyTorch's GRU, its tensors arranged as Byline has them."""

    def __init__(self, n_in, units):
        super().__init__()
        self.input = nn.Conv2d(n_in, 3 * units, 1)
        self.hidden = Hidden(units)
        self.units = units

    def forward(self, x):
        h = x.new_zeros(1, x.shape[0], self.units)
        weights = [self.input.weight.flatten(1), self.hidden.weight,
                   self.input.bias, self.hidden.bias]
        y, _ = torch._VF.gru(x, h, weights, True, 1, 0.0, False, False, True)
        return y


class CrnnStage(nn.Module):
    def __init__(self, n_in, n_out, rows):
        super().__init__()
        self.conv = ConvNorm(n_in, n_out, 3, 1, 1)
        self.window = (rows, 2)

    def forward(self, x):
        return F.max_pool2d(F.relu(self.conv(x)), self.window)


class Crnn(nn.Module):
    def __init__(self, shape, width=(16,), units=(32,), layers=(2,),
                 dropout=(0,)):
        super().__init__()
        n, rows, n_classes = shape
        for i in range(4):
            n_out = 2 * width[0] if i else width[0]
            pooled = min(4 if i else 2, rows)
            self.add_module(f"stage{i + 1}", CrnnStage(n, n_out, pooled))
            rows = (rows - pooled) // pooled + 1
            n = n_out
        n *= rows
        self.n_layers = layers[0]
        for i in range(layers[0]):
            self.add_module(f"gru{i + 1}", Gru(n, units[0]))
            n = units[0]
        self.dropout = nn.Dropout(dropout[0])
        self.head = nn.Linear(2 * n, n_classes)

    def forward(self, x):
        for i in range(4):
            x = getattr(self, f"stage{i + 1}")(x)
        x = x.flatten(1, 2).transpose(1, 2)
        for i in range(self.n_layers):
            x = getattr(self, f"gru{i + 1}")(x)
        x = x.transpose(1, 2).unsqueeze(2)
        return self.head(self.dropout(global_pool(x)))


class CausalNorm(nn.Conv2d):
    """Convolution that sees the past only, normalisation, perhaps ReLU."""

    def __init__(self, n_in, n_out, size, stride=(1, 1), dilation=1, relu=True):
        super().__init__(n_in, n_out, size, stride, (size[0] // 2, 0),
                         (1, dilation), bias=False)
        self.norm = nn.BatchNorm2d(n_out)
        self.left = 0 if stride[1] > 1 else dilation * (size[1] - 1)
        self.relu = relu

    def forward(self, x):
        x = self.norm(super().forward(F.pad(x, (self.left, 0))))
        return F.relu(x) if self.relu else x


class Separator(nn.Module):
    """U-Net of masks; pictures out."""

    def __init__(self, shape, width=(16, 32, 48, 64)):
        super().__init__()
        self.n = len(width)
        n_in = shape[0]
        for i, n_out in enumerate(width):
            first = [((3, 3), (1, 1)), ((3, 2), (2, 2)), ((3, 3), (2, 1))]
            size, stride = first[min(i, 2)]
            dilation = 1 << (i - 1) if i > 1 else 1
            level = nn.Module()
            level.conv1 = CausalNorm(n_in, n_out, size, stride)
            level.conv2 = CausalNorm(n_out, n_out, (3, 3), dilation=dilation)
            if i > 0 and i + 1 == self.n:
                level.conv3 = CausalNorm(n_out, n_out, (3, 3),
                                         dilation=2 * dilation)
            self.add_module(f"down{i + 1}", level)
            n_in = n_out
        for i in range(self.n - 1, 0, -1):
            level = nn.Module()
            level.narrow = CausalNorm(width[i], width[i - 1], (1, 1),
                                      relu=False)
            level.conv = CausalNorm(width[i - 1], width[i - 1], (3, 3))
            self.add_module(f"up{i}", level)
        self.mask = nn.Conv2d(width[0], shape[2], 1)

    def forward(self, x):
        levels = []
        for i in range(self.n):
            for conv in getattr(self, f"down{i + 1}").children():
                x = conv(x)
            levels.append(x)
        for i in range(self.n - 1, 0, -1):
            up = getattr(self, f"up{i}")
            x = up.narrow(x).repeat_interleave(2, 2)
            x = x.repeat_interleave(2 if i == 1 else 1, 3)
            x = up.conv(F.relu(x + levels[i - 1]))
        return self.mask(x)


class Ensemble(nn.Module):
    """Children 1, 2, ...: the average of their probabilities."""

    def __init__(self, members):
        super().__init__()
        for i, member in enumerate(members):
            self.add_module(str(i + 1), member)

    def forward(self, x):
        votes = [torch.softmax(member(x), 1) for member in self.children()]
        return torch.log(sum(votes) / len(votes))


MODELS = {"resnet": resnet, "resnext": resnext, "densenet": DenseNet,
          "wavenet": WaveNet, "crnn": Crnn, "separator": Separator}


def build(description, shape):
    """A model for shape = (channels, mels, classes)."""
    members = []
    for member in description.split("+"):
        name, sizes = parse(member)
        members.append(MODELS[name](shape, **sizes))
    return members[0] if len(members) == 1 else Ensemble(members)
