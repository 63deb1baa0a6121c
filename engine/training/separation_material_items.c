/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/separation_material_items.h"

#include "base/stop.h"
#include "training/separation_swapped.h"
#include "voice/voice_model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Stems of a song that differ by so many seconds may not be of one song */
#define UNLIKE_SECONDS 1.0

/* ---- what the files are */

static bool has_stem(const char* file, const char* stem)
{
  const size_t n = strlen(stem);
  return !strncasecmp(file, stem, n) && file[n] == '.';
}

/* By its name, in a folder of a song's stems */
static BylineStemRole role_of_stem(const char* file)
{
  static const char* const rests[] = {"accompaniment", "no_vocals",
                                      "instrumental"};
  static const char* const parts[] = {"bass", "drums", "other", "guitar",
                                      "piano"};
  if (has_stem(file, "vocals")) {
    return BYLINE_STEM_VOICE;
  }
  for (size_t i = 0; i < sizeof(rests) / sizeof(*rests); ++i) {
    if (has_stem(file, rests[i])) {
      return BYLINE_STEM_REST;
    }
  }
  for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); ++i) {
    if (has_stem(file, parts[i])) {
      return BYLINE_STEM_PART;
    }
  }
  return BYLINE_STEM_NONE;
}

/* A file's role and group, by its path below the folder */
static BylineStemRole role_of(const char* below, char** group, bool* stem)
{
  static const struct {
    const char* folder;
    BylineStemRole role;
  } kinds[] = {{"voices/", BYLINE_STEM_VOICE},
               {"accompaniments/", BYLINE_STEM_REST}};
  for (size_t i = 0; i < 2; ++i) {
    const size_t n = strlen(kinds[i].folder);
    if (!strncmp(below, kinds[i].folder, n)) {
      *group = strndup(below + n, strcspn(below + n, "/"));
      *stem = false;
      return kinds[i].role;
    }
  }
  const char* const slash = strrchr(below, '/');
  *stem = true;
  *group = strndup(below, slash ? (size_t)(slash - below) : 0);
  return role_of_stem(slash ? slash + 1 : below);
}

static int compare(const void* a, const void* b)
{
  const BylineVoiceItem* const x = a;
  const BylineVoiceItem* const y = b;
  if (x->role != y->role &&
      (x->role == BYLINE_STEM_VOICE || y->role == BYLINE_STEM_VOICE)) {
    return x->role == BYLINE_STEM_VOICE ? -1 : 1;
  }
  const int order = strcmp(x->group, y->group);
  if (order == 0 && x->role != y->role) {
    return x->role < y->role ? -1 : 1;
  }
  return order ? order : strcmp(x->path, y->path);
}

BylineStatus byline_voice_items_list(const BylineFoundFiles* found,
                                     BylineVoiceItems* items)
{
  items->items = calloc(found->n + 1, sizeof(BylineVoiceItem));
  if (!items->items) {
    return byline_no_memory("voices and music");
  }
  for (size_t i = 0; i < found->n; ++i) {
    const BylineFoundFile* const file = &found->files[i];
    BylineVoiceItem* const item = &items->items[items->n];
    char* group = NULL;
    item->role = role_of(file->path + file->root_length, &group, &item->stem);
    item->path = file->path;
    item->group = group;
    if (!group) {
      return byline_no_memory("voices and music");
    }
    if (file->named_as_music && item->role != BYLINE_STEM_NONE) {
      ++items->n;
    } else {
      free(group);
      item->group = NULL;
    }
  }
  qsort(items->items, items->n, sizeof(BylineVoiceItem), compare);
  return BYLINE_OK;
}

/* ---- whether they go together */

/* A song whose voice and music differ in length was perhaps put together of
   two; it can be learnt from all the same, since examples mix songs anew */
void byline_voice_items_compare(const BylineVoiceItems* items)
{
  for (size_t i = 0; i < items->n && items->items[i].role == BYLINE_STEM_VOICE;
       ++i) {
    const BylineVoiceItem* const voice = &items->items[i];
    for (size_t k = i + 1; voice->stem && k < items->n; ++k) {
      const BylineVoiceItem* const rest = &items->items[k];
      if (rest->role != BYLINE_STEM_VOICE && rest->stem && voice->seconds > 0 &&
          rest->seconds > 0 && !strcmp(rest->group, voice->group) &&
          fabs(voice->seconds - rest->seconds) > UNLIKE_SECONDS) {
        byline_log(BYLINE_LOG_WARNING,
                   "%s lasts %.1f s, but %s %.1f s: see whether they are of "
                   "the same song",
                   voice->path, voice->seconds, rest->path, rest->seconds);
      }
    }
  }
}

/* The accompaniment that belongs to a song's voice; NULL: none */
static const BylineVoiceItem* rest_of(const BylineVoiceItems* items,
                                      const BylineVoiceItem* voice)
{
  for (size_t i = 0; voice->stem && i < items->n; ++i) {
    const BylineVoiceItem* const item = &items->items[i];
    if (item->role != BYLINE_STEM_VOICE && item->stem &&
        item->recording.n > 0 && !strcmp(item->group, voice->group)) {
      return item;
    }
  }
  return NULL;
}

/* Names that were swapped teach the opposite */
BylineStatus byline_voice_items_listen(const BylineVoiceItems* items)
{
  BylineNetwork* network = NULL;
  BylineStatus status = byline_voice_model_acquire(&network);
  for (size_t i = 0; status == BYLINE_OK && i < items->n; ++i) {
    const BylineVoiceItem* const voice = &items->items[i];
    if (voice->role != BYLINE_STEM_VOICE || voice->recording.n == 0) {
      continue;
    }
    const BylineVoiceItem* const rest = rest_of(items, voice);
    bool swapped = false;
    if (rest) {
      status = byline_voice_swapped(network, &voice->recording,
                                    &rest->recording, &swapped);
    }
    if (swapped) {
      byline_log(BYLINE_LOG_WARNING,
                 "%s holds less of a voice than %s: see whether they have each "
                 "other's names",
                 voice->path, rest->path);
    }
    if (byline_is_stopped(items->stop)) {
      break;
    }
  }
  byline_voice_model_release(network);
  return status;
}
