/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "messages.h"

#include "byline/plugin.h"
#include "protocol/atoms.h"

#include <lv2/atom/util.h>
#include <lv2/patch/patch.h>
#include <lv2/state/state.h>

#include <string.h>

/* Bytes of a name or a line of text that are sent */
#define MAX_NAME 255
#define MAX_TEXT 1023

/* Entries of a history in one message */
#define MAX_ENTRIES 128

LV2_URID byline_property_urid(const BylineUrids* urids, BylineProperty property)
{
  switch (property) {
  case BYLINE_PROPERTY_MODEL_FILE:
    return urids->byline_modelFile;
  case BYLINE_PROPERTY_NOW_PLAYING:
    return urids->byline_nowPlaying;
  case BYLINE_PROPERTY_HISTORY_EXPORT:
    return urids->byline_historyExport;
  case BYLINE_PROPERTY_COUNT:
    break;
  }
  return 0;
}

void byline_post_init(BylinePost* post, const LV2_URID_Map* map,
                      BylineMessageRing* ring)
{
  post->ring = ring;
  byline_urids_map(&post->urids, map);
  post->forge = byline_atom_forge(&post->urids);
}

static void begin(BylinePost* post, LV2_Atom_Forge_Frame* frame, LV2_URID otype)
{
  lv2_atom_forge_set_buffer(&post->forge, post->buffer.bytes,
                            sizeof(post->buffer.bytes));
  lv2_atom_forge_object(&post->forge, frame, 0, otype);
}

static bool end(BylinePost* post, LV2_Atom_Forge_Frame* frame)
{
  lv2_atom_forge_pop(&post->forge, frame);
  const LV2_Atom* const atom = &post->buffer.atom;
  return byline_message_ring_write(post->ring, atom,
                                   (uint32_t)sizeof(LV2_Atom) + atom->size);
}

/* The length of `text` in bytes, cut between characters to at most `max` */
static uint32_t cut(const char* text, uint32_t max)
{
  size_t n = strlen(text);
  if (n > max) {
    n = max;
    while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80) {
      --n;
    }
  }
  return (uint32_t)n;
}

static void put_string(BylinePost* post, LV2_URID key, const char* text,
                       uint32_t max)
{
  lv2_atom_forge_key(&post->forge, key);
  lv2_atom_forge_string(&post->forge, text, cut(text, max));
}

static void put_int(BylinePost* post, LV2_URID key, int32_t value)
{
  lv2_atom_forge_key(&post->forge, key);
  lv2_atom_forge_int(&post->forge, value);
}

static void put_float(BylinePost* post, LV2_URID key, float value)
{
  lv2_atom_forge_key(&post->forge, key);
  lv2_atom_forge_float(&post->forge, value);
}

static void put_bool(BylinePost* post, LV2_URID key, bool value)
{
  lv2_atom_forge_key(&post->forge, key);
  lv2_atom_forge_bool(&post->forge, value);
}

static void put_facts(BylinePost* post, const BylineModelFact* facts, size_t n)
{
  LV2_Atom_Forge_Frame tuple;
  lv2_atom_forge_key(&post->forge, post->urids.byline_facts);
  lv2_atom_forge_tuple(&post->forge, &tuple);
  for (size_t i = 0; i < n; ++i) {
    const char* const text = facts[i].text;
    lv2_atom_forge_string(&post->forge, facts[i].label,
                          cut(facts[i].label, MAX_NAME));
    lv2_atom_forge_string(&post->forge, text, cut(text, MAX_NAME));
  }
  lv2_atom_forge_pop(&post->forge, &tuple);
}

bool byline_post_status(BylinePost* post, const BylineStatusText* status)
{
  static const BylineFrontEnd none = {.hop = 1};
  const BylineFrontEnd* const front_end =
      status->front_end ? status->front_end : &none;
  const BylineUrids* const urids = &post->urids;
  LV2_Atom_Forge_Frame frame;
  begin(post, &frame, urids->byline_Status);
  put_string(post, urids->byline_model, status->model, MAX_NAME);
  put_string(post, urids->byline_message, status->message, MAX_TEXT);
  put_string(post, urids->byline_taught, status->taught ? status->taught : "",
             MAX_NAME);
  put_int(post, urids->byline_artistCount, (int32_t)status->n_artists);
  put_int(post, urids->byline_bands, (int32_t)front_end->n_mels);
  put_float(post, urids->byline_columnRate,
            (float)front_end->sample_rate / (float)front_end->hop);
  put_float(post, urids->byline_minFrequency, front_end->min_frequency);
  put_float(post, urids->byline_maxFrequency, front_end->max_frequency);
  put_bool(post, urids->byline_ownFocus, front_end->focus != BYLINE_FOCUS_MIX);
  put_facts(post, status->facts, status->n_facts);
  return end(post, &frame);
}

