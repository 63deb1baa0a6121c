#!/usr/bin/env python3
# Copyright (C) 2026 The Byline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mixes of known tracks, and how much of them `byline identify` finds.

usage: mixes.py BYLINE LIBRARY.tsv [MIXES [TRACKS]]

Each mix has TRACKS tracks of 60 s, as a DJ plays them: each at a speed of its
own (up to 8 %, pitch and all), the bass cut in every third, crossfades of 8 s.
The library's tracks must be in the index ('byline recordings add LIBRARY.tsv').
Printed: how many tracks were found, and how far the boundaries are from the
middles of the crossfades.  Needs ffmpeg."""

import csv
import json
import random
import subprocess
import sys
import tempfile

LENGTH, FADE, RATE = 60, 8, 44100


def make_mix(rows, chance, path):
    """Write a mix; the title and the end of each track in it."""
    speeds = [1 + chance.uniform(-0.08, 0.08) for _ in rows]
    inputs, filters = [], []
    for i, (row, speed) in enumerate(zip(rows, speeds)):
        inputs += ["-t", str(LENGTH * speed), "-i", row["path"]]
        cut = ",highpass=f=250" if i % 3 == 2 else ""
        filters.append(
            f"[{i}]aresample={RATE},asetrate={RATE * speed:.0f},aresample={RATE},"
            f"aformat=channel_layouts=stereo{cut}[t{i}]")
    last = "t0"
    for i in range(1, len(rows)):
        filters.append(f"[{last}][t{i}]acrossfade=d={FADE}[m{i}]")
        last = f"m{i}"
    subprocess.run(
        ["ffmpeg", "-v", "error", "-nostdin", "-y", *inputs, "-filter_complex",
         ";".join(filters), "-map", f"[{last}]", path], check=True)
    step = LENGTH - FADE
    return [(row["title"], (i + 1) * step + FADE / 2)
            for i, row in enumerate(rows)]


def main():
    byline, library = sys.argv[1:3]
    n_mixes = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    n_tracks = int(sys.argv[4]) if len(sys.argv) > 4 else 6
    with open(library, newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t")
                if float(row["duration"] or 0) > LENGTH * 1.1]
    found, false, total, errors = 0, 0, 0, []
    for seed in range(n_mixes):
        chance = random.Random(seed)
        with tempfile.NamedTemporaryFile(suffix=".wav") as mix:
            truth = make_mix(chance.sample(rows, n_tracks), chance, mix.name)
            answer = json.loads(subprocess.run(
                [byline, "identify", "--json", mix.name], check=True,
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout)
        entries = [e for e in answer["timeline"] if e["title"]]
        titles = [title for title, _ in truth]
        total += n_tracks
        false += sum(e["title"] not in titles for e in entries)
        for title, end in truth:
            ends = [e["end"] for e in entries if e["title"] == title]
            found += bool(ends)
            if ends and title != titles[-1]:
                errors.append(abs(ends[-1] - end))
    errors.sort()
    print(f"{found} of {total} tracks found, {false} false titles")
    if errors:
        print(f"boundaries: median {errors[len(errors) // 2]:.1f} s, "
              f"9 of 10 within {errors[int(0.9 * (len(errors) - 1))]:.1f} s")


if __name__ == "__main__":
    main()
