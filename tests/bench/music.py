#!/usr/bin/python3
"""Learn and test the weights of music activity from what music.sh measured.
usage: music.py FOLDER [--train]"""

import sys
import zlib

import numpy as np

NAMES = ("rest_1 rest_2 occupancy likeness peaks held pitches pauses "
         "syllables level_moves slope_moves beat").split()
MOST_DOUBT = 8
NO_MUSIC_DOUBT = 1.5
HEADER = """/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What tells speech from music: written by tests/bench/music.sh --train. */

#ifndef BYLINE_SPECTRUM_MUSIC_WEIGHTS_H
#define BYLINE_SPECTRUM_MUSIC_WEIGHTS_H

static const float music_weights[] = {%s};

static const float music_bias = %.5ef;

#endif // BYLINE_SPECTRUM_MUSIC_WEIGHTS_H
"""


def read(path):
    rows = [line.rstrip("\n").split("\t") for line in open(path)]
    return [r[0] for r in rows], np.array([[float(x) for x in r[2:]]
                                           for r in rows])


def breaks_rules(x):
    """As music_activity.c has it"""
    f = {name: x[:, i] for i, name in enumerate(NAMES)}
    return ((f["rest_1"] < 0.9) | (f["rest_2"] < 0.5)
            | (f["occupancy"] < 0.058)
            | ((f["peaks"] < 1.6) & (f["occupancy"] < 0.3)
               & (f["pitches"] < 8))
            | ((f["likeness"] < 0.06) & (f["held"] < 0.006)
               & (f["beat"] < 0.3)))


def half(paths, depth):
    """Whether to test with it: by package, or by speaker"""
    return np.array([zlib.crc32(p.split("/")[depth].encode()) % 2 == 1
                     for p in paths])


def learn(sets):
    """Logistic regression; sets of (rows, target, weight)"""
    sets = [(x[~breaks_rules(x)], t, w) for x, t, w in sets]
    x = np.vstack([s[0] for s in sets])
    y = np.concatenate([np.full(len(s[0]), float(s[1])) for s in sets])
    w = np.concatenate([np.full(len(s[0]), s[2] / len(s[0])) for s in sets])
    mean, scale = x.mean(0), x.std(0) + 1e-6
    z, v, b = (x - mean) / scale, np.zeros(x.shape[1]), 0.0
    for _ in range(6000):
        g = w * (1 / (1 + np.exp(-(z @ v + b))) - y)
        v -= 2 * (z.T @ g + 1e-3 * v)
        b -= 2 * g.sum()
    return v / scale, b - (v * mean / scale).sum()


def told(x, model):
    """The share that is told to be no music"""
    doubt = np.where(breaks_rules(x), MOST_DOUBT, x @ model[0] + model[1])
    return (doubt > NO_MUSIC_DOUBT).mean() if len(x) else float("nan")


def main():
    folder, data = sys.argv[1], {}
    for kind in ("corpus", "speech", "sung"):
        for seconds in (10, 3):
            data[kind, seconds] = read(f"{folder}/{kind}-{seconds}.tsv")
    tested = {key: half(paths, -1 if key[0] != "corpus" else
                        paths[0].split("/").index("tracks") + 1)
              for key, (paths, _) in data.items()}

    def rows(kind, test=None):
        return np.vstack([x if test is None else x[tested[k] == test]
                          for k, (_, x) in data.items() if k[0] == kind])

    def fit(test):
        return learn([(rows("corpus", test), 0, 0.44),
                      (rows("sung", test), 0, 0.06),
                      (rows("speech", test), 1, 0.5)])

    model = fit(False)
    print("told to be no music, of packages and speakers not learnt from")
    for (kind, seconds), (_, x) in data.items():
        x = x[tested[kind, seconds]]
        print(f"{kind:8} {seconds:3} s {100 * told(x, model):6.2f} % of {len(x)}"
              f", by rules {100 * breaks_rules(x).mean():.2f} %")
    if "--train" in sys.argv:
        v, b = fit(None)
        with open("engine/spectrum/music_weights.h", "w") as file:
            file.write(HEADER % (", ".join(f"{x:.5e}f" for x in v), b))


if __name__ == "__main__":
    main()
