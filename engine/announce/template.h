/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file template.h
   Who plays as a line of text that its user has laid out.

   A template is text in which {artist}, {title}, {album}, {speed} (such as
   "+3.2 %") and {probability} (such as "87 %") stand for what is known.  What
   is in square brackets is left out where a key in it has no value; so is plain
   text before a key without one.  "{{" is a brace, "[[" a bracket, "\n" a new
   line.  Nobody known is "", whatever the template.
*/

#ifndef BYLINE_ANNOUNCE_TEMPLATE_H
#define BYLINE_ANNOUNCE_TEMPLATE_H

#include "byline/history.h"
#include "byline/status.h"

/** What is used where nothing else is asked for. */
#define BYLINE_TEMPLATE "{artist}[ - {title}]"

/** The environment variable that may hold another. */
#define BYLINE_TEMPLATE_VARIABLE "BYLINE_TEMPLATE"

/**
   Whether every key of a template is one that there is.

   @return BYLINE_OK; or BYLINE_ERROR_USAGE with a message that names the first
   unknown one: such a template can be filled all the same, and keeps the key as
   it stands there.
*/
BylineStatus byline_template_check(const char* template);

/**
   Fill a template.

   @return A string to be freed with free(), NULL when out of memory.
*/
char* byline_template_fill(const char* template,
                           const BylineHistoryEntry* entry);

#endif // BYLINE_ANNOUNCE_TEMPLATE_H
