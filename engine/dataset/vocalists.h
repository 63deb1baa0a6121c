/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file vocalists.h
   Names that say that several vocalists are heard.
*/

#ifndef BYLINE_DATASET_VOCALISTS_H
#define BYLINE_DATASET_VOCALISTS_H

#include "dataset/names.h"

#include <stdbool.h>
#include <stddef.h>

/**
   Tell whether a track's artist or title names several vocalists.

   "feat.", "ft.", "featuring", "vs." and several values of the tag always do.
   "A & B", "A and B", "A with B", "A, B", "A x B" and "A + B" may be the name
   of one band, and do only when A or B is an artist of the library as well.

   @param artists The library's, in order.
   @param[out] word What told, such as "feat."; static.
*/
bool byline_several_vocalists(const char* artist, const char* title,
                              const BylineNames* artists, const char** word);

/** Tell whether a title says that nobody sings. */
bool byline_title_is_instrumental(const char* title);

#endif // BYLINE_DATASET_VOCALISTS_H
