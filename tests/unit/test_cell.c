/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What people write into cells of a table. */

#include "dataset/cell.h"
#include "tests/unit/suite.h"

#include <math.h>

static void test_durations(void** state)
{
  (void)state;
  static const struct {
    const char* cell;
    double seconds;
  } good[] = {
      {"", 0},
      {" ", 0},
      {"n/a", 0},
      {"-", 0},
      {"212.5", 212.5},
      {"212,5", 212.5},
      {"3:32", 212},
      {"03:32", 212},
      {"1:02:03", 3723},
      {"3:32,5", 212.5},
      {"3:12.25", 192.25},
      {"3:12,345", 192.345},
      {"75:00", 4500},
      {"1.212,5", 1212.5},
      {"1,212.5", 1212.5},
      {"1 212,5", 1212.5},
      {"1\xc2\xa0"
       "212,5",
       1212.5},
      {"1'212.5", 1212.5},
      {"1.212.000", 1212000},
      {"212.345", 212.345},
      {"212,345", 212.345},
      {"12.345", 12.345},
      {"0,212", 0.212},
      {"2.125E+02", 212.5},
      {"2,125e2", 212.5},
      {" 212 s ", 212},
      {"1212", 1212},
      {"3m32s", 212},
      {"3 min 32 sec", 212},
      {"3'32\"", 212},
      {"3\xe2\x80\xb2"
       "32\xe2\x80\xb3",
       212},
      {"PT1H2M3S", 3723},
      {"4 min", 240},
      {"3.5 min", 210},
      {"3,5 Min.", 210},
      {"3 Min. 32 Sek.", 212},
      {"212 Sek", 212},
      {"PT3M32.5S", 212.5},
      {"212500 ms", 212.5},
      {"212500ms", 212.5},
      {"1 Std. 2 Min.", 3720},
      {"32.50", 32.5},
      {"3.72", 3.72},
      {"0.32", 0.32},
      {"3.5", 3.5},
      /* Of a day, as spreadsheets keep times */
      {"0.0024537037037037", 212},
      {"0,0024537037037037", 212},
      {"2.4537037037037E-03", 212},
      {"0.000", 0},
      {"0.125", 0.125},
      {"3m32", 212},
  };
  static const char* const bad[] = {
      "3.32",       "3,05",    "29.59",  "3.5.5 min",  "5 ms 3 s",
      "212.500 ms", "10. Mai", "long",   "1,212",      "-5",
      "3:3",        "3:65",    "1:2:3",  "1:02:03:04", "12.5.5",
      "1,21,5",     "1e99",    "212 km", "0x10",       "inf",
      "12,3456,7",  ".",       ",",      ":32",        "1E",
      "TRUE",       "3m72s",   "32s3m",  "3m3m",       "m3",
      "PT",         "3 miles"};
  for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); ++i) {
    double seconds = -1;
    if (!byline_cell_read_duration(good[i].cell, &seconds) ||
        fabs(seconds - good[i].seconds) > 1e-9) {
      fail_msg("'%s' is %g", good[i].cell, seconds);
    }
  }
  for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); ++i) {
    double seconds = -1;
    if (byline_cell_read_duration(bad[i], &seconds)) {
      fail_msg("'%s' was taken for %g", bad[i], seconds);
    }
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_durations),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
