/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file accompaniment.h
   Telling one recording from two that share an accompaniment: karaoke, covers
   over one backing, a song's other language.

   Where both are aligned, an encoder changes all parts of a spectrogram a
   little; another voice changes some parts a lot.
*/

#ifndef BYLINE_DATASET_ACCOMPANIMENT_H
#define BYLINE_DATASET_ACCOMPANIMENT_H

#include "byline/status.h"

#include <stdbool.h>
#include <stddef.h>

/**
   Compare two recordings that sound alike.

   Looked at is the middle of the range, where voices are, and there what is at
   most 20 dB below the mean of the first; what a band has more on the whole in
   one of them does not count (equalisers, encoders).

   @param paths Two features files.
   @param shift Column of the second that is column 0 of the first, about: it is
   sought within ten columns.
   @param n_bands Bands of a column that are compared: those of one channel.
   @param[out] shared Whether they are two recordings over one accompaniment,
   rather than one.
   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_FORMAT or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_accompaniment_compare(const char* const paths[static 2],
                                          long shift, size_t n_bands,
                                          bool* shared);

#endif // BYLINE_DATASET_ACCOMPANIMENT_H
