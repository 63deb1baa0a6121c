#!/usr/bin/python3
# Copyright (C) 2026 The Byline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mix singers and accompaniments at equal power, as a library to prepare.

usage: mix_singers.py SINGERS FOLDER

SINGERS as singers.py takes it.  Writes FOLDER/SINGER_NN.wav and
FOLDER/library.tsv; what is there is kept.  Needs Debian's python3-numpy,
python3-scipy and ffmpeg.
"""

import glob
import os
import subprocess
import sys

import numpy as np
from scipy.io import wavfile

RATE = 16000


def decode(path):
    raw = subprocess.run(
        ["ffmpeg", "-nostdin", "-v", "error", "-i", path, "-ac", "1", "-ar",
         str(RATE), "-f", "f32le", "-"], capture_output=True, check=True).stdout
    return np.frombuffer(raw, "<f4")


def main():
    singers, folder = sys.argv[1:3]
    os.makedirs(folder, exist_ok=True)
    rows = []
    for path in sorted(glob.glob(os.path.join(singers, "voice", "*_[0-9]*.*"))):
        name = os.path.splitext(os.path.basename(path))[0]
        target = os.path.join(folder, name + ".wav")
        if not os.path.exists(target):
            voice = decode(path)
            music = decode(glob.glob(
                os.path.join(singers, "music", glob.escape(name) + ".*"))[0])
            n = min(len(voice), len(music))
            voice, music = voice[:n], music[:n]
            mix = voice + music * np.sqrt((voice ** 2).mean() /
                                          ((music ** 2).mean() + 1e-12))
            mix *= 0.5 / np.abs(mix).max()
            wavfile.write(target + ".part", RATE, mix.astype(np.float32))
            os.rename(target + ".part", target)
        rows.append(f"{name}.wav\t{name.rsplit('_', 1)[0]}\t{name}\n")
    with open(os.path.join(folder, "library.tsv"), "w") as table:
        table.write("path\tartist\ttitle\n" + "".join(rows))


main()
