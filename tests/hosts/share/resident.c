/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/hosts/share/resident.h"

#include <stdio.h>
#include <unistd.h>

double resident_megabytes(void)
{
  long pages = 0;
  FILE* const file = fopen("/proc/self/statm", "r");
  if (file && fscanf(file, "%*s %ld", &pages) != 1) {
    pages = 0;
  }
  if (file) {
    fclose(file);
  }
  return (double)pages * (double)sysconf(_SC_PAGESIZE) / (1 << 20);
}
