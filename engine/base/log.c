/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What the engine program says on standard error: messages and progress. */

#include "base/clock.h"
#include "base/terminal.h"
#include "base/utf8.h"
#include "byline/status.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* How often progress is shown, in seconds */
#define TERMINAL_PERIOD 0.1
#define LOG_PERIOD 10.0

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static BylineLogLevel max_level = BYLINE_LOG_NOTE;

/* The task that byline_progress() is showing; guarded by the lock */
static struct {
  char task[64];       ///< Its name, empty when there is none
  double start_time;   ///< When its first report came
  unsigned long start; ///< How many were done then
  double shown_time;   ///< When it was last shown
  bool on_terminal;    ///< A line without a line feed stands there
  char stage[32];      ///< "2 of 6: ", or nothing
} progress;

/* Lines that stay below all messages; guarded by the lock */
static struct {
  char* text;       ///< NULL: none
  unsigned n_lines; ///< How many
  bool is_shown;    ///< They stand there, above the progress line
} pinned;

static void clear_line(void)
{
  if (progress.on_terminal) {
    fputs("\r\033[K", stderr);
    progress.on_terminal = false;
  }
}

/* Make room for a message. */
static void clear_below(void)
{
  clear_line();
  if (pinned.is_shown) {
    fprintf(stderr, "\033[%uA\033[J", pinned.n_lines);
    pinned.is_shown = false;
  }
}

static void show_pinned(void)
{
  if (pinned.text) {
    fputs(pinned.text, stderr);
    pinned.is_shown = true;
  }
}

void byline_log_set_level(BylineLogLevel level)
{
  max_level = level;
}

void byline_log(BylineLogLevel level, const char* format, ...)
{
  static const char* const labels[] = {"error: ", "warning: ", "", ""};
  static const char* const colours[] = {"\033[31m", "\033[33m", "", ""};
  if (level > max_level) {
    return;
  }

  va_list args;
  va_start(args, format);
  char* text = NULL;
  if (vasprintf(&text, format, args) < 0) {
    text = NULL;
  }
  va_end(args);

  pthread_mutex_lock(&lock);
  clear_below();
  const bool coloured = labels[level][0] && byline_terminal_look().has_colours;
  fprintf(stderr, "byline: %s%s%s", coloured ? colours[level] : "",
          labels[level], coloured ? "\033[0m" : "");
  /* Files may be called anything */
  byline_utf8_put(stderr, text ? text : "out of memory");
  fputc('\n', stderr);
  show_pinned();
  pthread_mutex_unlock(&lock);
  free(text);
}

void byline_log_pin(const char* text)
{
  if (max_level < BYLINE_LOG_NOTE) {
    return;
  }
  pthread_mutex_lock(&lock);
  if (text) {
    clear_below();
  }
  free(pinned.text);
  pinned.text = text ? strdup(text) : NULL;
  pinned.n_lines = 0;
  pinned.is_shown = false;
  for (const char* c = pinned.text; c && *c; ++c) {
    pinned.n_lines += *c == '\n';
  }
  show_pinned();
  pthread_mutex_unlock(&lock);
}

/* Write `seconds` as "1:02:03" or "2:03". */
static void format_time(double seconds, char text[static 32])
{
  const unsigned long s = (unsigned long)(seconds + 0.5);
  if (s >= 3600) {
    snprintf(text, 32, "%lu:%02lu:%02lu", s / 3600, s / 60 % 60, s % 60);
  } else {
    snprintf(text, 32, "%lu:%02lu", s / 60, s % 60);
  }
}

/* Show how far a task is: over the line that was there, or one line more.
   @param terminal NULL: a log. */
static void show(const char* task, const char* unit, unsigned long done,
                 unsigned long total, double elapsed,
                 const BylineTerminal* terminal)
{
  char line[256];
  char time[32];
  char rest[80] = "";
  const double rate =
      elapsed > 0 ? (double)(done - progress.start) / elapsed : 0;
  if (done >= total) {
    format_time(elapsed, time);
    snprintf(rest, sizeof(rest), ", took %s", time);
  } else if (rate > 0) {
    format_time((double)(total - done) / rate, time);
    snprintf(rest, sizeof(rest), ", %.3g a second, %s left", rate, time);
  }
  snprintf(line, sizeof(line), "byline: %s%s %lu of %lu %s%s", progress.stage,
           task, done, total, unit, rest);
  /* What went on in the next line could not be written over */
  if (terminal && terminal->columns > 0 && done < total) {
    line[terminal->columns < sizeof(line) ? terminal->columns - 1
                                          : sizeof(line) - 1] = '\0';
  }
  fprintf(stderr, "%s%s%s", terminal ? "\r" : "", line,
          terminal ? "\033[K" : "\n");
}

void byline_progress(const char* task, const char* unit, unsigned long done,
                     unsigned long total)
{
  if (max_level < BYLINE_LOG_NOTE) {
    return;
  }

  pthread_mutex_lock(&lock);
  const double time = byline_clock_now();
  const BylineTerminal look = byline_terminal_look();
  const BylineTerminal* const terminal = look.has_cursor ? &look : NULL;
  if (strcmp(progress.task, task) != 0) {
    clear_line();
    snprintf(progress.task, sizeof(progress.task), "%s", task);
    progress.start_time = time;
    progress.start = done;
    progress.shown_time = terminal ? 0 : time;
  }

  const bool finished = done >= total;
  const double period = terminal ? TERMINAL_PERIOD : LOG_PERIOD;
  if (finished || time - progress.shown_time >= period) {
    if (finished) {
      clear_below();
    }
    show(task, unit, done, total, time - progress.start_time, terminal);
    progress.shown_time = time;
    progress.on_terminal = terminal != NULL;
  }
  if (finished) {
    if (terminal) {
      fputc('\n', stderr);
    }
    progress.on_terminal = false;
    progress.task[0] = '\0';
    show_pinned();
  }
  pthread_mutex_unlock(&lock);
}

void byline_progress_stage(unsigned stage, unsigned n_stages, const char* name)
{
  char text[sizeof(progress.stage)] = "";
  if (stage > 0) {
    snprintf(text, sizeof(text), "%u of %u: ", stage, n_stages);
  }
  if (name) {
    byline_log(BYLINE_LOG_NOTE, "%s%s", text, name);
  }
  pthread_mutex_lock(&lock);
  memcpy(progress.stage, text, sizeof(text));
  pthread_mutex_unlock(&lock);
}
