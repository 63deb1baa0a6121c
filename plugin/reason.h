/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file reason.h
   What is wrong with a file, so that the begin of the text says it.
*/

#ifndef BYLINE_PLUGIN_REASON_H
#define BYLINE_PLUGIN_REASON_H

#include <stddef.h>

/**
   Put a file's folder behind what is wrong with it: windows have room for a
   line, and "/a/very/long/folder/na..." says nothing.

   @param message A message of byline_error(), which as a rule begins with the
   path.
   @param path The file; NULL for none.
   @param[out] text "NAME: what is wrong (in FOLDER)", or the message as it is.
*/
void byline_reason_write(const char* message, const char* path, char* text,
                         size_t size);

#endif // BYLINE_PLUGIN_REASON_H
