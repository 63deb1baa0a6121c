/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file digest.h
   Names for content: two files with the same bytes have the same digest.

   MurmurHash3 (Appleby), 128 bits, from libavutil: as fast as the disk, and
   accidents are out of the question; it does not withstand people who want two
   files to collide.
*/

#ifndef BYLINE_AUDIO_DIGEST_H
#define BYLINE_AUDIO_DIGEST_H

#include "byline/status.h"

#include <stddef.h>

/** Room for a digest as text: 32 hexadecimal digits and a zero. */
#define BYLINE_DIGEST_SIZE 33

/**
   Digest a file.

   @return BYLINE_OK, BYLINE_ERROR_IO or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_digest_file(const char* path,
                                char digest[static BYLINE_DIGEST_SIZE]);

/** Digest memory.  @return BYLINE_OK or BYLINE_ERROR_MEMORY. */
BylineStatus byline_digest_data(const void* data, size_t size,
                                char digest[static BYLINE_DIGEST_SIZE]);

#endif // BYLINE_AUDIO_DIGEST_H
