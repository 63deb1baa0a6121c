/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/bench/mix.h"

#include "byline/audio_file.h"
#include "byline/random.h"
#include "byline/resampler.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979323846
#define BLOCK 8192

/* Shorter songs are not played */
#define MIN_TURN 60.0

/* Songs may stand here at most */
#define MAX_TURNS 1024

/* ---- choosing */

static int32_t artist_of(const BylineModelInfo* info, const char* name)
{
  for (size_t i = 0; i < info->n_artists; ++i) {
    if (!strcmp(info->artists[i], name)) {
      return (int32_t)i;
    }
  }
  return -1;
}

/* Columns of a line by the names in the first one */
static const char* field(char* const* names, char* const* fields, int n,
                         const char* name)
{
  for (int i = 0; i < n; ++i) {
    if (!strcmp(names[i], name)) {
      return fields[i];
    }
  }
  return "";
}

static int cut_line(char* line, char** fields, int max)
{
  int n = 0;
  line[strcspn(line, "\r\n")] = '\0';
  while (line && n < max) {
    fields[n++] = strsep(&line, "\t");
  }
  return n;
}

static void read_tracks(FILE* file, const char* split,
                        const BylineModelInfo* info, Mix* mix)
{
  enum { MAX = 16 };
  char* header = NULL;
  char* line = NULL;
  size_t header_size = 0;
  size_t size = 0;
  char* names[MAX] = {0};
  char* fields[MAX] = {0};
  int n = 0;
  if (getline(&header, &header_size, file) > 0) {
    n = cut_line(header, names, MAX);
  }
  while (n > 0 && mix->n < MAX_TURNS && getline(&line, &size, file) > 0) {
    if (cut_line(line, fields, MAX) < n ||
        strcmp(field(names, fields, n, "split"), split) != 0 ||
        strtod(field(names, fields, n, "duration"), NULL) < MIN_TURN) {
      continue;
    }
    const int32_t artist = artist_of(info, field(names, fields, n, "artist"));
    if (artist >= 0) {
      mix->turns[mix->n++] = (MixTurn){
          .path = strdup(field(names, fields, n, "path")), .artist = artist};
    }
  }
  free(header);
  free(line);
}

/* Put them in an order of chance; where an artist would follow themselves, the
   next song of another goes first */
static void shuffle(Mix* mix)
{
  BylineRandom random = byline_random_begin(1, 0);
  for (size_t i = 0; i < mix->n; ++i) {
    size_t j = i + (size_t)byline_random_below(&random, mix->n - i);
    for (size_t k = 0; i > 0 && k < mix->n - i; ++k) {
      if (mix->turns[j].artist != mix->turns[i - 1].artist) {
        break;
      }
      j = j + 1 < mix->n ? j + 1 : i;
    }
    const MixTurn turn = mix->turns[j];
    mix->turns[j] = mix->turns[i];
    mix->turns[i] = turn;
  }
}

BylineStatus mix_choose(const char* tracks, const char* split,
                        const BylineModelInfo* info, Mix* mix)
{
  *mix = (Mix){.turns = calloc(MAX_TURNS, sizeof(MixTurn))};
  FILE* const file = fopen(tracks, "r");
  if (!file || !mix->turns) {
    const int error = errno;
    mix_free(mix);
    return byline_error(BYLINE_ERROR_IO, "%s: %s", tracks, strerror(error));
  }
  read_tracks(file, split, info, mix);
  fclose(file);
  if (mix->n < 2) {
    return byline_error(BYLINE_ERROR_DATA, "%s: no two %s songs", tracks,
                        split);
  }
  shuffle(mix);
  return BYLINE_OK;
}

void mix_free(Mix* mix)
{
  for (size_t i = 0; mix->turns && i < mix->n; ++i) {
    free(mix->turns[i].path);
  }
  free(mix->turns);
  *mix = (Mix){0};
}

/* ---- playing */

/* A stretch of stereo sound */
typedef struct {
  float* channels[2];
  size_t n;
} Sound;

static void sound_free(Sound* sound)
{
  free(sound->channels[0]);
  free(sound->channels[1]);
  *sound = (Sound){0};
}

static BylineStatus sound_new(size_t capacity, Sound* sound)
{
  sound->n = 0;
  for (int c = 0; c < 2; ++c) {
    sound->channels[c] = calloc(capacity, sizeof(float));
    if (!sound->channels[c]) {
      return byline_error(BYLINE_ERROR_MEMORY, "no memory for a song");
    }
  }
  return BYLINE_OK;
}

