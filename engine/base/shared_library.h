/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file shared_library.h
   Functions of a shared library that is opened when it is first needed.

   For what few commands use and what is slow to open: FFmpeg's libraries bring
   a hundred others with them, which the dynamic linker takes 60 ms for.
*/

#ifndef BYLINE_BASE_SHARED_LIBRARY_H
#define BYLINE_BASE_SHARED_LIBRARY_H

#include "byline/status.h"

#include <stdbool.h>
#include <stddef.h>

/** Where a pointer to a function is kept. */
typedef struct {
  const char* name; ///< Of the function
  size_t place;     ///< Of the pointer, in bytes from the table's beginning
} BylineSymbol;

/** A library, for as long as the program runs. */
typedef struct {
  const char* name;            ///< As the linker knows it: "libavutil.so.57"
  const BylineSymbol* symbols; ///< What is looked up in it
  size_t n;                    ///< Functions
  void* table;                 ///< Where pointers to them go
  bool is_open;                ///< Of this room alone
} BylineSharedLibrary;

/**
   Open a library and find its functions, unless that was done.  It is never
   closed.

   From any thread.

   @return BYLINE_OK or BYLINE_ERROR_DATA, with the linker's words.
*/
BylineStatus byline_shared_library_open(BylineSharedLibrary* library);

#endif // BYLINE_BASE_SHARED_LIBRARY_H
