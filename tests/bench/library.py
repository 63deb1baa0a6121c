#!/usr/bin/python3
"""A library of the size that a work on artists has: how long everything takes.

usage: library.py BYLINE FOLDER RESULTS.jsonl [SONGS [ARTISTS [EPOCHS]]]

Songs of four minutes are made of the free-music corpus, looped and at other
speeds, MP3 with 128 kbit/s: what counts is work, not truth.  Then Byline scans,
cleans, prepares with three channels and the index of recordings, trains and
evaluates.  It goes on where it was stopped, phase by phase; each phase adds a
line to RESULTS.  In the end all lines there are a table, and of each phase the
laws are fitted that processor time, memory and disk follow: a + b songs, and for
time the exponent of songs ^ b beside it, over the sizes with the number of
artists, and of EPOCHS, that most have; then what more artists cost at one size.
Songs of one FOLDER are made once, whoever is said to play them.
"""

import glob
import json
import math
import os
import resource
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

CORPUS = os.path.expanduser("~/.cache/byline/corpus")
SECONDS = 240
SPEEDS = (1.0, 0.92, 1.08, 0.86, 1.14, 0.97, 1.03, 0.89)
WHOLE = 3000  # songs of the size in question
PHASES = ("scan", "clean", "prepare", "train", "evaluate")
TARGET_HOURS = 3
TARGET_MB = 2048


def sources():
    """Paths of the corpus' tracks, of the largest set that is there."""
    for name in ("all", "full", "small"):
        table = f"{CORPUS}/library-{name}.tsv"
        if os.path.exists(table):
            with open(table, encoding="utf-8") as lines:
                return [line.split("\t")[0] for line in lines][1:]
    sys.exit("no corpus: make corpus SET=all")


def ffmpeg(arguments, path):
    """Write `path` whole or not at all."""
    part = path + ".part"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y"] + arguments +
                   ["-f", "mp3", part], check=True)
    os.rename(part, path)


def make_song(job):
    """Make the song `number`, and a copy that says whose it is."""
    source, speed, artist, number, made, path = job
    if not os.path.exists(made):
        ffmpeg(["-stream_loop", "-1", "-i", source, "-t", str(SECONDS), "-vn",
                "-map_metadata", "-1", "-af", "aresample=44100,asetrate="
                f"{44100 * speed:.0f},aresample=44100", "-ac", "2",
                "-c:a", "libmp3lame", "-b:a", "128k",
                "-compression_level", "9"], made)
    if not os.path.exists(path):
        ffmpeg(["-i", made, "-c", "copy", "-metadata", f"artist={artist}",
                "-metadata", f"title=Song {number}"], path)


