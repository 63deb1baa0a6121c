/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file breakdown.h
   What overall figures hide: how accuracy depends on the length of
   clips and on knowing the album, whom it takes for whom and where that can be
   heard, and whether it notices an artist whom it does not know.
*/

#ifndef BYLINE_EVALUATION_BREAKDOWN_H
#define BYLINE_EVALUATION_BREAKDOWN_H

#include "byline/evaluation.h"
#include "evaluation/songs.h"

#include <stddef.h>

/** How many lengths are tried: 1, 2, 3, 5, 10, 15, 20 and 30 s. */
#define BYLINE_N_LENGTHS 8

/** Accuracy at one length of clips. */
typedef struct {
  double seconds;          ///< The length
  size_t n_clips;          ///< Clips of it; 0: too short for the network, or
                           ///< longer than all songs
  size_t n_songs;          ///< Songs that have one
  double accuracy;         ///< Of clips
  BylineInterval interval; ///< Of that
  double f1;               ///< Macro F1 of clips
  double song_accuracy;    ///< Of songs, by mean probability
} BylineLengthScore;

/**
   Predict clips of all lengths.

   @param task Its n_frames is not used.
   @param[out] scores One for each length.
   @return As byline_predict(), but that lengths without clips are no failure.
*/
BylineStatus
byline_lengths_measure(const BylinePredictionTask* task, double temperature,
                       BylineLengthScore scores[static BYLINE_N_LENGTHS]);

/** Most clips shown for a pair. */
#define BYLINE_PAIR_CLIPS 3

/** One artist taken for another. */
typedef struct {
  size_t truth;                    ///< By whom
  size_t answer;                   ///< Taken for whom
  size_t n;                        ///< Clips
  double share;                    ///< Of all clips by `truth`
  size_t clips[BYLINE_PAIR_CLIPS]; ///< Those the model was surest of, surest
                                   ///< first: indices into the predictions
  size_t n_clips;                  ///< How many
} BylineConfusedPair;

/**
   Find who is most often taken for whom.

   @param[out] pairs The most frequent ones first.
   @return How many there are, at most `capacity`.
*/
size_t byline_pairs_find(const BylineSongs* songs, BylineConfusedPair* pairs,
                         size_t capacity);

/** What the model knew of an album. */
typedef enum {
  BYLINE_ALBUM_SEEN,    ///< It learnt from a song of it
  BYLINE_ALBUM_UNSEEN,  ///< It did not
  BYLINE_ALBUM_UNKNOWN, ///< The song's album is not known
  BYLINE_N_ALBUM_KINDS
} BylineAlbumKind;

/** Accuracy on songs of one kind. */
typedef struct {
  size_t n_clips;       ///< Clips
  size_t n_songs;       ///< Songs
  double accuracy;      ///< Of clips
  double song_accuracy; ///< Of songs, by mean probability
} BylineAlbumScore;

/**
   Tell songs apart by whether the model learnt from the same album of the same
   artist (the "album effect", Kim et al. 2006).

   @param learnt Splits that were learnt from, a bit each (1 << BYLINE_TRAIN).
   @param[out] scores One for each kind.
*/
void byline_albums_measure(
    const BylineDataset* dataset, const BylineSongs* songs, unsigned learnt,
    BylineAlbumScore scores[static BYLINE_N_ALBUM_KINDS]);

/**
   How well a number tells two kinds apart: the probability that one of the
   first kind has a larger one than one of the second, equals counting half
   (area under the ROC curve; Mann and Whitney 1947).

   @return 0 to 1; 0.5 when a kind is empty, or out of memory.
*/
double byline_auroc(const double* first, size_t n_first, const double* second,
                    size_t n_second);

/** Shares of unknown clips that may be given a name: 1 and 5 %. */
#define BYLINE_FALSE_NAMINGS                                                   \
  {                                                                            \
    0.01, 0.05                                                                 \
  }
enum { BYLINE_N_FALSE_NAMINGS = 2 };

/** Whether a model notices artists whom it does not know. */
typedef struct {
  size_t n_artists;   ///< Unknown ones
  size_t n_songs;     ///< By them
  size_t n_clips;     ///< Of these
  double clip_auroc;  ///< By the confidence of clips
  double song_auroc;  ///< By the confidence of songs
  double threshold;   ///< Confidence that accepts 95 % of the known clips
  double accepted;    ///< Share of unknown clips above it
  double named;       ///< Share of unknown clips with confidence 0.5 or more
  double known_named; ///< Share of known clips with confidence 0.5 or more
  /** Share of known clips, and of known songs, that are given the right name
      where so few of the unknown are given one: BYLINE_FALSE_NAMINGS */
  double clips_named_at[BYLINE_N_FALSE_NAMINGS];
  double songs_named_at[BYLINE_N_FALSE_NAMINGS];
} BylineUnknownScore;

/** Compare the confidence in known and unknown artists. */
BylineStatus byline_unknown_measure(const BylineSongs* known,
                                    const BylineSongs* unknown,
                                    BylineUnknownScore* score);

#endif // BYLINE_EVALUATION_BREAKDOWN_H
