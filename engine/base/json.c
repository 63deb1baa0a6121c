/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/json.h"

#include "base/file.h"
#include "base/utf8.h"

#include <stdlib.h>

#define ONE_LINE (JSON_COMPACT | JSON_ENCODE_ANY)
#define INDENTED JSON_INDENT(2)

char* byline_json_text(json_t* value, int digits)
{
  char* const text =
      value ? json_dumps(value, ONE_LINE | JSON_REAL_PRECISION((size_t)digits))
            : NULL;
  json_decref(value);
  return text;
}

json_t* byline_json_path(const char* path)
{
  char* const shown = byline_utf8_fault(path) ? byline_utf8_show(path) : NULL;
  json_t* const json = json_string(shown ? shown : path);
  free(shown);
  return json;
}

static BylineStatus print(json_t* value, FILE* stream, size_t flags)
{
  if (!value) {
    return byline_no_memory("JSON");
  }
  const bool failed = json_dumpf(value, stream, flags) != 0;
  putc('\n', stream);
  json_decref(value);
  return failed && !ferror(stream) ? byline_no_memory("JSON") : BYLINE_OK;
}

BylineStatus byline_json_print(json_t* value, FILE* stream, int digits)
{
  return print(value, stream, INDENTED | JSON_REAL_PRECISION((size_t)digits));
}

BylineStatus byline_json_print_line(json_t* value, FILE* stream, int digits)
{
  return print(value, stream, ONE_LINE | JSON_REAL_PRECISION((size_t)digits));
}

BylineStatus byline_json_write(const char* path, json_t* value, int digits)
{
  if (!value) {
    return byline_no_memory(path);
  }
  BylineOutput output;
  const BylineStatus status = byline_output_open(path, &output);
  if (status != BYLINE_OK) {
    json_decref(value);
    return status;
  }
  return byline_output_end(&output,
                           byline_json_print(value, output.stream, digits));
}
