#!/usr/bin/python3
# Copyright (C) 2026 The Byline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What others' tools reach on a dataset of byline prepare.

usage: reference.py lda|torch DATASET NAME

lda    mean and deviation of 40 mel cepstra and of their differences over a
       clip, linear discriminant analysis with shrinkage (scikit-learn)
torch  a plain ResNet (width 16, blocks 2-2-2-2) with SpecAugment, SGD with
       one cosine, batch 32, 43008 clips (PyTorch)

Both learn from the training songs and are asked about clips of 10 s of the
validation and the test songs, as byline evaluate does it.  Prints a line of
JSON.
"""
import csv
import json
import sys

import numpy as np

CLIP = 266


def read(folder):
    with open(folder + "/tracks.tsv") as table:
        rows = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
    artists = sorted({row["artist"] for row in rows})
    for row in rows:
        row["label"] = artists.index(row["artist"])
        columns = np.load(folder + "/features/" + row["features"], mmap_mode="r")
        first = int(row["first"])  # silence at either end is left out
        row["columns"] = columns[first : first + int(row["frames"])]
    return [row for row in rows if not row.get("effects")], len(artists)


def clip_of(columns, first):
    clip = np.asarray(columns[first : first + CLIP], dtype=np.float32)
    return np.maximum(clip, clip.max() - 80)


def clips_of(rows, part, step):
    for song, row in enumerate(rows):
        if row["split"] == part:
            for first in range(0, len(row["columns"]) - CLIP + 1, step):
                yield song, row["label"], clip_of(row["columns"], first)


def figures(songs, labels, probabilities):
    """Clip accuracy, macro F1 and song accuracy by mean probability."""
    answers = probabilities.argmax(1)
    f1 = []
    for label in np.unique(labels):
        right = np.sum((answers == label) & (labels == label))
        f1.append(2 * right / (np.sum(answers == label) + np.sum(labels == label)))
    right = [
        probabilities[songs == song].mean(0).argmax() == labels[songs == song][0]
        for song in np.unique(songs)
    ]
    return float(np.mean(answers == labels)), float(np.mean(f1)), float(np.mean(right))


def lda(rows, n_artists):
    from scipy.fft import dct
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

    def statistics(clip):
        cepstra = dct(clip - clip.mean(), axis=1, norm="ortho")[:, :40]
        change = np.diff(cepstra, axis=0)
        return np.concatenate([cepstra.mean(0), cepstra.std(0), change.std(0)])

    train = [(label, statistics(clip)) for _, label, clip in clips_of(rows, "train", CLIP // 2)]
    model = LinearDiscriminantAnalysis(solver="lsqr", shrinkage=0.1)
    model.fit([x for _, x in train], [label for label, _ in train])

    def predict(clips):
        scores = np.zeros((len(clips), n_artists))
        scores[:, model.classes_] = model.predict_proba([statistics(clip) for clip in clips])
        return scores

    return predict


def torch_resnet(rows, n_artists):
    import torch
    from torch import nn
    from torch.nn import functional as F

    torch.manual_seed(1)
    draw = np.random.default_rng(1)

    class Block(nn.Module):
        def __init__(self, width_in, width, stride):
            super().__init__()
            self.a = nn.Conv2d(width_in, width, 3, stride, 1, bias=False)
            self.b = nn.Conv2d(width, width, 3, 1, 1, bias=False)
            self.norm_a, self.norm_b = nn.BatchNorm2d(width), nn.BatchNorm2d(width)
            self.short = nn.Identity()
            if stride != 1 or width != width_in:
                self.short = nn.Sequential(
                    nn.Conv2d(width_in, width, 1, stride, bias=False), nn.BatchNorm2d(width)
                )

        def forward(self, x):
            y = F.relu(self.norm_a(self.a(x)))
            return F.relu(self.norm_b(self.b(y)) + self.short(x))

    layers = [nn.Conv2d(1, 16, 3, 2, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU(), nn.MaxPool2d(2)]
    width = 16
    for stage in range(4):
        for block in range(2):
            layers.append(Block(width, 16 << stage, 2 if stage and not block else 1))
            width = 16 << stage
    net = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.2), nn.Linear(width, n_artists))

    def standard(clips):
        x = torch.from_numpy(np.stack(clips).transpose(0, 2, 1))[:, None]
        return (x - x.mean((1, 2, 3), keepdim=True)) / (x.std((1, 2, 3), keepdim=True) + 1e-3)

    songs = [row for row in rows if row["split"] == "train"]
    starts = np.array([len(row["columns"]) - CLIP + 1 for row in songs], float)
    batch, steps = 32, 43008 // 32
    optimizer = torch.optim.SGD(net.parameters(), 0.05, 0.9, weight_decay=5e-4, nesterov=True)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    net.train()
    for step in range(steps):
        picked = draw.choice(len(songs), batch, p=starts / starts.sum())
        x = standard([clip_of(songs[i]["columns"], draw.integers(starts[i])) for i in picked])
        for i in range(batch):
            for _ in range(2):
                n, m = draw.integers(0, 41), draw.integers(0, 25)
                first, low = draw.integers(0, CLIP - n), draw.integers(0, 128 - m)
                x[i, :, :, first : first + n] = 0
                x[i, :, low : low + m, :] = 0
        y = torch.tensor([songs[i]["label"] for i in picked])
        loss = F.cross_entropy(net(x), y, label_smoothing=0.1)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if step % 100 == 0:
            print(f"step {step} of {steps}: loss {loss.item():.3f}", file=sys.stderr)
    net.eval()

    def predict(clips):
        with torch.no_grad():
            return np.concatenate(
                [net(standard(clips[i : i + 64])).softmax(1).numpy() for i in range(0, len(clips), 64)]
            )

    return predict


def main():
    method, folder, name = sys.argv[1:]
    rows, n_artists = read(folder)
    predict = {"lda": lda, "torch": torch_resnet}[method](rows, n_artists)
    line = {"name": name}
    for part, prefix in (("validation", "validation_"), ("test", "")):
        songs, labels, clips = zip(*clips_of(rows, part, CLIP))
        clip, f1, song = figures(np.array(songs), np.array(labels), predict(list(clips)))
        line |= {prefix + "accuracy": clip, prefix + "macro_f1": f1, prefix + "song_accuracy": song}
    print(json.dumps(line, separators=(",", ":")))


main()
