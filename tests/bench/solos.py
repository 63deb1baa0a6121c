#!/usr/bin/python3
"""Write tunes for one instrument each as MIDI files, for music.sh.
usage: solos.py FOLDER"""

import random
import struct
import sys

# Programs of General MIDI, and the lowest note
INSTRUMENTS = {"piano": (0, 48), "harpsichord": (6, 48), "music-box": (10, 72),
               "organ": (19, 48), "guitar": (24, 40), "bass": (33, 28),
               "violin": (40, 60), "cello": (42, 40), "harp": (46, 48),
               "trumpet": (56, 58), "saxophone": (65, 50), "flute": (73, 65),
               "recorder": (74, 65), "square-lead": (80, 60),
               "pad": (89, 48), "sitar": (104, 48)}
SCALE = (0, 2, 4, 5, 7, 9, 11)
TICKS = 96


def length(n):
    """A time as MIDI writes it"""
    return bytes([0x80 | n >> 7, n & 0x7f]) if n > 127 else bytes([n])


def write(path, events):
    """Events of (tick, bytes)"""
    track, now = b"", 0
    for tick, message in sorted(events):
        track += length(tick - now) + message
        now = tick
    track += b"\x00\xff\x2f\x00"
    with open(path, "wb") as file:
        file.write(b"MThd" + struct.pack(">IHHH", 6, 0, 1, TICKS)
                   + b"MTrk" + struct.pack(">I", len(track)) + track)


def tune(rng, program, lowest):
    """A random walk over a scale, for about 50 s"""
    events, tick, step = [(0, bytes([0xc0, program]))], 0, 5
    while tick < TICKS * 100:
        step = max(0, min(13, step + rng.choice((-2, -1, -1, 1, 1, 2, 4, -3))))
        note = lowest + 12 * (step // 7) + SCALE[step % 7]
        held = rng.choice((48, 48, 96, 96, 144))
        loud = rng.randint(60, 110)
        events += [(tick, bytes([0x90, note, loud])),
                   (tick + held - 4, bytes([0x80, note, 0]))]
        tick += held
    return events


def drums(rng):
    """Bars of eight with a bass drum, a snare, a hi-hat and fills"""
    events, tick = [], 0
    while tick < TICKS * 100:
        for eighth in range(8):
            hits = [42] + ([36] if eighth in (0, 3, 4) else []) \
                + ([38] if eighth in (2, 6) else []) \
                + ([rng.choice((45, 47, 50, 49))] if rng.random() < .15 else [])
            for note in hits:
                loud = rng.randint(70, 115)
                events += [(tick, bytes([0x99, note, loud])),
                           (tick + 40, bytes([0x89, note, 0]))]
            tick += 48
    return events


def main():
    rng = random.Random(1)
    for name, (program, lowest) in INSTRUMENTS.items():
        write(f"{sys.argv[1]}/{name}.mid", tune(rng, program, lowest))
    write(f"{sys.argv[1]}/drums.mid", drums(rng))


if __name__ == "__main__":
    main()
