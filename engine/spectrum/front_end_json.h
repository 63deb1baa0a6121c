/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file front_end_json.h
   A front end's settings as a JSON object, as model files and datasets keep
   them: one member for each of BylineFrontEnd's, of the same name.
*/

#ifndef BYLINE_SPECTRUM_FRONT_END_JSON_H
#define BYLINE_SPECTRUM_FRONT_END_JSON_H

#include "byline/front_end.h"

#include <jansson.h>

/** A new object, to be released with json_decref(); NULL: out of memory. */
json_t* byline_front_end_to_json(const BylineFrontEnd* front_end);

/**
   Read the settings and check them; members that are unknown are skipped.

   @return BYLINE_OK or BYLINE_ERROR_FORMAT.
*/
BylineStatus byline_front_end_from_json(const json_t* object,
                                        BylineFrontEnd* front_end);

#endif // BYLINE_SPECTRUM_FRONT_END_JSON_H
