/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file prepare.h
   From a library to a dataset.
*/

#ifndef BYLINE_DATASET_PREPARE_H
#define BYLINE_DATASET_PREPARE_H

#include "byline/dataset.h"
#include "byline/front_end.h"
#include "byline/status.h"
#include "recordings/index_writer.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
   Is told of a track that is left out, instead of the user; one at a time, from
   any thread.

   @param why Such as "silent".
*/
typedef void (*BylineLeftOut)(void* context, const BylineTrack* track,
                              const char* why);

/** How to prepare. */
typedef struct {
  BylineFrontEnd front_end;           ///< The spectrograms' settings
  BylineSplitPlan split;              ///< Its seed is the effects', too
  unsigned n_jobs;                    ///< Threads, 0 for one per processor
  size_t min_songs;                   ///< Fewest songs of an artist; it takes 3
                                      ///< for one in each part of the split
  const char* const* effects;         ///< `n_effects` chains; see effects.h
  size_t n_effects;                   ///< Variants of each song to learn from
  const char* stems;                  ///< Folder with the tracks' voices, for a
                                      ///< vocal focus: one more variant of each
                                      ///< song; NULL: none.  See stems.h
  BylineRecordingsWriter* recordings; ///< An index that what is decoded is
                                      ///< added to, but for what is there;
                                      ///< NULL: none
  bool force;                         ///< Otherwise than it was prepared before
  const volatile sig_atomic_t* stop;  ///< Set it to stop; may be NULL
  BylineLeftOut left_out; ///< NULL: the user is told, of artists with too few
                          ///< songs, too
  void* context;          ///< For it
} BylinePrepareSettings;

/** What became of a library. */
typedef struct {
  size_t n_songs;        ///< Songs in the dataset
  size_t n_variants;     ///< Variants of songs to learn from
  size_t n_artists;      ///< By so many artists
  size_t n_new;          ///< Spectrograms made now, not before
  size_t n_skipped;      ///< Tracks that could not be read, a warning each
  size_t n_without_stem; ///< Songs to learn from whose stem is missing or does
                         ///< not fit, a warning each
  size_t n_left_out;     ///< Tracks too short or repeated, a note each
  double seconds;        ///< Of music that spectrograms were made of now
} BylinePrepareReport;

/**
   Make or complete a dataset.

   Each song is there as it will be heard live, its voice estimated.  What is
   learnt from is there once more for each chain of effects, and once with its
   stem for a voice.

   Tracks that cannot be decoded are skipped, with a warning each; those that
   are shorter than a clip or the same recording as another are left out, with a
   note each; artists with too few songs are left out.  Spectrograms that are
   there already are not made again, so that an interrupted run is continued by
   repeating it.

   A dataset that is finished is prepared again with the same settings only, and
   its songs stay in their parts of the split, unless it is forced.

   @param folder The dataset's folder; made when it does not exist.
   @return BYLINE_OK, BYLINE_ERROR_USAGE (impossible settings), BYLINE_ERROR_IO,
   BYLINE_ERROR_DATA (fewer than two artists with enough songs, no stems),
   BYLINE_ERROR_MEMORY or BYLINE_ERROR_INTERRUPTED.
*/
BylineStatus byline_dataset_prepare(const char* folder,
                                    const BylineLibrary* library,
                                    const BylinePrepareSettings* settings,
                                    BylinePrepareReport* report);

#endif // BYLINE_DATASET_PREPARE_H
