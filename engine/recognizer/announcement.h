/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file announcement.h
   What an answer that announces somebody is in a history.
*/

#ifndef BYLINE_RECOGNIZER_ANNOUNCEMENT_H
#define BYLINE_RECOGNIZER_ANNOUNCEMENT_H

#include "byline/history.h"
#include "byline/model.h"
#include "byline/recognizer.h"

/**
   The entry of who is announced from now on, or of nobody known.

   @param names Of all artists that answers have numbers of.
   @return Its strings are those, the model's, or the index's of recordings; its
   clock is now.
*/
BylineHistoryEntry byline_announcement(const BylineAnswer* answer,
                                       char* const* names);

#endif // BYLINE_RECOGNIZER_ANNOUNCEMENT_H
