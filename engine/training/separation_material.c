/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/separation_material.h"

#include "base/hash.h"
#include "base/stop.h"
#include "dataset/sound.h"
#include "dataset/walk.h"
#include "training/separation_material_items.h"
#include "voice/voice_picture.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What is taken of a recording, in seconds: accompaniments of hours would fill
   memory and add little */
#define VOICE_SECONDS 600.0
#define REST_SECONDS 60.0

/* Frames below the loudest by so much are no voice: gaps are made anew */
#define FRAME 320
#define GAP_DB 40.0

/* One in so many groups is held out */
#define HOLD_OUT 10

/* ---- reading them */

static int16_t to_integer(float x)
{
  return (int16_t)lrintf(32767 * fminf(fmaxf(x, -1), 1));
}

static bool is_mono(const BylineSound* sound)
{
  return !memcmp(sound->channels[0], sound->channels[1],
                 sound->n * sizeof(float));
}

static bool keep_sound(const BylineSound* sound, BylineVoiceRecording* kept)
{
  kept->mid = malloc((sound->n + 1) * sizeof(int16_t));
  kept->side = is_mono(sound) ? NULL : malloc((sound->n + 1) * sizeof(int16_t));
  if (!kept->mid || (!kept->side && !is_mono(sound))) {
    return false;
  }
  kept->n = sound->n;
  for (size_t i = 0; i < sound->n; ++i) {
    const float l = sound->channels[0][i];
    const float r = sound->channels[1][i];
    kept->mid[i] = to_integer(0.5f * (l + r));
    if (kept->side) {
      kept->side[i] = to_integer(0.5f * (l - r));
    }
  }
  return true;
}

static double frame_power(const BylineSound* sound, size_t begin)
{
  double power = 0;
  for (size_t i = begin; i < begin + FRAME; ++i) {
    const double x =
        (double)sound->channels[0][i] + (double)sound->channels[1][i];
    power += x * x;
  }
  return power;
}

/* Leave out the frames in which nobody speaks */
static void drop_gaps(BylineSound* sound)
{
  double loudest = 0;
  for (size_t i = 0; i + FRAME <= sound->n; i += FRAME) {
    loudest = fmax(loudest, frame_power(sound, i));
  }
  const double least = loudest * pow(10, -GAP_DB / 10);
  size_t n = 0;
  for (size_t i = 0; i + FRAME <= sound->n; i += FRAME) {
    if (loudest > 0 && frame_power(sound, i) > least) {
      for (unsigned c = 0; c < 2; ++c) {
        memmove(sound->channels[c] + n, sound->channels[c] + i,
                FRAME * sizeof(float));
      }
      n += FRAME;
    }
  }
  sound->n = n;
}

static void read_item(void* context, unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  (void)end;
  BylineVoiceItems* const items = context;
  BylineVoiceItem* const item = &items->items[begin];
  if (byline_is_stopped(items->stop)) {
    return;
  }
  BylineSound sound;
  BylineStatus status = byline_sound_read(
      item->path,
      item->role == BYLINE_STEM_VOICE ? VOICE_SECONDS : REST_SECONDS, &sound);
  if (status == BYLINE_OK) {
    item->seconds = (double)sound.n / sound.rate;
    status = byline_sound_resample(&sound, BYLINE_VOICE_RATE);
    const bool silent = byline_sound_power(&sound) < 1e-9;
    if (item->role == BYLINE_STEM_VOICE) {
      drop_gaps(&sound);
    }
    if (status == BYLINE_OK && (silent || sound.n == 0)) {
      status = byline_error(BYLINE_ERROR_DATA, "%s: silent", item->path);
    } else if (status == BYLINE_OK && !keep_sound(&sound, &item->recording)) {
      status = byline_no_memory("voices and music");
    }
    byline_sound_free(&sound);
  }
  if (status == BYLINE_ERROR_MEMORY) {
    items->status = status;
  } else if (status != BYLINE_OK) {
    byline_log(BYLINE_LOG_WARNING, "%s: passed by", byline_error_message());
  }
}

