/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file announcements.h
   Who was announced, and when.
*/

#ifndef BYLINE_PLUGIN_ANNOUNCEMENTS_H
#define BYLINE_PLUGIN_ANNOUNCEMENTS_H

#include "byline/status.h"

#include <stddef.h>
#include <stdint.h>

/** Someone who was announced. */
typedef struct {
  double time;       ///< Seconds heard
  char* name;        ///< The artist, UTF-8; "" for nobody known
  float probability; ///< How sure it was, 0 to 1
  int64_t clock;     ///< When it was, seconds since 1970; 0: not known
} BylineAnnouncement;

/** A list of them, oldest first; all zero when empty. */
typedef struct {
  BylineAnnouncement* list; ///< `n` of them
  size_t n;                 ///< At most BYLINE_MAX_ANNOUNCEMENTS
} BylineAnnouncements;

/** The oldest announcements of a longer list are forgotten. */
#define BYLINE_MAX_ANNOUNCEMENTS 4096

/** Append a copy.  Without memory nothing is appended. */
void byline_announcements_add(BylineAnnouncements* history,
                              const BylineAnnouncement* announcement);

/**
   Copy a whole list.

   @param[out] copy To be cleared with byline_announcements_clear().
   @return BYLINE_OK, or BYLINE_ERROR_MEMORY with an empty copy.
*/
BylineStatus byline_announcements_copy(const BylineAnnouncements* history,
                                       BylineAnnouncements* copy);

/** Free the list and make it empty. */
void byline_announcements_clear(BylineAnnouncements* history);

/**
   Write the list as text, a line for each: time, probability and clock, with
   spaces between them, a tab, the name.

   @return A string to be freed with free(), or NULL when out of memory.
*/
char* byline_announcements_format(const BylineAnnouncements* history);

/**
   Replace the list by one written so; lines that are not so are left out.
   Probability and clock may be missing.
*/
void byline_announcements_parse(BylineAnnouncements* history, const char* text);

#endif // BYLINE_PLUGIN_ANNOUNCEMENTS_H
