#!/usr/bin/python3
# Copyright (C) 2026 The Byline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make the reference numbers that tests/unit/test_golden.c checks Byline by.

usage: tests/golden/make_golden.py     (needs Debian's python3-torch)

Writes tests/golden/NAME.txt: the architecture, the logits of a batch, every
parameter's gradient and the loss of ten steps of training.  Parameters and
inputs are not stored: both sides make them from names with the same generator.
"""

import os

import torch
import torch_models

N_MELS = 40
N_FRAMES = 61
N_CLASSES = 5
BATCH = 4
N_STEPS = 10
RATE = 0.01

# File, mel bands, columns, architecture
MODELS = [
    ("resnet", N_MELS, N_FRAMES, "resnet:width=6,blocks=1-1,dropout=0"),
    ("resnext", N_MELS, N_FRAMES,
     "resnext:width=8,cardinality=4,blocks=1-1,dropout=0"),
    ("densenet", N_MELS, N_FRAMES,
     "densenet:growth=4,blocks=2-2,compression=0.5,dropout=0"),
    ("wavenet", N_MELS, N_FRAMES,
     "wavenet:width=6,skip=10,layers=3,stacks=2,kernel=2,dropout=0"),
    # A waveform: one band, many columns
    ("waveform", 1, 4000,
     "wavenet:width=16,skip=16,layers=8,stacks=1,kernel=2,dropout=0"),
    ("crnn", N_MELS, N_FRAMES, "crnn:width=4,units=5,layers=2,dropout=0"),
    ("ensemble", N_MELS, N_FRAMES,
     "resnet:width=4,blocks=1-1,dropout=0+"
     "wavenet:width=4,skip=8,layers=2,stacks=1,kernel=2,dropout=0"),
]

# Pictures out: as large as the input, with a target and a weight for each pixel
MASKS = [("separator", N_MELS, 24, "separator:width=4-6-8")]


def noise(name, n):
    """n numbers in [-1, 1): a linear congruence begun with FNV-1a of name."""
    x = 2166136261
    for byte in name.encode():
        x = (x ^ byte) * 16777619 & 0xFFFFFFFF
    values = []
    for _ in range(n):
        x = (x * 1664525 + 1013904223) & 0xFFFFFFFF
        values.append((x >> 8) / 8388608 - 1)
    return torch.tensor(values)


def fill(name, parameter):
    """Values of about the size that training begins with."""
    values = noise(name, parameter.numel()).reshape(parameter.shape)
    if parameter.dim() > 1:
        values *= (6 * parameter.shape[0] / parameter.numel()) ** 0.5
    elif name.endswith("norm.weight"):
        values = 1 + 0.5 * values
    else:
        values *= 0.1
    parameter.data = values.float()


def line(file, title, values):
    numbers = " ".join(f"{v:.8g}" for v in values.detach().flatten().tolist())
    file.write(f"{title} {values.numel()} {numbers}\n")


def classes_loss():
    target = torch.full((BATCH, N_CLASSES), 0.02)
    for i in range(BATCH):
        target[i, i % N_CLASSES] += 0.9
    return lambda y: torch.nn.functional.cross_entropy(y, target)


def masks_loss(n_mels, n_frames):
    shape = (BATCH, 1, n_mels, n_frames)
    n = BATCH * n_mels * n_frames
    target = (0.5 + 0.5 * noise("target", n)).reshape(shape)
    weight = (1 + noise("weight", n)).reshape(shape)
    return lambda y: (torch.nn.functional.binary_cross_entropy_with_logits(
        y, target, weight, reduction="sum") / weight.sum())


def write(architecture, n_mels, n_frames, n_out, get_loss, file):
    model = torch_models.build(architecture, (1, n_mels, n_out)).train()
    for name, parameter in model.named_parameters():
        fill(name, parameter)
    x = noise("input", BATCH * n_mels * n_frames)
    x = x.reshape(BATCH, 1, n_mels, n_frames)
    groups = [[], []]
    for parameter in model.parameters():
        groups[parameter.dim() > 1].append(parameter)
    sgd = torch.optim.SGD([{"params": groups[0]},
                           {"params": groups[1], "weight_decay": 1e-3}],
                          lr=RATE, momentum=0.9, nesterov=True)
    losses = []
    file.write(architecture + "\n")
    for step in range(N_STEPS):
        sgd.zero_grad()
        logits = model(x)
        loss = get_loss(logits)
        loss.backward()
        if step == 0:
            line(file, "logits", logits)
            for name, parameter in model.named_parameters():
                line(file, name, parameter.grad)
        sgd.step()
        losses.append(loss.item())
    line(file, "losses", torch.tensor(losses))


def main():
    folder = os.path.dirname(os.path.abspath(__file__))
    torch.set_num_threads(1)
    for name, n_mels, n_frames, architecture in MODELS:
        with open(os.path.join(folder, name + ".txt"), "w") as file:
            write(architecture, n_mels, n_frames, N_CLASSES, classes_loss(),
                  file)
    for name, n_mels, n_frames, architecture in MASKS:
        with open(os.path.join(folder, name + ".txt"), "w") as file:
            write(architecture, n_mels, n_frames, 1,
                  masks_loss(n_mels, n_frames), file)


main()
