#!/usr/bin/python3
# Copyright (C) 2026 The Byline authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Festival sings: syllables without sense, on a melody, with vibrato.

usage: sing.py GROUP MIDDLE-HZ SEED PHRASES OUTPUT.wav

GROUP, the diphones of a voice (Debian's festvox-*), is all that is needed of it:
a walk from diphone to diphone is words enough, in any language.  Melodies are like
those of tests/bench/hold.c.  Needs festival; $FESTIVAL may say which.
"""

import array
import math
import os
import random
import subprocess
import sys
import tempfile
import wave

SCALES = ((0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10),
          (0, 2, 4, 7, 9, 12, 14), (0, 3, 5, 7, 10, 12, 15))
VOWELS, SILENCES = "aeiouAEIOU@7&", ("pau", "#", "_")
HIGHEST = 480  # Hz; above 500 Festival's list of pitch marks overflows
STEP = 0.02  # Seconds from one target of pitch to the next


def diphones(group):
    """What may follow each phone."""
    after = {}
    with open(group, "rb") as file:
        for line in iter(file.readline, b"EST_Header_End\n"):
            if line.startswith(b"NumEntries"):
                n = int(line.split()[1])
        for _ in range(n):
            name = file.readline().split()[0].decode()
            for at in range(1, len(name) - 1):
                if name[at] == "-":  # Of "a--" too
                    after.setdefault(name[:at], []).append(name[at + 1:])
                    break
    return after


class Singer:
    def __init__(self, after, middle, seed):
        self.after, self.middle, self.random = after, middle, random.Random(seed)
        self.silence = next(s for s in SILENCES if s in after)
        self.degree, self.pitch = 0, 0.0
        self.style()

    def style(self):
        draw = self.random.uniform
        self.tonic = min(self.middle * 2 ** (draw(-2, 9) / 12), HIGHEST / 2)
        self.scale = self.random.choice(SCALES)
        self.beat = draw(0.25, 0.6)
        self.vibrato = 0 if draw(0, 1) < 0.3 else draw(0.2, 1)
        self.untuned = draw(0.05, 0.35)

    def words(self, n):
        """So many syllables: phones, and the seconds of each."""
        phones, durations, notes = [self.silence], [0.15], 0
        while notes < n:
            following = [p for p in self.after.get(phones[-1], ())
                         if p in self.after and p not in SILENCES]
            was_vowel = phones[-1][0] in VOWELS
            # Mostly consonant, vowel, consonant ...
            change = [p for p in following if (p[0] in VOWELS) != was_vowel]
            if change and self.random.random() < (0.9 if was_vowel else 1):
                following = change
            if not following:
                break
            phone = self.random.choice(following)
            if phone[0] in VOWELS:
                beats = self.random.choice((0.5, 0.5, 1, 1, 1, 1.5, 2, 4))
                durations.append(min(2.2, self.beat * beats *
                                     self.random.uniform(0.9, 1.1)))
                notes += 1
            else:
                durations.append(self.random.uniform(0.05, 0.11))
            phones.append(phone)
        while self.silence not in self.after.get(phones[-1], ()) and len(phones) > 2:
            phones.pop()
            durations.pop()
        return phones + [self.silence], durations + [0.15]

    def note(self):
        step = self.random.randint(-2, 2) * (2 if self.random.random() < 0.15 else 1)
        self.degree += step
        if not -4 <= self.degree <= 8:
            self.degree -= 2 * step
        octave, place = divmod(self.degree, 7)
        self.target = (12 * octave + self.scale[place] +
                       self.random.gauss(0, self.untuned))
        self.speed = math.exp(self.random.uniform(2.2, 4))
        self.rate = self.random.uniform(4.5, 6.8)
        sways = self.random.random() < self.vibrato
        self.depth = self.random.uniform(0.15, 1.2) if sways else 0
        self.onset = self.random.uniform(0.05, 0.5)
        self.held = 0

    def phrase(self):
        """Phones, how long they are and their pitches, for Festival."""
        segments = []
        self.note()
        for phone, seconds in zip(*self.words(self.random.randint(4, 16))):
            if phone[0] in VOWELS:
                self.note()
            targets, t = [], 0
            while t < seconds:
                self.pitch += ((self.target - self.pitch) *
                               (1 - math.exp(-STEP * self.speed)))
                grown = min(max((self.held - self.onset) / 0.3, 0), 1)
                semitones = (self.pitch + self.random.gauss(0, 0.04) + self.depth *
                             grown * math.sin(2 * math.pi * self.rate * self.held))
                hertz = min(max(self.tonic * 2 ** (semitones / 12), 70), HIGHEST)
                targets.append(f"({t:.3f} {hertz:.1f})")
                self.held += STEP
                t += STEP
            segments.append(f'("{phone}" {seconds:.3f} {" ".join(targets)})')
        return f"({' '.join(segments)})"


SCHEME = """(require_module 'UniSyn)
(Parameter.set 'Synth_Method 'UniSyn)
(set! us_abs_offset 0.0)
(set! us_rel_offset 0.0)
(set! us_gain 0.9)
(us_diphone_init '((name sung) (index_file "{}") (grouped "true")
                   (default_diphone "{}")))
(us_db_select 'sung)
(defPhoneSet sung ((vc + -)) ({}))
(PhoneSet.silences '({}))
(PhoneSet.select 'sung)
"""


def main():
    group, middle, seed, n, output = sys.argv[1:]
    after = diphones(group)
    default = next(f"{a}-{b}" for a in after for b in after[a])
    singer = Singer(after, float(middle), int(seed))
    with tempfile.TemporaryDirectory() as scratch, wave.open(output, "wb") as sound:
        with open(os.path.join(scratch, "sing.scm"), "w", encoding="ascii") as file:
            phones = " ".join(f'("{p}" {"+-"[p[0] not in VOWELS]})' for p in
                              {*after, *(b for bs in after.values() for b in bs)})
            file.write(SCHEME.format(group, default, phones, singer.silence))
            for i in range(int(n)):
                if i % 5 == 0:
                    singer.style()
                file.write(f"(utt.save.wave (utt.synth (Utterance Segments "
                           f'{singer.phrase()})) "{scratch}/{i}.wav" \'riff)\n')
        subprocess.run([os.environ.get("FESTIVAL", "festival"), "--batch", file.name],
                       check=True)
        for i in range(int(n)):
            with wave.open(f"{scratch}/{i}.wav") as part:
                x = array.array("h", part.readframes(part.getnframes()))
                if not i:
                    sound.setparams(part.getparams())
            loudness = math.sqrt(sum(v * v for v in x) / len(x)) + 1
            gain = min(3300 / loudness, 32000 / max(1, max(x), -min(x)))
            sound.writeframes(array.array("h", (int(gain * v) for v in x)).tobytes())


main()
