#!/usr/bin/python3
# Copyright (C) 2026 The Byline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The peer of bench_nn: PyTorch, driven line by line on standard input.

    memory ARCHITECTURE CLASSES MELS FRAMES BATCH THREADS  train for two steps
    train ARCHITECTURE CLASSES MELS FRAMES BATCH THREADS   get ready to train
    infer ARCHITECTURE CLASSES MELS FRAMES MODE            get ready to infer
    run N                                                  do it N times

Every line is answered by one: for 'run', the seconds that each time took; for
'memory', the bytes that training has needed; for the others, 0.
MODE is 'eager' or 'fast': traced, frozen and optimised for inference.
Training uses the faster of both memory layouts, memory is that of the first.
What PyTorch needs for itself before any model is big does not count: 'memory'
wants a process in which nothing has been done before.  Models that its
optimiser cannot take are only traced and frozen.
"""

import gc
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "golden"))

import torch  # noqa: E402
import torch_models  # noqa: E402


def resident(which):
    """The process's memory in bytes: VmRSS now, or VmHWM at its peak."""
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith(which + ":"):
                return int(line.split()[1]) * 1024
    return 0


def forget_peak():
    with open("/proc/self/clear_refs", "w") as clear:
        clear.write("5")


def trainer(description, n_classes, n_mels, n_frames, batch, layout):
    model = torch_models.build(description, (1, n_mels, n_classes))
    model = model.to(memory_format=layout).train()
    sgd = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9,
                          nesterov=True, weight_decay=1e-4)
    x = torch.randn(batch, 1, n_mels, n_frames)
    x = x.contiguous(memory_format=layout)
    target = torch.softmax(torch.randn(batch, n_classes), 1)

    def step():
        sgd.zero_grad(set_to_none=True)
        torch.nn.functional.cross_entropy(model(x), target).backward()
        sgd.step()

    return step


def optimized(model, x):
    frozen = torch.jit.freeze(torch.jit.trace(model, x))
    try:
        fast = torch.jit.optimize_for_inference(frozen)
        fast(x)
        return fast
    except RuntimeError:  # which may have left `frozen` half changed
        return torch.jit.freeze(torch.jit.trace(model, x))


def inferer(description, n_classes, n_mels, n_frames, mode):
    model = torch_models.build(description, (1, n_mels, n_classes)).eval()
    x = torch.randn(1, 1, n_mels, n_frames)
    if mode == "fast":
        with torch.no_grad():
            model = optimized(model, x)

    def step():
        with torch.no_grad():
            model(x)

    return step


def seconds(step):
    begin = time.perf_counter()
    step()
    return time.perf_counter() - begin


def training_memory(description, *numbers):
    n_classes, n_mels, n_frames, batch, threads = map(int, numbers)
    torch.set_num_threads(threads)
    # Its own libraries and code are there after a step with one short clip
    trainer(description, n_classes, n_mels, min(n_frames, 64), 2,
            torch.contiguous_format)()
    gc.collect()
    before = resident("VmRSS")
    forget_peak()
    step = trainer(description, n_classes, n_mels, n_frames, batch,
                   torch.contiguous_format)
    step()
    step()
    return max(resident("VmHWM") - before, 0)


def prepare_training(description, *numbers):
    n_classes, n_mels, n_frames, batch, threads = map(int, numbers)
    torch.set_num_threads(threads)
    steps = []
    for layout in (torch.contiguous_format, torch.channels_last):
        step = trainer(description, n_classes, n_mels, n_frames, batch, layout)
        step()
        steps.append((sorted(seconds(step) for _ in range(4))[1], step))
    return min(steps, key=lambda s: s[0])[1]


def prepare_inference(description, *words):
    torch.set_num_threads(1)
    step = inferer(description, *map(int, words[:3]), words[3])
    for _ in range(10):
        step()
    return step


def main():
    step = None
    for line in sys.stdin:
        command, *words = line.split()
        answer = 0
        if command == "memory":
            answer = training_memory(*words)
        elif command == "train":
            step = prepare_training(*words)
        elif command == "infer":
            step = prepare_inference(*words)
        else:
            answer = " ".join(f"{seconds(step):.9f}" for _ in range(int(words[0])))
        print(answer, flush=True)


main()
