/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file learn.h
   From folders with music to the default model, in one go.

   All that is done is kept in one folder, and each step does only what is
   missing there, so that a call that was killed is gone on with, and one with
   nothing new ends at once:

       folders.tsv      where the music is
       library.tsv      the tracks; people may change it
       dataset          their spectrograms and their split
       run-XXXXXXXX     trainings: of the model in use, and of the last dataset,
                        after which they are called
       result.json      what came out, and of which library
*/

#ifndef BYLINE_LEARN_LEARN_H
#define BYLINE_LEARN_LEARN_H

#include "byline/status.h"
#include "byline/training.h"

#include <jansson.h>
#include <signal.h>
#include <stddef.h>

/** What to learn, and how. */
typedef struct {
  const char* folder;                ///< To work in; made when missing
  char* const* sources;              ///< `n_sources` folders or lists of music,
                                     ///< beside those of earlier calls
  size_t n_sources;                  ///< How many; 0: only those
  size_t min_songs;                  ///< Fewest songs of an artist, 3 or more
  const BylineRecipe* recipe;        ///< NULL: the default
  unsigned n_threads;                ///< 0 for one per processor
  const volatile sig_atomic_t* stop; ///< Set it to stop; may be NULL
} BylineLearnSettings;

/**
   Where byline_learn() works where no folder is named: beside the user's
   default model.

   @return A string to be freed with free(); NULL as byline_model_own_default().
*/
char* byline_learn_folder(void);

/**
   Scan, clean, prepare, train, evaluate, install.

   The model becomes the user's default (byline_model_own_default()), unless the
   one that was learnt before names clearly more of the same songs.  A default
   model that does not come from `folder` is kept beside it under another name.

   @param[out] result What came out, to be freed with json_decref(): an object
   with

       folder     where all of it is
       run        the training's folder in it
       in_use     that of the model which is the default
       model      path of the default model
       kept       path of what was the default and not learnt here; or null
       new        whether anything was learnt now
       songs      how many it was learnt from, tested with, and so on
       artists    of each: name, songs, test_songs, right_songs, test_clips,
                  right_clips
       test       songs, right, song_accuracy, low, high (of 95 %), clips,
                  clip_accuracy
       before     of the model learnt before, with those of the test's songs
                  that are no matter of course to either: songs, right, and
                  new_right of the new one; or null
       left_out   artists (name, songs, like: who has more songs in another
                  spelling, or null) with too few songs; tracks (path,
                  artist, why) of no use; and reasons (why, tracks), the same
                  in numbers

   @return BYLINE_OK, or as byline_library_rescan(), byline_library_clean(),
   byline_dataset_prepare(), byline_train() and byline_model_evaluate(); a call
   that is repeated goes on, whatever stopped it.
*/
BylineStatus byline_learn(const BylineLearnSettings* settings, json_t** result);

#endif // BYLINE_LEARN_LEARN_H
