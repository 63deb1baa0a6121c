/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file artist_list.h
   What `byline artists` prints.
*/

#ifndef BYLINE_CLI_ARTIST_LIST_H
#define BYLINE_CLI_ARTIST_LIST_H

#include "cli/answerer.h"

/** Print whom a model can name, and who was removed: a line each. */
void byline_artist_list_print(const BylineAnswerer* answerer);

/** The same as a JSON object. */
void byline_artist_list_json(const BylineAnswerer* answerer);

#endif // BYLINE_CLI_ARTIST_LIST_H
