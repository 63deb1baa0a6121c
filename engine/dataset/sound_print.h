/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file sound_print.h
   Telling that two files hold the same recording, whatever their encoding.

   A print is a row of 16-bit words, one every quarter of a second, each bit
   the sign of how the difference between two neighbouring bands changes
   (Haitsma and Kalker 2002, "A highly robust audio fingerprinting system");
   where nothing changes, as in silence or a held tone, the bit says nothing.
   Prints of one recording at two bit rates differ in a few bits, those of two
   recordings in half of them.
*/

#ifndef BYLINE_DATASET_SOUND_PRINT_H
#define BYLINE_DATASET_SOUND_PRINT_H

#include "byline/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What is compared. */
typedef struct {
  uint16_t* words;   ///< `n` of them
  uint16_t* certain; ///< Which bits of each word mean something
  size_t n;          ///< A quarter of a second each
} BylineSoundPrint;

/**
   Take the print of a features file.

   @param n_bands How many bands of each column are looked at: a channel's, for
   two files with the same first channel to have the same print.
   @param[out] print To be freed with byline_sound_print_free().
   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_FORMAT or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_sound_print_take(const char* features_path, size_t n_bands,
                                     BylineSoundPrint* print);

/** Free the words and clear. */
void byline_sound_print_free(BylineSoundPrint* print);

/** Whether two prints are about equally long, so that they may be the same. */
bool byline_sound_print_comparable(const BylineSoundPrint* a,
                                   const BylineSoundPrint* b);

/**
   The share of certain bits in which two prints differ, at the best of all
   shifts of up to two seconds; 1 when they are not comparable, or too short or
   too monotonous to tell.
*/
double byline_sound_print_distance(const BylineSoundPrint* a,
                                   const BylineSoundPrint* b);

/**
   Whether two prints, about equally long, sound alike.

   @param[out] shift The column of `b` that is column 0 of `a`, about.
*/
bool byline_sound_print_same(const BylineSoundPrint* a,
                             const BylineSoundPrint* b, long* shift);

/**
   Whether a print sounds like a part of another: an excerpt, a copy that was
   cut off.

   @param[out] shift The column of `whole` that is column 0 of `part`, about.
*/
bool byline_sound_print_is_part(const BylineSoundPrint* part,
                                const BylineSoundPrint* whole, long* shift);

#endif // BYLINE_DATASET_SOUND_PRINT_H
