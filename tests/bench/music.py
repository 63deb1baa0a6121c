#!/usr/bin/python3
"""Learn and test the weights of music activity from what music.sh measured.
usage: music.py FOLDER BENCH_MUSIC [--train]"""

import subprocess
import sys
import zlib

import numpy as np

# As in music_activity.c
NO_MUSIC_DOUBT = 2
HEADER = """/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What tells speech from music: written by tests/bench/music.sh --train. */

#ifndef BYLINE_SPECTRUM_MUSIC_WEIGHTS_H
#define BYLINE_SPECTRUM_MUSIC_WEIGHTS_H

static const float music_weights[] = {
    %s};

static const float music_bias = %.5ef;

#endif // BYLINE_SPECTRUM_MUSIC_WEIGHTS_H
"""


class Looks:
    """What bench_music measured of the files of a kind, and made of it"""

    def __init__(self, folder, kind, program):
        path = f"{folder}/{kind}.tsv"
        rows = [line.rstrip("\n").split("\t") for line in open(path)]
        self.paths = np.array([r[0] for r in rows])
        self.window = np.array([float(r[2]) for r in rows])
        self.x = np.array([[float(v) for v in r[3:]] for r in rows])
        with open(path) as measures:
            told = subprocess.run([program, "--judge"], stdin=measures,
                                  check=True, capture_output=True, text=True)
        told = np.array([line.split("\t") for line in
                         told.stdout.splitlines()], float)
        self.rules, self.passes = told[:, 0] > 0, told[:, 2] > 0

    def where(self, mask):
        """Some of them"""
        part = object.__new__(Looks)
        for name, value in vars(self).items():
            setattr(part, name, value[mask])
        return part


def package_half(looks):
    """Whether to test with it: half of the corpus, by package"""
    return np.array([zlib.crc32(p.split("/tracks/")[1].split("/")[0].encode())
                     % 2 == 1 for p in looks.paths])


def to_test(looks):
    """Whether to test with it: speakers that are for that"""
    return np.array(["/test" in p for p in looks.paths])


def learn(sets):
    """Logistic regression; sets of (looks, target, weight)"""
    sets = [(s.x[~s.rules], t, w) for s, t, w in sets]
    x = np.vstack([s[0] for s in sets])
    y = np.concatenate([np.full(len(s[0]), float(s[1])) for s in sets])
    w = np.concatenate([np.full(len(s[0]), s[2] / len(s[0])) for s in sets])
    mean, scale = x.mean(0), x.std(0) + 1e-6
    z = np.column_stack([(x - mean) / scale, np.ones(len(x))])
    v = np.zeros(z.shape[1])
    ridge = np.append(np.full(x.shape[1], 1e-4), 0)
    for _ in range(30):  # Newton's method
        p = 1 / (1 + np.exp(-z @ v))
        gradient = z.T @ (w * (p - y)) + ridge * v
        v -= np.linalg.solve((z.T * (w * p * (1 - p))) @ z + np.diag(ridge)
                             + 1e-9 * np.eye(len(v)), gradient)
    return v[:-1] / scale, v[-1] - (v[:-1] * mean / scale).sum()


def tell_looks(data, model):
    print("told to be no music, look by look, of packages and speakers not "
          "learnt from")
    for kind in ("corpus", "starts", "test", "utterances", "sung"):
        looks = data[kind]
        looks = looks.where(package_half(looks) if kind in ("corpus", "starts")
                            else to_test(looks))
        told = looks.rules | (looks.x @ model[0] + model[1] > NO_MUSIC_DOUBT)
        short = looks.window < 5
        parts = [100 * told[m].mean() if m.any() else float("nan")
                 for m in (~short, short)]
        print(f"{kind:12}{parts[0]:7.2f} % of looks of 5 to 10 s,"
              f"{parts[1]:7.2f} % of shorter ones; {len(looks.paths)} looks")


def tell_live(data):
    print("not let through live, with music_weights.h as it was built in: share"
          " of time,\nand of the files that lose more than a tenth")
    parts = []
    for kind, looks in data.items():
        groups = (sorted({p.split("/")[-2] for p in looks.paths})
                  if kind == "effects" else [""])
        parts += [(f"{kind} {g}", looks.where(np.array(
            [f"/{g}" in p for p in looks.paths]))) for g in groups]
    for name, looks in parts:
        lost = {p: 1 - looks.passes[looks.paths == p].mean()
                for p in set(looks.paths)}
        worst = sorted(lost, key=lost.get, reverse=True)[:5]
        print(f"{name:18}{100 * (1 - looks.passes.mean()):7.2f} % "
              f"{sum(v > 0.1 for v in lost.values()):4} of {len(lost):3}  " +
              ", ".join(f"{p.split('/')[-1]} {100 * lost[p]:.0f} %"
                        for p in worst if lost[p] > 0))


def main():
    folder, program = sys.argv[1:3]
    data = {}
    for kind in ("corpus", "starts", "train", "test", "utterances", "sung",
                 "effects", "solos", "singers"):
        try:
            data[kind] = Looks(folder, kind, program)
        except FileNotFoundError:
            pass

    def fit(everything):
        music = [data["corpus"], data["starts"]]
        speech = [data["train"], data["test"], data["utterances"]]
        sung = data["sung"]
        if not everything:
            music = [s.where(~package_half(s)) for s in music]
            speech = [s.where(~to_test(s)) for s in speech]
            sung = sung.where(~to_test(sung))
        return learn([(music[0], 0, 0.4), (music[1], 0, 0.4), (sung, 0, 0.02)]
                     + [(s, 1, 0.1) for s in speech if len(s.paths)])

    tell_looks(data, fit(False))
    tell_live(data)
    if "--train" in sys.argv:
        v, b = fit(True)
        lines = [", ".join(f"{x:.5e}f" for x in v[i:i + 4])
                 for i in range(0, len(v), 4)]
        with open("engine/spectrum/music_weights.h", "w") as file:
            file.write(HEADER % (",\n    ".join(lines), b))


if __name__ == "__main__":
    main()
