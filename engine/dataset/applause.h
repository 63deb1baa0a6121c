/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file applause.h
   Applause before and after the music of a concert.
*/

#ifndef BYLINE_DATASET_APPLAUSE_H
#define BYLINE_DATASET_APPLAUSE_H

#include "byline/front_end.h"
#include "dataset/npy.h"
#include "dataset/segment.h"

#include <stdbool.h>
#include <stddef.h>

/**
   Cut applause off both ends of a segment, in steps of 2 s.  Where it would be
   half of the recording or more, it is no applause, and nothing is cut.

   @param[in,out] segment A part of `npy`.
   @return False when out of memory.
*/
bool byline_applause_cut(const BylineNpy* npy, const BylineFrontEnd* front_end,
                         BylineSegment* segment);

#endif // BYLINE_DATASET_APPLAUSE_H
