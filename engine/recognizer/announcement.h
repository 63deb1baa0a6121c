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

   @return Its strings are the model's, or the index's of recordings; its clock
   is now.
*/
BylineHistoryEntry byline_announcement(const BylineAnswer* answer,
                                       const BylineModelInfo* info);

#endif // BYLINE_RECOGNIZER_ANNOUNCEMENT_H
