#!/usr/bin/python3
# Copyright (C) 2026 The Byline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who sings, told by the estimate of the voice: how much of the singer is in it.

usage: singers.py PROGRAM FOLDER [RATE-OF-VOICE-IN-DB]

FOLDER holds voice/SINGER_NN.EXT and music/SINGER_NN.EXT, the same songs of the
same length.  They are mixed at equal power, `PROGRAM separate` takes them apart,
and singers are told, by songs in five folds and windows of 10 s, from the mix, the
estimate and the true voice:

    Gaussian  20 cepstra of 40 mel bands and their slopes, one Gaussian of full
              covariance a singer
    LDA       mean and deviation of these over a window, linear discriminants

Also BSS Eval's SDR, SIR and SAR (Vincent et al. 2006, with gains for filters)
of the estimate, and the mean of what SDR gains, weighted by length (GNSDR).
Needs Debian's python3-numpy, python3-scipy and ffmpeg.
"""

import glob
import os
import subprocess
import sys
import tempfile

import numpy as np
from scipy.fftpack import dct
from scipy.io import wavfile

RATE, N, HOP, LENGTH, FOLDS, WINDOW = 16000, 512, 160, 400, 5, 10


def decode(path):
    raw = subprocess.run(
        ["ffmpeg", "-nostdin", "-v", "error", "-i", path, "-ac", "1", "-ar",
         str(RATE), "-f", "f32le", "-"], capture_output=True, check=True).stdout
    return np.frombuffer(raw, "<f4")


def mel_bank(n=40, low=60, high=7600):
    edges = 700 * (10 ** (np.linspace(*[2595 * np.log10(1 + f / 700)
                                        for f in (low, high)], n + 2) / 2595) - 1)
    at = np.floor((N + 1) * edges / RATE).astype(int)
    bank = np.zeros((n, N // 2 + 1))
    for i in range(n):
        a, b, c = at[i], max(at[i + 1], at[i] + 1), max(at[i + 2], at[i + 1] + 2)
        bank[i, a:b] = (np.arange(a, b) - a) / (b - a)
        bank[i, b:c] = (c - np.arange(b, c)) / (c - b)
    return bank


BANK, TAPER = mel_bank(), np.hamming(LENGTH)


def windows(x):
    """Cepstra and slopes of the loud frames, by windows."""
    n = 1 + (len(x) - LENGTH) // HOP
    frames = x[np.arange(LENGTH)[None] + HOP * np.arange(n)[:, None]]
    level = 10 * np.log10((frames ** 2).mean(1) + 1e-10)
    power = np.abs(np.fft.rfft(frames * TAPER, N)) ** 2
    cepstra = dct(np.log(power @ BANK.T + 1e-8), norm="ortho", axis=1)[:, 1:21]
    both = np.hstack([cepstra, np.gradient(cepstra, axis=0)])
    step = WINDOW * 100
    parts = [both[s:s + step][level[s:s + step] > level.max() - 35]
             for s in range(0, max(1, n - step // 2), step)]
    return [p for p in parts if len(p) > 2]


def gaussians(train, n_singers):
    models = []
    for k in range(n_singers):
        x = np.vstack([c for s, cs in train if s == k for c in cs])
        covariance = np.cov(x.T) + 1e-2 * np.eye(x.shape[1])
        models.append((x.mean(0), np.linalg.inv(covariance),
                       np.linalg.slogdet(covariance)[1]))
    return lambda c: np.array([-0.5 * (d + (((c - m) @ i) * (c - m)).sum(1).mean())
                               for m, i, d in models])


def summary(c):
    return np.concatenate([c.mean(0), c.std(0)])


def discriminants(train, n_singers):
    x = np.array([summary(c) for _, cs in train for c in cs])
    y = np.array([s for s, cs in train for _ in cs])
    mean, deviation = x.mean(0), x.std(0) + 1e-9
    x = (x - mean) / deviation
    centres = np.array([x[y == k].mean(0) for k in range(n_singers)])
    within = np.cov((x - centres[y]).T)
    n = len(within)
    inverse = np.linalg.inv(0.9 * within + 0.1 * np.trace(within) / n * np.eye(n))
    bias = -0.5 * np.einsum("ij,jk,ik->i", centres, inverse, centres)
    return lambda c: centres @ inverse @ ((summary(c) - mean) / deviation) + bias


def measure(name, songs, learn, what):
    singers = sorted({s for s, _ in songs})
    order = {s: sorted(n for a, n in songs if a == s) for s in singers}
    fold = {(s, n): order[s].index(n) % FOLDS for s, n in songs}
    n_clips = clips = n_right = 0
    for k in range(FOLDS):
        judge = learn([(singers.index(key[0]), c) for key, c in songs.items()
                       if fold[key] != k], len(singers))
        for key, parts in songs.items():
            if fold[key] == k and parts:
                votes = np.array([judge(c) for c in parts])
                truth = singers.index(key[0])
                n_clips += len(votes)
                clips += (votes.argmax(1) == truth).sum()
                n_right += votes.sum(0).argmax() == truth
    print(f"{what:9s} {name:9s} clips {100 * clips / n_clips:5.1f} % of {n_clips}, "
          f"songs {100 * n_right / len(songs):5.1f} % of {len(songs)}, "
          f"{len(singers)} singers", flush=True)


def bss_eval(estimate, voice, music):
    """SDR, SIR, SAR in dB."""
    basis = np.stack([voice, music]).astype(float)
    estimate = estimate.astype(float)
    target = (estimate @ basis[0]) / (basis[0] @ basis[0]) * basis[0]
    both = np.linalg.solve(basis @ basis.T, basis @ estimate) @ basis
    ratio = lambda a, b: 10 * np.log10((a @ a) / (b @ b + 1e-20))
    return np.array([ratio(target, estimate - target), ratio(target, both - target),
                     ratio(both, estimate - both)])


def separate(program, mix, folder):
    source, target = os.path.join(folder, "mix.wav"), os.path.join(folder, "v.wav")
    wavfile.write(source, RATE, mix)
    subprocess.run([program, "separate", source, "-o", target], check=True,
                   capture_output=True)
    return decode(target)[:len(mix)]


def main():
    program, folder = sys.argv[1:3]
    level = float(sys.argv[3]) if len(sys.argv) > 3 else 0
    sounds = {kind: {} for kind in ("mix", "estimate", "voice")}
    gains, lengths = [], []
    with tempfile.TemporaryDirectory() as scratch:
        for path in sorted(glob.glob(os.path.join(folder, "voice", "*_[0-9]*.*"))):
            name = os.path.splitext(os.path.basename(path))[0]
            key = (name.rsplit("_", 1)[0], int(name.rsplit("_", 1)[1]))
            voice = decode(path)
            music = decode(glob.glob(os.path.join(folder, "music", name + ".*"))[0])
            n = min(len(voice), len(music))
            voice, music = voice[:n], music[:n]
            music = music * np.sqrt((voice ** 2).mean() / ((music ** 2).mean() + 1e-12)
                                    / 10 ** (level / 10))
            mix = (voice + music).astype(np.float32)
            estimate = separate(program, mix, scratch)
            gains.append(np.vstack([bss_eval(estimate, voice, music),
                                    bss_eval(mix, voice, music)]))
            lengths.append(n)
            for kind, x in (("mix", mix), ("estimate", estimate), ("voice", voice)):
                sounds[kind][key] = windows(x)
    values = np.average(gains, axis=0, weights=lengths)
    print(f"{len(lengths)} songs, voice {level:+.0f} dB: SDR {values[0, 0]:.2f}, SIR "
          f"{values[0, 1]:.2f}, SAR {values[0, 2]:.2f} dB; GNSDR "
          f"{values[0, 0] - values[1, 0]:.2f} dB")
    for kind, songs in sounds.items():
        measure(kind, songs, gaussians, "Gaussian")
        measure(kind, songs, discriminants, "LDA")


main()
