/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugin_messages.h"
#include "plugin/protocol/atoms.h"
#include "view.h"

#include <stdio.h>
#include <string.h>

static void receive_status(const BylineUrids* urids, BylineAtomBody properties,
                           BylineView* view)
{
  int32_t artists = 0, bands = 0, own_focus = 0;
  float rate = 0, low = 0, high = 0;
  byline_atom_get(properties, urids->byline_artistCount, urids->atom_Int,
                  &artists, 4);
  byline_atom_get(properties, urids->byline_bands, urids->atom_Int, &bands, 4);
  byline_atom_get(properties, urids->byline_columnRate, urids->atom_Float,
                  &rate, 4);
  byline_atom_get(properties, urids->byline_minFrequency, urids->atom_Float,
                  &low, 4);
  byline_atom_get(properties, urids->byline_maxFrequency, urids->atom_Float,
                  &high, 4);
  byline_atom_get(properties, urids->byline_ownFocus, urids->atom_Bool,
                  &own_focus, 4);
  const char* facts[2 * BYLINE_FACTS];
  const size_t n = byline_atom_get_texts(urids, properties, urids->byline_facts,
                                         facts, 2 * BYLINE_FACTS);
  const BylineViewModel model = {
      .facts = facts,
      .fact_count = n / 2,
      .name = byline_atom_text(
          urids, byline_atom_find(properties, urids->byline_model)),
      .message = byline_atom_text(
          urids, byline_atom_find(properties, urids->byline_message)),
      .taught = byline_atom_text(
          urids, byline_atom_find(properties, urids->byline_taught)),
      .artist_count = artists,
      .bands = bands,
      .column_rate = (double)rate,
      .min_frequency = (double)low,
      .max_frequency = (double)high,
      .own_focus = own_focus != 0};
  byline_view_set_model(view, &model);
}

static void receive_answer(const BylineUrids* urids, BylineAtomBody properties,
                           BylineView* view)
{
  BylineViewAnswer answer = {.state = BYLINE_STATE_LISTENING, .time = -1};
  int32_t state = -1;
  byline_atom_get(properties, urids->byline_time, urids->atom_Double,
                  &answer.time, 8);
  byline_atom_get(properties, urids->byline_state, urids->atom_Int, &state, 4);
  if (state < BYLINE_STATE_LISTENING || state > BYLINE_STATE_KNOWN) {
    return;
  }
  answer.state = (BylineState)state;
  answer.artist = byline_atom_text(
      urids, byline_atom_find(properties, urids->byline_artist));
  answer.title = byline_atom_text(
      urids, byline_atom_find(properties, urids->byline_title));
  byline_atom_get(properties, urids->byline_speed, urids->atom_Float,
                  &answer.speed, 4);
  byline_atom_get(properties, urids->byline_knownBy, urids->atom_Int,
                  &answer.known_by, 4);
  byline_atom_get_texts(urids, properties, urids->byline_names, answer.names,
                        BYLINE_TOP);
  byline_atom_get_numbers(urids, properties, urids->byline_probabilities,
                          urids->atom_Float, answer.probabilities,
                          sizeof(float), BYLINE_TOP);
  byline_view_set_answer(view, &answer);
}

static void receive_columns(const BylineUrids* urids, BylineAtomBody properties,
                            BylineView* view)
{
  int64_t first;
  const BylineAtomBody cells =
      byline_atom_find(properties, urids->byline_cells);
  if (cells.type && cells.type == urids->atom_Chunk &&
      byline_atom_get(properties, urids->byline_first, urids->atom_Long, &first,
                      sizeof(first))) {
    byline_view_add_columns(view, first, cells.data, cells.size);
  }
}

