#!/usr/bin/env python3
# Copyright (C) 2026 The Byline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mixes of known tracks, and what `byline identify --cue` makes of them.

usage: mixes.py BYLINE LIBRARY.tsv FOLDER [MIXES [TRACKS]]

Each mix has TRACKS tracks of 60 s, as a DJ plays them: each at a speed of its
own (up to 8 %), every other one with its pitch kept, the bass cut in every
third, crossfades of 8 s.  The library's tracks are indexed in FOLDER first,
unless they are there.  Printed: how many of the tracks are in the cue sheet,
how many of its titles are others (not "unknown"), and how far its boundaries
are from the middles of the crossfades.  Needs ffmpeg."""

import csv
import os
import random
import re
import subprocess
import sys
import tempfile

LENGTH, FADE, RATE = 60, 8, 44100


def make_mix(rows, chance, path):
    """Write a mix; the title and the beginning of each track in it."""
    speeds = [1 + chance.uniform(-0.08, 0.08) for _ in rows]
    inputs, filters = [], []
    for i, (row, speed) in enumerate(zip(rows, speeds)):
        inputs += ["-t", str(LENGTH * speed), "-i", row["path"]]
        change = (f"atempo={speed}" if i % 2 else
                  f"asetrate={RATE * speed:.0f},aresample={RATE}")
        cut = ",highpass=f=250" if i % 3 == 2 else ""
        filters.append(f"[{i}]aresample={RATE},{change},"
                       f"aformat=channel_layouts=stereo{cut}[t{i}]")
    last = "t0"
    for i in range(1, len(rows)):
        filters.append(f"[{last}][t{i}]acrossfade=d={FADE}[m{i}]")
        last = f"m{i}"
    subprocess.run(
        ["ffmpeg", "-v", "error", "-nostdin", "-y", *inputs, "-filter_complex",
         ";".join(filters), "-map", f"[{last}]", path], check=True)
    step = LENGTH - FADE
    return [(row["title"], i * step + FADE / 2 if i else 0)
            for i, row in enumerate(rows)]


def read_cue(text):
    """The title and the beginning of each track of a cue sheet."""
    tracks = []
    title = None
    for line in text.splitlines():
        field = re.match(r'    TITLE "(.*)"$', line)
        index = re.match(r"    INDEX 01 (\d+):(\d+):(\d+)$", line)
        if re.match(r"  TRACK ", line):
            title = None
        elif field:
            title = field[1]
        elif index:
            minutes, seconds, frames = map(int, index.groups())
            tracks.append((title, 60 * minutes + seconds + frames / 75))
    return tracks


def main():
    byline, library, folder = sys.argv[1:4]
    n_mixes = int(sys.argv[4]) if len(sys.argv) > 4 else 12
    n_tracks = int(sys.argv[5]) if len(sys.argv) > 5 else 8
    # The index is where identify looks for it, and the user's own is left alone
    os.environ["XDG_DATA_HOME"] = os.path.abspath(folder)
    subprocess.run([byline, "recordings", "add", library], check=True)
    with open(library, newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t")
                if float(row["duration"] or 0) > LENGTH * 1.1]
    found, false, total, errors = 0, 0, 0, []
    for seed in range(n_mixes):
        chance = random.Random(seed)
        with tempfile.NamedTemporaryFile(suffix=".wav") as mix:
            truth = make_mix(chance.sample(rows, n_tracks), chance, mix.name)
            answer = subprocess.run([byline, "identify", "--cue", mix.name],
                                    capture_output=True)
        if answer.returncode != 0:
            sys.exit(answer.stderr.decode())
        entries = read_cue(answer.stdout.decode())
        titles = [title for title, _ in truth]
        total += n_tracks
        for title, begin in entries:
            if title not in titles + ["unknown"]:
                false += 1
                print(f"  mix {seed} at {begin:.0f} s: {title}")
        for title, begin in truth:
            begins = [place for name, place in entries if name == title]
            found += bool(begins)
            if begins and title != titles[0]:
                errors.append(abs(begins[0] - begin))
    errors.sort()
    print(f"{found} of {total} tracks found, {false} false titles")
    if errors:
        print(f"boundaries: median {errors[len(errors) // 2]:.1f} s, "
              f"9 of 10 within {errors[int(0.9 * (len(errors) - 1))]:.1f} s, "
              f"the worst {errors[-1]:.1f} s")


if __name__ == "__main__":
    main()
