/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file kaiser.h
   Windowed sincs (Kaiser 1974), for filters that change rates.
*/

#ifndef BYLINE_KAISER_H
#define BYLINE_KAISER_H

/** Kaiser's window at `x`, -1 to 1, for side lobes `attenuation` dB below. */
double byline_kaiser(double x, double attenuation);

/** sin(pi x) / (pi x) */
double byline_sinc(double x);

#endif // BYLINE_KAISER_H
