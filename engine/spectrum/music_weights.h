/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What tells speech from music: written by tests/bench/music.sh --train. */

#ifndef BYLINE_SPECTRUM_MUSIC_WEIGHTS_H
#define BYLINE_SPECTRUM_MUSIC_WEIGHTS_H

static const float music_weights[] = {
    -1.47259e+00f, 1.66290e+00f,  -3.01382e+00f, 9.90386e-01f, -5.37692e-01f,
    -1.84142e+01f, 9.06682e-02f,  1.34582e+01f,  9.34590e-01f, 3.07825e-01f,
    4.06484e-01f,  -1.03135e+01f, 2.92731e-01f};

static const float music_bias = 6.67225e-01f;

#endif // BYLINE_SPECTRUM_MUSIC_WEIGHTS_H
