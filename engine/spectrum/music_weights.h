/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What tells speech from music: written by tests/bench/music.sh --train. */

#ifndef BYLINE_SPECTRUM_MUSIC_WEIGHTS_H
#define BYLINE_SPECTRUM_MUSIC_WEIGHTS_H

static const float music_weights[] = {
    -8.29066e-01f, 5.22604e-01f,  -1.75194e+00f, -4.99624e+00f,
    -2.84844e-01f, -5.13661e+00f, -1.40466e-02f, 1.53193e+01f,
    8.28304e-01f,  2.85339e-01f,  3.33267e-01f,  -6.64354e+00f};

static const float music_bias = 2.90039e+00f;

#endif // BYLINE_SPECTRUM_MUSIC_WEIGHTS_H