static void receive_history(const BylineUrids* urids, BylineAtomBody properties,
                            BylineView* view)
{
  enum { MOST = 256 };
  double times[MOST];
  int64_t clocks[MOST] = {0};
  float speeds[MOST] = {0};
  const char* names[MOST];
  const char* titles[MOST] = {NULL};
  BylineHistoryEntry entries[MOST];
  int32_t first = 0;
  byline_atom_get(properties, urids->byline_first, urids->atom_Int, &first, 4);
  const size_t n_times =
      byline_atom_get_numbers(urids, properties, urids->byline_times,
                              urids->atom_Double, times, sizeof(*times), MOST);
  const size_t n_names = byline_atom_get_texts(
      urids, properties, urids->byline_names, names, MOST);
  byline_atom_get_texts(urids, properties, urids->byline_titles, titles, MOST);
  byline_atom_get_numbers(urids, properties, urids->byline_clocks,
                          urids->atom_Long, clocks, sizeof(*clocks), MOST);
  byline_atom_get_numbers(urids, properties, urids->byline_speeds,
                          urids->atom_Float, speeds, sizeof(*speeds), MOST);
  const size_t n = n_times < n_names ? n_times : n_names;
  for (size_t i = 0; i < n; ++i) {
    entries[i] = (BylineHistoryEntry){.begin = times[i],
                                      .artist = names[i],
                                      .title = titles[i],
                                      .speed = speeds[i],
                                      .clock = clocks[i]};
  }
  byline_view_set_history(view, first, entries, n);
}

static void receive_names(const BylineUrids* urids, BylineAtomBody properties,
                          BylineView* view)
{
  enum { MOST = 1024 };
  const char* names[MOST];
  int32_t first = -1;
  byline_atom_get(properties, urids->byline_first, urids->atom_Int, &first, 4);
  byline_view_add_names(view, first, names,
                        byline_atom_get_texts(urids, properties,
                                              urids->byline_names, names,
                                              MOST));
}

static void receive_evidence(const BylineUrids* urids,
                             BylineAtomBody properties, BylineView* view)
{
  enum { MOST = 1024 };
  float values[MOST];
  int32_t times = 0, columns = 0;
  BylineViewEvidence evidence = {
      .message = byline_atom_text(
          urids, byline_atom_find(properties, urids->byline_message)),
      .artist = byline_atom_text(
          urids, byline_atom_find(properties, urids->byline_artist)),
      .values = values};
  byline_atom_get(properties, urids->byline_first, urids->atom_Long,
                  &evidence.first, sizeof(evidence.first));
  byline_atom_get(properties, urids->byline_columnCount, urids->atom_Int,
                  &columns, 4);
  byline_atom_get(properties, urids->byline_timeCount, urids->atom_Int, &times,
                  4);
  const size_t n =
      byline_atom_get_numbers(urids, properties, urids->byline_evidence,
                              urids->atom_Float, values, sizeof(*values), MOST);
  evidence.column_count = columns;
  evidence.times = times;
  evidence.bands = times > 0 ? (int)(n / (size_t)times) : 0;
  byline_view_set_evidence(view, &evidence);
}

/* The plugin tells what it has done with a file */
static void receive_set(const BylineUrids* urids, BylineAtomBody properties,
                        BylineView* view)
{
  LV2_URID property = 0;
  char news[BYLINE_TEXT_SIZE];
  const char* const path =
      byline_atom_text(urids, byline_atom_find(properties, urids->patch_value));
  byline_atom_get(properties, urids->patch_property, urids->atom_URID,
                  &property, 4);
  if (property == urids->byline_nowPlaying) {
    byline_view_offer(view, BYLINE_COMMAND_NOW_PLAYING_STOP, path && *path);
  }
  if (property != urids->byline_historyExport || !path || !*path) {
    return;
  }
  snprintf(news, sizeof(news), "Saved as %s", path);
  byline_view_say(view, news);
}