def letters(number):
    """A name of its own: numbers would be names for nobody."""
    return "".join(chr(ord("a") + number // 26 ** k % 26) for k in (2, 1, 0))


def make_music(base, folder, songs, artists):
    tracks = sources()
    jobs = []
    for n in range(songs):
        artist = "Quartet " + letters(n * artists // songs)
        jobs.append((tracks[n % len(tracks)],
                     SPEEDS[n // len(tracks) % len(SPEEDS)], artist, n + 1,
                     f"{base}/songs/{n + 1}.mp3",
                     f"{folder}/{artist}/Song {n + 1}.mp3"))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for done, _ in enumerate(pool.map(make_song, jobs), 1):
            print(f"\rmaking songs: {done} of {songs}", end="", flush=True,
                  file=sys.stderr)
    print(file=sys.stderr)


def size_mb(path):
    if os.path.isfile(path):
        return os.path.getsize(path) / 1e6
    return sum(os.path.getsize(file) for file in
               glob.glob(f"{path}/**", recursive=True)
               if os.path.isfile(file)) / 1e6


def own_mb(process):
    """What a process has in memory now that is in no file, in MB."""
    with open(f"/proc/{process}/status", encoding="ascii") as lines:
        for entry in lines:
            if entry.startswith("RssAnon:"):
                return int(entry.split()[1]) / 1024
    return 0


def run(command, log):
    """Seconds of the clock and of processors, and in MB the largest size and,
    looked at again and again, the largest without what is mapped of files,
    which is given back where others need memory."""
    begin = time.monotonic()
    own = 0
    with open(log, "w", encoding="utf-8") as out:
        child = subprocess.Popen(command, stdout=out, stderr=out)
        done = 0
        while not done:
            own = max(own, own_mb(child.pid))
            done, status, usage = os.wait4(child.pid, os.WNOHANG)
            time.sleep(0.01)
    if status != 0:
        with open(log, encoding="utf-8") as lines:
            sys.exit(f"{' '.join(command)}\n{lines.read()[-1000:]}")
    return {"wall": time.monotonic() - begin,
            "processor": usage.ru_utime + usage.ru_stime,
            "memory_mb": own, "with_files_mb": usage.ru_maxrss / 1024}


def decoding(folder, songs):
    """Seconds of a processor that FFmpeg alone takes to decode all songs."""
    some = sorted(glob.glob(f"{folder}/*/*.mp3"))[:8]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for path in some:
        subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-threads", "1",
                        "-i", path, "-f", "null", "-"], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return busy / len(some) * songs


def measure(byline, folder, results, key):
    """Run the phases that RESULTS has not yet; key: songs, artists, epochs."""
    music, table = f"{folder}/music", f"{folder}/library.tsv"
    data, model = f"{folder}/data", f"{folder}/run/model.safetensors"
    epochs = ["-s", f"epochs={key['epochs']}"] if key["epochs"] else []
    phases = (
        ("scan", ["scan", music, "-o", table], table),
        ("clean", ["clean", table, "-o", table], table),
        ("prepare", ["prepare", table, "-o", data, "--focus=three",
                     f"--index={folder}/recordings.index"], data),
        ("train", ["train", data, "-o", f"{folder}/run"] + epochs, model),
        ("evaluate", ["evaluate", model, data], model),
    )
    for name, command, output in phases:
        if any(row["phase"] == name and all(row[k] == v for k, v in key.items())
               for row in read(results)) and os.path.exists(output):
            continue
        print(f"{name} ...", file=sys.stderr)
        if name == "train" and os.path.exists(f"{folder}/run/checkpoint"):
            command = command[:4] + ["--resume"]
        row = dict(key, phase=name, **run([byline] + command,
                                          f"{folder}/{name}.log"),
                   disk_mb=size_mb(output))
        if name == "train":
            row["epochs_run"] = count_lines(f"{folder}/run/metrics.jsonl")
        if name == "prepare":
            row["index_mb"] = size_mb(f"{folder}/recordings.index")
            row["decoding"] = decoding(music, key["songs"])
        with open(results, "a", encoding="utf-8") as out:
            out.write(json.dumps(row) + "\n")


def count_lines(path):
    with open(path, encoding="utf-8") as lines:
        return sum(1 for _ in lines)


def read(results):
    if not os.path.exists(results):
        return []
    with open(results, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def line(x, y):
    """a and b of the straight line a + b x that is nearest to some points."""
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    b = (sum((u - mean_x) * (v - mean_y) for u, v in zip(x, y)) /
         sum((u - mean_x) ** 2 for u in x))
    return mean_y - b * mean_x, b


def most(values):
    """Which of some values is there most often; 0 where there is none."""
    return max(values, key=values.count, default=0)


def print_laws(rows):
    """The laws of all phases, and what they say for the whole."""
    usual = most([(r["artists"], r["epochs"]) for r in rows])
    epochs = f", {usual[1]} epochs" if usual and usual[1] else ""
    for phase in PHASES:
        points = [r for r in rows if r["phase"] == phase and
                  (r["artists"], r["epochs"]) == usual]
        songs = [r["songs"] for r in points]
        if len(set(songs)) < 2:
            print(f"{phase}: {len(set(songs))} sizes with the same artists and "
                  "epochs, no law")
            continue
        said = []
        for unit, of in (("s", lambda r: r["processor"]),
                         ("MB of memory", lambda r: r["memory_mb"]),
                         ("MB of disk", lambda r: r["disk_mb"])):
            a, b = line(songs, [of(r) for r in points])
            said.append(f"{a:.4g} + {b:.4g} songs {unit}: "
                        f"{max(a + b * WHOLE, 0):.0f}")
        _, power = line([math.log(n) for n in songs],
                        [math.log(r["processor"]) for r in points])
        print(f"{phase}{epochs if phase == 'train' else ''}, at {WHOLE} "
              f"songs by laws of {len(points)} sizes: {', '.join(said)}"
              f"; time ~ songs ^ {power:.2f}")


def print_artists(rows):
    """What artists cost where one size was measured with several numbers."""
    for songs in sorted({r["songs"] for r in rows}):
        for phase in PHASES:
            points = sorted((r["artists"], r["processor"], r["memory_mb"])
                            for r in rows
                            if r["songs"] == songs and r["phase"] == phase)
            if len({p[0] for p in points}) > 1:
                print(f"{songs} songs, {phase}: " + ", ".join(
                    f"{n} artists {s:.2f} s, {mb:.0f} MB"
                    for n, s, mb in points))


def report(rows):
    print(f"{'songs':>6} {'artists':>7} {'phase':<9} {'clock':>9} "
          f"{'processor':>10} {'x real time':>11} {'memory':>9} "
          f"{'and files':>9} {'disk':>9}")
    for r in rows:
        print(f"{r['songs']:6} {r['artists']:7} {r['phase']:<9} "
              f"{r['wall']:7.1f} s {r['processor']:8.1f} s "
              f"{r['songs'] * SECONDS / r['processor']:11.0f} "
              f"{r['memory_mb']:6.0f} MB {r['with_files_mb']:6.0f} MB "
              f"{r['disk_mb']:6.0f} MB"
              + (f"  {r['decoding'] / r['processor']:.0%} is what decoding takes"
                 if "decoding" in r else "")
              + (f"  {r['epochs_run']} epochs" if r["phase"] == "train" else ""))
    print_laws(rows)
    print_artists(rows)
    whole = [r for r in rows if r["songs"] >= WHOLE and not r["epochs"]]
    if len({r["phase"] for r in whole}) < 5:
        print(f"{WHOLE} songs, all phases: not measured  target "
              f"<= {TARGET_HOURS} h, {TARGET_MB} MB: missed")
        return
    hours = sum(r["wall"] for r in whole) / 3600
    peak = max(r["memory_mb"] for r in whole)
    print(f"{WHOLE} songs: {hours:.2f} h, {peak:.0f} MB  target "
          f"<= {TARGET_HOURS} h, {TARGET_MB} MB: "
          + ("met" if hours <= TARGET_HOURS and peak <= TARGET_MB else "missed"))


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    byline, base, results = sys.argv[1:4]
    numbers = [int(x) for x in sys.argv[4:] if x]
    songs, artists, epochs = (numbers + [WHOLE, 23, 0][len(numbers):])
    if songs < 5 * artists:
        sys.exit(f"{songs} songs of {artists} artists: five each are the least")
    folder = f"{base}/{songs}-{artists}"
    os.makedirs(folder, exist_ok=True)
    make_music(base, f"{folder}/music", songs, artists)
    measure(byline, folder, results,
            {"songs": songs, "artists": artists, "epochs": epochs})
    report(read(results))


main()
