/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/json_file.h"

#include "base/file.h"

BylineStatus byline_json_file_write(const char* path, json_t* object)
{
  if (!object) {
    return byline_error(BYLINE_ERROR_MEMORY, "%s: out of memory", path);
  }
  BylineOutput output;
  BylineStatus status = byline_output_open(path, &output);
  if (status == BYLINE_OK) {
    json_dumpf(object, output.stream, JSON_INDENT(2));
    fputc('\n', output.stream);
    status = byline_output_commit(&output);
  }
  json_decref(object);
  return status;
}
