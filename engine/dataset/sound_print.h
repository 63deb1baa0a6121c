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
#include <string.h>

/** Columns from one word to the next. */
#define BYLINE_SOUND_STEP 7

/** Words by which two prints that are the same may be shifted. */
#define BYLINE_SOUND_SHIFT 8

/** Words at most by which a print is looked up; see sound_index.h. */
#define BYLINE_SOUND_PROBES 64

/** A word that is clear but for some bits. */
typedef struct {
  uint32_t place; ///< Which word of its print
  uint16_t word;  ///< The word
  uint16_t weak;  ///< Four bits of it that another encoding may well change
} BylineSoundProbe;

/** What is compared. */
typedef struct {
  uint16_t* words;          ///< `n` of them
  uint16_t* certain;        ///< Which bits of each word mean something
  size_t n;                 ///< A quarter of a second each
  BylineSoundProbe* probes; ///< Its clearest words, the clearest first
  size_t n_probes;          ///< Fewer than BYLINE_SOUND_PROBES where little
                            ///< changes
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
   The share of certain bits in which `n` words of two prints differ, from some
   word of each on; 1 when too few are certain.
*/
double byline_sound_print_compare(const BylineSoundPrint* a, size_t a_first,
                                  const BylineSoundPrint* b, size_t b_first,
                                  size_t n);

/** The share of `n_bits` certain bits of `n` words that are different; 1 when
   too few are certain. */
double byline_sound_print_share(size_t n_bits, size_t n_different, size_t n);

/** Four words in one. */
static inline uint64_t byline_four_words(const uint16_t* words)
{
  uint64_t all = 0;
  memcpy(&all, words, sizeof(all));
  return all;
}

/** Bits that are set in four words. */
static inline unsigned byline_count_bits(uint64_t x)
{
  x -= x >> 1 & 0x5555555555555555;
  x = (x & 0x3333333333333333) + (x >> 2 & 0x3333333333333333);
  x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0f;
  return (unsigned)(x * 0x0101010101010101 >> 56);
}

#endif // BYLINE_DATASET_SOUND_PRINT_H
