/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file export.h
   The history of an instance as a file for others.  Not for the audio thread.
*/

#ifndef BYLINE_PLUGIN_EXPORT_H
#define BYLINE_PLUGIN_EXPORT_H

#include "announcements.h"
#include "byline/status.h"

/**
   Write a history, in the format that its name asks for.

   @param now Seconds heard up to now, when the last announcement still holds.
   @return As byline_history_format() and byline_history_write().
*/
BylineStatus byline_export_history(const char* path,
                                   const BylineAnnouncements* history,
                                   double now);

#endif // BYLINE_PLUGIN_EXPORT_H
