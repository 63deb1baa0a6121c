/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_details.h
   What is known about the model: facts, and the names of its artists.
*/

#ifndef BYLINE_GUI_VIEW_DETAILS_H
#define BYLINE_GUI_VIEW_DETAILS_H

#include "view_layout.h"
#include "view_text.h"

#include <stdbool.h>
#include <stddef.h>

/** Most facts that are kept. */
#define BYLINE_FACTS 8

/** Most names that are kept. */
#define BYLINE_DETAILS_NAMES 65536

/** One fact. */
typedef struct {
  char label[BYLINE_TEXT_SIZE]; ///< What it is about
  char text[BYLINE_TEXT_SIZE];  ///< What is so
} BylineFact;

/** All facts and names, and the panel that shows them; all zero is empty. */
typedef struct {
  BylineFact facts[BYLINE_FACTS]; ///< The first `fact_count` of them
  int fact_count;                 ///< How many there are
  char** names;                   ///< Artists, owned
  int name_count;                 ///< How many are known by name
  bool open;                      ///< The panel is shown
  int scroll;                     ///< Pixels of names above those that are seen
} BylineDetails;

/** Forget everything and close the panel. */
void byline_details_clear(BylineDetails* details);

/**
   Take over names of artists.

   @param first Number of the first; must be the next that is missing.
   @return Whether they were taken.
*/
bool byline_details_add(BylineDetails* details, int first,
                        const char* const* names, size_t n);

#endif // BYLINE_GUI_VIEW_DETAILS_H
