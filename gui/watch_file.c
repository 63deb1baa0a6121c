/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* A recording, heard as fast as it would be played or as its user likes, in a
   thread of its own.  After its end there is silence. */

#include "watch_source.h"

#include "byline/audio_file.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BLOCK = 1024 };

typedef struct {
  BylineSource source;
  BylineAudioFile* file;
  BylineWatch* watch;
  double speed;
  bool ended; ///< The recording has
  pthread_t thread;
  bool running; ///< The thread was started
  atomic_bool stop;
} Player;

static size_t read_block(Player* player, float* left, float* right)
{
  size_t n = 0;
  if (!player->ended) {
    player->ended = byline_audio_file_read(player->file, left, right, BLOCK,
                                           &n) != BYLINE_OK ||
                    n == 0;
  }
  if (player->ended) {
    n = BLOCK;
    memset(left, 0, n * sizeof(*left));
    memset(right, 0, n * sizeof(*right));
  }
  return n;
}

static void sleep_until(const struct timespec* begin, double seconds)
{
  struct timespec until = *begin;
  until.tv_sec += (time_t)seconds;
  until.tv_nsec += (long)(1e9 * (seconds - floor(seconds)));
  if (until.tv_nsec >= 1000000000) {
    until.tv_nsec -= 1000000000;
    ++until.tv_sec;
  }
  clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
}

static void* play(void* user)
{
  Player* const player = user;
  float left[BLOCK], right[BLOCK];
  struct timespec begin;
  double heard = 0;
  clock_gettime(CLOCK_MONOTONIC, &begin);
  while (!atomic_load(&player->stop)) {
    const size_t n = read_block(player, left, right);
    byline_watch_hear(player->watch, left, right, (uint32_t)n);
    heard += (double)n / player->source.rate;
    sleep_until(&begin, heard / player->speed);
  }
  return NULL;
}

static BylineStatus start(BylineSource* source, BylineWatch* watch)
{
  Player* const player = (Player*)source;
  player->watch = watch;
  player->running = pthread_create(&player->thread, NULL, play, player) == 0;
  return player->running ? BYLINE_OK
                         : byline_error(BYLINE_ERROR_MEMORY,
                                        "cannot start a thread to play in");
}

static bool alive(const BylineSource* source)
{
  (void)source;
  return true;
}

static void free_player(BylineSource* source)
{
  Player* const player = (Player*)source;
  atomic_store(&player->stop, true);
  if (player->running) {
    pthread_join(player->thread, NULL);
  }
  byline_audio_file_close(player->file);
  free(player);
}

BylineStatus byline_source_open_file(const char* path, double speed,
                                     BylineSource** source)
{
  Player* const player = calloc(1, sizeof(*player));
  *source = NULL;
  if (!player) {
    return byline_no_memory(NULL);
  }
  const BylineStatus status = byline_audio_file_open(path, &player->file);
  if (status != BYLINE_OK) {
    free(player);
    return status;
  }
  player->source = (BylineSource){byline_audio_file_rate(player->file), start,
                                  alive, free_player};
  player->speed = speed;
  *source = &player->source;
  return BYLINE_OK;
}