bool byline_post_names(BylinePost* post, char* const* artists, size_t n,
                       int32_t first)
{
  LV2_Atom_Forge_Frame frame;
  LV2_Atom_Forge_Frame names;
  begin(post, &frame, post->urids.byline_Names);
  put_int(post, post->urids.byline_first, first);
  lv2_atom_forge_key(&post->forge, post->urids.byline_names);
  lv2_atom_forge_tuple(&post->forge, &names);
  for (size_t i = first < 0 ? n : (size_t)first;
       i < n && post->forge.offset < BYLINE_MAX_MESSAGE - MAX_NAME - 64; ++i) {
    lv2_atom_forge_string(&post->forge, artists[i], cut(artists[i], MAX_NAME));
  }
  lv2_atom_forge_pop(&post->forge, &names);
  return end(post, &frame);
}

bool byline_post_answer(BylinePost* post, const BylineAnswer* answer,
                        char* const* artists)
{
  const BylineUrids* const urids = &post->urids;
  uint32_t n = 0;
  float probabilities[BYLINE_TOP];
  LV2_Atom_Forge_Frame frame;
  LV2_Atom_Forge_Frame names;
  begin(post, &frame, urids->byline_Answer);
  lv2_atom_forge_key(&post->forge, urids->byline_time);
  lv2_atom_forge_double(&post->forge, answer->time);
  put_int(post, urids->byline_state, (int32_t)answer->state);
  put_string(post, urids->byline_artist,
             byline_answer_name(answer, artists, answer->artist), MAX_NAME);
  put_int(post, urids->byline_knownBy, (int32_t)answer->known_by);
  if (answer->known_by == BYLINE_KNOWN_BY_RECORDING) {
    put_string(post, urids->byline_title, byline_answer_title(answer),
               MAX_NAME);
    put_float(post, urids->byline_speed, answer->recording.speed);
  }
  lv2_atom_forge_key(&post->forge, urids->byline_names);
  lv2_atom_forge_tuple(&post->forge, &names);
  for (; n < BYLINE_TOP && answer->top[n].artist >= 0; ++n) {
    const char* const name =
        byline_answer_name(answer, artists, answer->top[n].artist);
    lv2_atom_forge_string(&post->forge, name, cut(name, MAX_NAME));
    probabilities[n] = answer->top[n].probability;
  }
  lv2_atom_forge_pop(&post->forge, &names);
  lv2_atom_forge_key(&post->forge, urids->byline_probabilities);
  lv2_atom_forge_vector(&post->forge, sizeof(float), post->forge.Float, n,
                        probabilities);
  return end(post, &frame);
}

bool byline_post_columns(BylinePost* post, uint64_t first, const uint8_t* cells,
                         size_t n_cells)
{
  LV2_Atom_Forge_Frame frame;
  begin(post, &frame, post->urids.byline_Columns);
  lv2_atom_forge_key(&post->forge, post->urids.byline_first);
  lv2_atom_forge_long(&post->forge, (int64_t)first);
  lv2_atom_forge_key(&post->forge, post->urids.byline_cells);
  lv2_atom_forge_atom(&post->forge, (uint32_t)n_cells, post->forge.Chunk);
  lv2_atom_forge_write(&post->forge, cells, (uint32_t)n_cells);
  return end(post, &frame);
}

/* What an entry is called, "" where nobody is known */
static const char* name_of(const BylineHistoryEntry* entry)
{
  return byline_history_is_known(entry) ? byline_history_name(entry) : "";
}

/* Bytes of an entry in a message, at most: texts with their headers, a time, a
   clock and a speed */
static size_t entry_size(const BylineHistoryEntry* entry)
{
  return 2 * 24 + cut(name_of(entry), MAX_NAME) +
         cut(byline_history_title(entry), MAX_NAME) + sizeof(double) +
         sizeof(int64_t) + sizeof(float);
}

/* How many entries from `first` on have room in a message */
static uint32_t count_entries(const BylineHistory* history, size_t first)
{
  size_t size = 512; // of all that is not entries
  uint32_t n = 0;
  while (n < MAX_ENTRIES && first + n < history->n) {
    size += entry_size(&history->entries[first + n]);
    if (size > BYLINE_MAX_MESSAGE) {
      break;
    }
    ++n;
  }
  return n;
}

