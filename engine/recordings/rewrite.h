/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file rewrite.h
   Writing an index anew, without what was removed and with fewer segments.
*/

#ifndef BYLINE_RECORDINGS_REWRITE_H
#define BYLINE_RECORDINGS_REWRITE_H

#include "recordings/index.h"
#include "recordings/index_segment.h"

/**
   Write an index beside the old one, then rename it.

   Segments without removed recordings are copied, but for small ones at the
   end, which are merged with what follows: so there are few of them, each at
   least about twice as large as the next.

   @param index The old one; NULL: none.
   @param removed For each of its recordings whether it is left out.
   @param segment What is added, or NULL.
   @return BYLINE_OK, BYLINE_ERROR_IO or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_recordings_rewrite(const char* path,
                                       const BylineRecordings* index,
                                       const uint8_t* removed,
                                       const BylineSegmentHeader* segment);

#endif // BYLINE_RECORDINGS_REWRITE_H
