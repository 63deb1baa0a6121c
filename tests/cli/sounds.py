#!/usr/bin/python3
"""Write sounds that formulas tell: lines of FILE SECONDS FORMULA on stdin, each a
WAV of 24 kHz.  Formulas are of the time t in seconds; noise(SEED) is between -1
and 1, and for each seed another."""

import sys
import wave

import numpy

RATE = 24000


def write(path, seconds, formula):
    t = numpy.arange(round(float(seconds) * RATE)) / RATE
    known = {name: getattr(numpy, name) for name in ("sin", "exp", "floor", "mod", "pi")}
    known["t"] = t
    known["noise"] = lambda seed: numpy.random.default_rng(seed).uniform(-1, 1, len(t))
    sound = eval(formula, known)
    with wave.open(path, "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", None))
        file.writeframes(numpy.clip(numpy.rint(sound * 32768), -32768, 32767).astype("<i2"))


for line in sys.stdin:
    write(*line.split(None, 2))
