/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file bench_log.h
   What a long benchmark has measured so far, a line each, so that it can be
   interrupted and go on where it was.
*/

#ifndef BYLINE_TESTS_BENCH_BENCH_LOG_H
#define BYLINE_TESTS_BENCH_BENCH_LOG_H

#include <stdbool.h>

/** A log.  Adding may be done by several threads at once. */
typedef struct BenchLog BenchLog;

/**
   Go on with a log.

   @param of_program Figures of another build of this program count for
   nothing: the log begins anew.
   @return To be closed with bench_log_close(); ends the program when it cannot
   be written.
*/
BenchLog* bench_log_open(const char* path, bool of_program);

/** Close it. */
void bench_log_close(BenchLog* log);

/** What an earlier run added, or NULL. */
const char* bench_log_find(const BenchLog* log, const char* key);

/** Add a line; neither text has a tab or a line's end in it. */
void bench_log_add(BenchLog* log, const char* key, const char* text);

#endif // BYLINE_TESTS_BENCH_BENCH_LOG_H
