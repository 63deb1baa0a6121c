/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file json_file.h
   The small files of a dataset that hold one JSON object.
*/

#ifndef BYLINE_DATASET_JSON_FILE_H
#define BYLINE_DATASET_JSON_FILE_H

#include "byline/status.h"

#include <jansson.h>

/**
   Write an object, beside and then renamed, for people to read too.

   @param object Let go of in any case; NULL when it could not be made.
   @return BYLINE_OK, BYLINE_ERROR_IO or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_json_file_write(const char* path, json_t* object);

#endif // BYLINE_DATASET_JSON_FILE_H