LV2_URID byline_message_receive(const BylineUrids* urids, const void* data,
                                size_t size, BylineView* view)
{
  LV2_URID otype = 0;
  const BylineAtomBody object = byline_atom_open(data, size, &otype);
  if (object.type != urids->atom_Object && object.type != urids->atom_Blank) {
    return 0;
  }
  if (otype == urids->patch_Set) {
    receive_set(urids, object, view);
  }
  if (otype == urids->byline_Status) {
    receive_status(urids, object, view);
  } else if (otype == urids->byline_Answer) {
    receive_answer(urids, object, view);
  } else if (otype == urids->byline_Columns) {
    receive_columns(urids, object, view);
  } else if (otype == urids->byline_History) {
    receive_history(urids, object, view);
  } else if (otype == urids->byline_Evidence) {
    receive_evidence(urids, object, view);
  } else if (otype == urids->byline_Names) {
    receive_names(urids, object, view);
  } else {
    return 0;
  }
  return otype;
}

BylineSignal byline_message_signal(const BylineUrids* urids, LV2_URID otype)
{
  const BylineSignal signal = {
      {{sizeof(LV2_Atom_Object_Body), urids->atom_Object}, {0, otype}}};
  return signal;
}

/* Begin a message in a buffer of BYLINE_MESSAGE_PATH_SIZE */
static LV2_Atom_Forge begin(const BylineUrids* urids, LV2_URID otype,
                            uint64_t* message, LV2_Atom_Forge_Frame* frame)
{
  LV2_Atom_Forge forge = byline_atom_forge(urids);
  memset(message, 0, BYLINE_MESSAGE_PATH_SIZE);
  lv2_atom_forge_set_buffer(&forge, (uint8_t*)message,
                            BYLINE_MESSAGE_PATH_SIZE);
  lv2_atom_forge_object(&forge, frame, 0, otype);
  return forge;
}

/* Its size, or 0 where its last value was too long */
static uint32_t end(LV2_Atom_Forge* forge, LV2_Atom_Forge_Frame* frame,
                    const uint64_t* message, LV2_Atom_Forge_Ref last)
{
  lv2_atom_forge_pop(forge, frame);
  const LV2_Atom* const atom = (const LV2_Atom*)message;
  return last ? (uint32_t)sizeof(*atom) + atom->size : 0;
}

uint32_t byline_message_set_path(const BylineUrids* urids, LV2_URID property,
                                 const char* path, bool replace,
                                 uint64_t message[BYLINE_MESSAGE_PATH_SIZE / 8])
{
  LV2_Atom_Forge_Frame frame;
  LV2_Atom_Forge forge = begin(urids, urids->patch_Set, message, &frame);
  lv2_atom_forge_key(&forge, urids->patch_property);
  lv2_atom_forge_urid(&forge, property);
  if (replace) {
    lv2_atom_forge_key(&forge, urids->byline_replace);
    lv2_atom_forge_bool(&forge, true);
  }
  lv2_atom_forge_key(&forge, urids->patch_value);
  return end(&forge, &frame, message,
             lv2_atom_forge_path(&forge, path, (uint32_t)strlen(path)));
}

uint32_t byline_message_teach(const BylineUrids* urids, const char* name,
                              uint64_t message[BYLINE_MESSAGE_PATH_SIZE / 8])
{
  LV2_Atom_Forge_Frame frame;
  LV2_Atom_Forge forge = begin(urids, urids->byline_Teach, message, &frame);
  lv2_atom_forge_key(&forge, urids->byline_artist);
  return end(&forge, &frame, message,
             lv2_atom_forge_string(&forge, name, (uint32_t)strlen(name)));
}

BylineNamesRequest byline_message_ask_names(const BylineUrids* urids,
                                            int32_t first)
{
  const BylineNamesRequest request = {
      {{sizeof(request) - sizeof(LV2_Atom), urids->atom_Object},
       {0, urids->byline_Names}},
      {urids->byline_first, 0, {sizeof(first), urids->atom_Int}},
      first,
      0};
  return request;
}
