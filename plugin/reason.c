/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "reason.h"

#include <stdio.h>
#include <string.h>

void byline_reason_write(const char* message, const char* path, char* text,
                         size_t size)
{
  const char* const slash = path ? strrchr(path, '/') : NULL;
  const size_t n = path ? strlen(path) : 0;
  if (!slash || strncmp(message, path, n) != 0) {
    snprintf(text, size, "%s", message);
  } else {
    const int folder = slash > path ? (int)(slash - path) : 1;
    snprintf(text, size, "%s%s (in %.*s)", slash + 1, message + n, folder,
             path);
  }
}