static void put_titles(BylinePost* post, const BylineHistoryEntry* entries,
                       uint32_t n)
{
  LV2_Atom_Forge_Frame tuple;
  lv2_atom_forge_key(&post->forge, post->urids.byline_titles);
  lv2_atom_forge_tuple(&post->forge, &tuple);
  for (uint32_t i = 0; i < n; ++i) {
    const char* const title = byline_history_title(&entries[i]);
    lv2_atom_forge_string(&post->forge, title, cut(title, MAX_NAME));
  }
  lv2_atom_forge_pop(&post->forge, &tuple);
}

static void put_artists(BylinePost* post, const BylineHistoryEntry* entries,
                        uint32_t n)
{
  LV2_Atom_Forge_Frame tuple;
  lv2_atom_forge_key(&post->forge, post->urids.byline_names);
  lv2_atom_forge_tuple(&post->forge, &tuple);
  for (uint32_t i = 0; i < n; ++i) {
    const char* const name = name_of(&entries[i]);
    lv2_atom_forge_string(&post->forge, name, cut(name, MAX_NAME));
  }
  lv2_atom_forge_pop(&post->forge, &tuple);
}

static void put_numbers(BylinePost* post, const BylineHistoryEntry* entries,
                        uint32_t n)
{
  double times[MAX_ENTRIES];
  int64_t clocks[MAX_ENTRIES];
  float speeds[MAX_ENTRIES];
  LV2_Atom_Forge* const forge = &post->forge;
  for (uint32_t i = 0; i < n; ++i) {
    times[i] = entries[i].begin;
    clocks[i] = entries[i].clock;
    speeds[i] = entries[i].speed;
  }
  lv2_atom_forge_key(forge, post->urids.byline_times);
  lv2_atom_forge_vector(forge, sizeof(double), forge->Double, n, times);
  lv2_atom_forge_key(forge, post->urids.byline_clocks);
  lv2_atom_forge_vector(forge, sizeof(int64_t), forge->Long, n, clocks);
  lv2_atom_forge_key(forge, post->urids.byline_speeds);
  lv2_atom_forge_vector(forge, sizeof(float), forge->Float, n, speeds);
}

bool byline_post_history(BylinePost* post, const BylineHistory* history,
                         size_t first, size_t* next)
{
  const uint32_t n = count_entries(history, first);
  const BylineHistoryEntry* const entries = history->entries + first;
  LV2_Atom_Forge_Frame frame;
  begin(post, &frame, post->urids.byline_History);
  put_int(post, post->urids.byline_first, (int32_t)first);
  put_artists(post, entries, n);
  put_titles(post, entries, n);
  put_numbers(post, entries, n);
  *next = first + n;
  return end(post, &frame);
}

bool byline_post_evidence(BylinePost* post, const BylineEvidence* evidence,
                          const char* artist, uint64_t first)
{
  const BylineUrids* const urids = &post->urids;
  LV2_Atom_Forge* const forge = &post->forge;
  LV2_Atom_Forge_Frame frame;
  begin(post, &frame, urids->byline_Evidence);
  put_string(post, urids->byline_artist, artist, MAX_NAME);
  put_float(post, urids->byline_probability, evidence->probability);
  lv2_atom_forge_key(forge, urids->byline_first);
  lv2_atom_forge_long(forge, (int64_t)first);
  put_int(post, urids->byline_columnCount, (int32_t)evidence->n_frames);
  put_int(post, urids->byline_timeCount, (int32_t)evidence->n_times);
  lv2_atom_forge_key(forge, urids->byline_evidence);
  lv2_atom_forge_vector(forge, sizeof(float), forge->Float,
                        (uint32_t)(evidence->n_times * evidence->n_bands),
                        evidence->values);
  return end(post, &frame);
}

bool byline_post_no_evidence(BylinePost* post, const char* reason)
{
  LV2_Atom_Forge_Frame frame;
  begin(post, &frame, post->urids.byline_Evidence);
  put_string(post, post->urids.byline_message, reason, MAX_TEXT);
  return end(post, &frame);
}

bool byline_post_property(BylinePost* post, BylineProperty property,
                          const char* path)
{
  LV2_Atom_Forge_Frame frame;
  begin(post, &frame, post->urids.patch_Set);
  lv2_atom_forge_key(&post->forge, post->urids.patch_property);
  lv2_atom_forge_urid(&post->forge,
                      byline_property_urid(&post->urids, property));
  lv2_atom_forge_key(&post->forge, post->urids.patch_value);
  lv2_atom_forge_path(&post->forge, path, (uint32_t)strlen(path));
  return end(post, &frame);
}

bool byline_post_state_changed(BylinePost* post)
{
  LV2_Atom_Forge_Frame frame;
  begin(post, &frame, post->urids.state_StateChanged);
  return end(post, &frame);
}