static void add_samples(int16_t* to, const int16_t* from, size_t n)
{
  for (size_t i = 0; i < n; ++i) {
    const int sum = to[i] + from[i];
    to[i] = (int16_t)(sum > 32767 ? 32767 : sum < -32767 ? -32767 : sum);
  }
}

static void free_recording(BylineVoiceRecording* recording)
{
  free(recording->mid);
  free(recording->side);
  *recording = (BylineVoiceRecording){0};
}

/* Parts of one accompaniment become one recording: the first of them */
static BylineStatus add_part(BylineVoiceRecording* whole,
                             BylineVoiceRecording* part)
{
  const size_t n = part->n < whole->n ? part->n : whole->n;
  if (part->side && !whole->side) {
    whole->side = calloc(whole->n + 1, sizeof(int16_t));
    if (!whole->side) {
      return byline_no_memory("voices and music");
    }
  }
  add_samples(whole->mid, part->mid, n);
  if (part->side) {
    add_samples(whole->side, part->side, n);
  }
  whole->n = n;
  free_recording(part);
  return BYLINE_OK;
}

/* Where a song has an accompaniment and its parts, the former counts */
static BylineStatus join_parts(BylineVoiceItems* items)
{
  BylineStatus status = BYLINE_OK;
  BylineVoiceItem* first = NULL;
  for (size_t i = 0; status == BYLINE_OK && i < items->n; ++i) {
    BylineVoiceItem* const item = &items->items[i];
    if (item->role == BYLINE_STEM_VOICE || item->recording.n == 0) {
      continue;
    }
    if (item->role == BYLINE_STEM_REST || !first ||
        strcmp(first->group, item->group) != 0) {
      first = item;
    } else if (first->role == BYLINE_STEM_REST) {
      free_recording(&item->recording);
    } else {
      status = add_part(&first->recording, &item->recording);
    }
  }
  return status;
}

/* ---- shelves */

static BylineStatus put(BylineVoiceShelf* shelf, BylineVoiceItem* item,
                        bool new_group)
{
  BylineVoiceRecording* const recordings =
      realloc(shelf->recordings, (shelf->n + 1) * sizeof(*recordings));
  if (!recordings) {
    return byline_no_memory("voices and music");
  }
  shelf->recordings = recordings;
  size_t* const first =
      realloc(shelf->first, (shelf->n_groups + 2) * sizeof(size_t));
  if (!first) {
    return byline_no_memory("voices and music");
  }
  shelf->first = first;
  if (new_group) {
    shelf->first[shelf->n_groups++] = shelf->n;
  }
  item->recording.group = shelf->n_groups - 1;
  shelf->recordings[shelf->n++] = item->recording;
  shelf->first[shelf->n_groups] = shelf->n;
  item->recording = (BylineVoiceRecording){0};
  return BYLINE_OK;
}

static BylineStatus fill_shelves(BylineVoiceItems* items,
                                 BylineVoiceMaterial* material)
{
  BylineStatus status = BYLINE_OK;
  const BylineVoiceItem* last = NULL;
  for (size_t i = 0; status == BYLINE_OK && i < items->n; ++i) {
    BylineVoiceItem* const item = &items->items[i];
    if (item->recording.n == 0) {
      continue;
    }
    const uint64_t name =
        byline_hash(BYLINE_HASH_BEGIN, item->group, strlen(item->group));
    const unsigned held = (name >> 8) % HOLD_OUT == 0;
    const bool voice = item->role == BYLINE_STEM_VOICE;
    const bool new_group = !last ||
                           (last->role == BYLINE_STEM_VOICE) != voice ||
                           strcmp(last->group, item->group) != 0;
    material->digest =
        byline_hash(material->digest, item->path, strlen(item->path)) +
        (uint64_t)item->recording.n;
    status = put(voice ? &material->voices[held] : &material->rests[held], item,
                 new_group);
    last = item;
  }
  return status;
}

