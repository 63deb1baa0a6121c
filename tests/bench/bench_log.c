/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/bench/bench_log.h"

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A line that was read: key, tab, text */
typedef struct {
  char* key;
  const char* text;
} Line;

struct BenchLog {
  FILE* stream;
  Line* lines; ///< In order of their keys
  size_t n;
  pthread_mutex_t lock;
};

/* A number that another build of this program does not have */
static uint64_t number_of_program(void)
{
  FILE* const program = fopen("/proc/self/exe", "rb");
  uint64_t sum = 14695981039346656037u;
  unsigned char bytes[4096];
  size_t n = 0;
  while (program && (n = fread(bytes, 1, sizeof(bytes), program)) > 0) {
    for (size_t i = 0; i < n; ++i) {
      sum = (sum ^ bytes[i]) * 1099511628211u;
    }
  }
  if (program) {
    fclose(program);
  }
  return sum;
}

static int compare_lines(const void* a, const void* b)
{
  return strcmp(((const Line*)a)->key, ((const Line*)b)->key);
}

static void read_lines(BenchLog* log, FILE* stream)
{
  char* line = NULL;
  size_t size = 0;
  ssize_t n = 0;
  while ((n = getline(&line, &size, stream)) > 0) {
    char* const tab = strchr(line, '\t');
    if (!tab || line[n - 1] != '\n') {
      continue; // cut off when it was killed
    }
    line[n - 1] = '\0';
    Line* const grown = realloc(log->lines, (log->n + 1) * sizeof(*grown));
    if (grown) {
      log->lines = grown;
      grown[log->n].key = strdup(line);
      grown[log->n].key[tab - line] = '\0';
      grown[log->n].text = grown[log->n].key + (tab - line) + 1;
      ++log->n;
    }
  }
  free(line);
  if (log->n > 0) {
    qsort(log->lines, log->n, sizeof(*log->lines), compare_lines);
  }
}

BenchLog* bench_log_open(const char* path, bool of_program)
{
  BenchLog* const log = calloc(1, sizeof(*log));
  char first[64] = "figures\n";
  char found[64] = "";
  if (of_program) {
    snprintf(first, sizeof(first), "figures of build %016llx\n",
             (unsigned long long)number_of_program());
  }
  FILE* const old = fopen(path, "r");
  if (log && old && fgets(found, sizeof(found), old) && !strcmp(found, first)) {
    read_lines(log, old);
  }
  if (old) {
    fclose(old);
  }
  const bool goes_on = !strcmp(found, first);
  if (!log || !(log->stream = fopen(path, goes_on ? "a" : "w"))) {
    perror(path);
    exit(1);
  }
  /* The last line may be cut off */
  fputs(goes_on ? "\n" : first, log->stream);
  pthread_mutex_init(&log->lock, NULL);
  return log;
}

void bench_log_close(BenchLog* log)
{
  for (size_t i = 0; i < log->n; ++i) {
    free(log->lines[i].key);
  }
  free(log->lines);
  fclose(log->stream);
  pthread_mutex_destroy(&log->lock);
  free(log);
}

const char* bench_log_find(const BenchLog* log, const char* key)
{
  char copy[4096];
  snprintf(copy, sizeof(copy), "%s", key);
  const Line wanted = {.key = copy};
  const Line* const line = log->n ? bsearch(&wanted, log->lines, log->n,
                                            sizeof(wanted), compare_lines)
                                  : NULL;
  return line ? line->text : NULL;
}

void bench_log_add(BenchLog* log, const char* key, const char* text)
{
  pthread_mutex_lock(&log->lock);
  fprintf(log->stream, "%s\t%s\n", key, text);
  fflush(log->stream);
  pthread_mutex_unlock(&log->lock);
}