/* Decode a song from a fifth of it on: openings are often not typical */
static BylineStatus decode(const char* path, double rate, Sound* song)
{
  static float block[2][BLOCK];
  BylineAudioFile* file = NULL;
  BylineResampler* resamplers[2] = {NULL, NULL};
  BylineTags tags;
  BYLINE_TRY(byline_tags_read(path, &tags));
  const double duration = tags.duration;
  byline_tags_free(&tags);
  BylineStatus status = byline_audio_file_open(path, &file);
  if (status != BYLINE_OK) {
    return status;
  }
  const double own_rate = byline_audio_file_rate(file);
  const double skipped = 0.2 * duration * own_rate;
  const size_t wanted = (size_t)(MIX_TURN * rate);
  for (int c = 0; c < 2 && status == BYLINE_OK; ++c) {
    status = byline_resampler_new(own_rate, rate, &resamplers[c]);
  }
  if (status == BYLINE_OK) {
    const size_t bound = byline_resampler_bound(resamplers[0], BLOCK);
    status = sound_new(wanted + bound, song);
  }
  double heard = 0;
  size_t n = BLOCK;
  while (status == BYLINE_OK && song->n < wanted && n > 0) {
    status = byline_audio_file_read(file, block[0], block[1], BLOCK, &n);
    heard += (double)n;
    if (heard > skipped && status == BYLINE_OK) {
      size_t made = 0;
      for (int c = 0; c < 2; ++c) {
        made = byline_resampler_process(resamplers[c], block[c], n,
                                        song->channels[c] + song->n);
      }
      song->n += made;
    }
  }
  song->n = song->n < wanted ? song->n : wanted;
  byline_resampler_free(resamplers[0]);
  byline_resampler_free(resamplers[1]);
  byline_audio_file_close(file);
  return status;
}

/* Equal power: sine in, cosine out */
static void fade(Sound* song, const Sound* tail, size_t n_fade)
{
  const size_t n = n_fade < song->n ? n_fade : song->n;
  for (size_t i = 0; i < n; ++i) {
    const float x = (float)(0.5 * PI * (double)i / (double)n_fade);
    for (int c = 0; c < 2; ++c) {
      const float old = i < tail->n ? tail->channels[c][i] : 0;
      song->channels[c][i] = sinf(x) * song->channels[c][i] + cosf(x) * old;
    }
  }
}

/* Keep the last frames, which fade into the next song */
static BylineStatus keep_tail(const Sound* song, size_t from, Sound* tail)
{
  sound_free(tail);
  const BylineStatus status = sound_new(song->n - from + 1, tail);
  for (int c = 0; status == BYLINE_OK && c < 2; ++c) {
    tail->n = song->n - from;
    memcpy(tail->channels[c], song->channels[c] + from,
           tail->n * sizeof(float));
  }
  return status;
}

BylineStatus mix_play(Mix* mix, double rate, MixListener listener, void* user)
{
  const size_t n_fade = (size_t)(MIX_FADE * rate);
  BylineStatus status = BYLINE_OK;
  Sound tail = {0};
  uint64_t played = 0;
  for (size_t i = 0; i < mix->n && status == BYLINE_OK; ++i) {
    Sound song = {0};
    mix->turns[i].begin = (double)played / rate;
    status = decode(mix->turns[i].path, rate, &song);
    if (status == BYLINE_OK) {
      fade(&song, &tail, n_fade);
      const bool last = i + 1 == mix->n;
      const size_t n = last || song.n < n_fade ? song.n : song.n - n_fade;
      listener(user, song.channels[0], song.channels[1], n);
      played += n;
      status = keep_tail(&song, n, &tail);
    }
    sound_free(&song);
  }
  sound_free(&tail);
  mix->end = (double)played / rate;
  return status;
}

bool mix_has(const Mix* mix, int32_t artist, double time)
{
  for (size_t i = 0; i < mix->n; ++i) {
    const double end =
        i + 1 < mix->n ? mix->turns[i + 1].begin + MIX_FADE : mix->end + 60;
    if (mix->turns[i].artist == artist && time >= mix->turns[i].begin &&
        time < end) {
      return true;
    }
  }
  return false;
}