static double hours(const BylineVoiceShelf* shelf)
{
  double n = 0;
  for (size_t i = 0; i < shelf->n; ++i) {
    n += (double)shelf->recordings[i].n;
  }
  return n / BYLINE_VOICE_RATE / 3600;
}

/* Whether there are songs of MUSDB18 as they come: all stems in one file, of
   which only the first, the mix, would be read */
static bool has_packed_stems(const BylineFoundFiles* found)
{
  static const char end[] = ".stem.mp4";
  for (size_t i = 0; i < found->n; ++i) {
    const char* const path = found->files[i].path;
    const size_t n = strlen(path);
    if (n >= sizeof(end) && !strcasecmp(path + n - (sizeof(end) - 1), end)) {
      return true;
    }
  }
  return false;
}

static BylineStatus check(const char* folder, const BylineFoundFiles* found,
                          const BylineVoiceMaterial* material)
{
  const char* missing = material->voices[0].n == 0  ? "voices"
                        : material->rests[0].n == 0 ? "accompaniments"
                                                    : NULL;
  if (missing && has_packed_stems(found)) {
    return byline_error(BYLINE_ERROR_DATA,
                        "%s: no %s to learn from; .stem.mp4 files have all "
                        "stems in one and are not read: take MUSDB18-HQ, or "
                        "unpack each into a folder of vocals.wav, bass.wav, "
                        "drums.wav and other.wav",
                        folder, missing);
  }
  if (missing) {
    return byline_error(BYLINE_ERROR_DATA,
                        "%s: no %s to learn from; sound files belong into "
                        "voices/SINGER and accompaniments, or songs into "
                        "folders of vocals.wav and accompaniment.wav",
                        folder, missing);
  }
  byline_log(BYLINE_LOG_NOTE,
             "%s: %.1f hours of %zu voices, %.1f hours of %zu accompaniments; "
             "%zu and %zu held out",
             folder, hours(&material->voices[0]), material->voices[0].n_groups,
             hours(&material->rests[0]), material->rests[0].n_groups,
             material->voices[1].n_groups, material->rests[1].n_groups);
  return BYLINE_OK;
}

BylineStatus byline_voice_material_read(const char* folder,
                                        BylineThreadPool* pool,
                                        const volatile sig_atomic_t* stop,
                                        BylineVoiceMaterial* material)
{
  *material = (BylineVoiceMaterial){0};
  BylineFoundFiles found = {0};
  BylineVoiceItems items = {.stop = stop};
  size_t n_skipped = 0;
  BylineStatus status = byline_folder_walk(folder, &found, &n_skipped);
  BYLINE_THEN(status, byline_voice_items_list(&found, &items));
  if (status == BYLINE_OK) {
    byline_thread_pool_run_unordered(pool, read_item, &items, items.n);
    byline_voice_items_compare(&items);
    status = items.status == BYLINE_OK ? join_parts(&items) : items.status;
  }
  BYLINE_THEN(status, byline_voice_items_listen(&items));
  BYLINE_THEN(status, byline_stop_check(stop));
  BYLINE_THEN(status, fill_shelves(&items, material));
  BYLINE_THEN(status, check(folder, &found, material));
  for (size_t i = 0; i < items.n; ++i) {
    free_recording(&items.items[i].recording);
    free(items.items[i].group);
  }
  free(items.items);
  byline_found_files_free(&found);
  if (status != BYLINE_OK) {
    byline_voice_material_free(material);
  }
  return status;
}

static void free_shelf(BylineVoiceShelf* shelf)
{
  for (size_t i = 0; i < shelf->n; ++i) {
    free_recording(&shelf->recordings[i]);
  }
  free(shelf->recordings);
  free(shelf->first);
}

void byline_voice_material_free(BylineVoiceMaterial* material)
{
  for (unsigned held = 0; held < 2; ++held) {
    free_shelf(&material->voices[held]);
    free_shelf(&material->rests[held]);
  }
  *material = (BylineVoiceMaterial){0};
}
