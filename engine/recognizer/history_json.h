/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file history_json.h
   Who played when as JSON, for files and for what programs print.
*/

#ifndef BYLINE_RECOGNIZER_HISTORY_JSON_H
#define BYLINE_RECOGNIZER_HISTORY_JSON_H

#include "byline/history.h"

#include <jansson.h>

/**
   An object with the members of BylineHistoryEntry; what is not known is null.

   @return NULL where a string is not UTF-8, or out of memory.
*/
json_t* byline_history_entry_json(const BylineHistoryEntry* entry);

/** All entries as an array; NULL likewise. */
json_t* byline_history_json(const BylineHistory* history);

#endif // BYLINE_RECOGNIZER_HISTORY_JSON_H
