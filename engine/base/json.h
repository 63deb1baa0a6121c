/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file json.h
   JSON as Byline writes it: in one line, or for people to read too.  What
   writes gives up the value that it gets, and tells memory's end from NULL.
   Any thread.
*/

#ifndef BYLINE_BASE_JSON_H
#define BYLINE_BASE_JSON_H

#include "byline/status.h"

#include <jansson.h>
#include <stdio.h>

/** Significant digits of numbers: what reads back as the same double or float,
    and what people want to see. */
enum { BYLINE_JSON_DOUBLE = 17, BYLINE_JSON_FLOAT = 9, BYLINE_JSON_SHOWN = 6 };

/** Make text of a value, any, in one line.

    @return For the caller to free; NULL: no value, or out of memory.
*/
char* byline_json_text(json_t* value, int digits);

/** Print a value with indentation and an end of line.

    @return BYLINE_OK or BYLINE_ERROR_MEMORY.  What cannot be written is told
   where the stream ends, as of everything else.
*/
BylineStatus byline_json_print(json_t* value, FILE* stream, int digits);

/** The same in one line, one value of many. */
BylineStatus byline_json_print_line(json_t* value, FILE* stream, int digits);

/** Write a value with indentation into a file, beside and then renamed.

    @return BYLINE_OK, BYLINE_ERROR_IO or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_json_write(const char* path, json_t* value, int digits);

/** A file's path: as it is, or, as JSON is UTF-8, which names of files need not
    be, as byline_utf8_show() makes it.  NULL: out of memory. */
json_t* byline_json_path(const char* path);

/** A string of an object; NULL where it has none of that name. */
static inline const char* byline_json_get_string(const json_t* object,
                                                 const char* key)
{
  return json_string_value(json_object_get(object, key));
}

/** A number of an object; 0 where it has none of that name. */
static inline double byline_json_get_number(const json_t* object,
                                            const char* key)
{
  return json_number_value(json_object_get(object, key));
}

/** A whole number of an object; 0 where it has none of that name. */
static inline json_int_t byline_json_get_integer(const json_t* object,
                                                 const char* key)
{
  return json_integer_value(json_object_get(object, key));
}

#endif // BYLINE_BASE_JSON_H
