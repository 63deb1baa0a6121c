/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "messages.h"
#include "view_details.h"

#include <lv2/patch/patch.h>

#include <stdio.h>
#include <string.h>

void byline_urids_map(BylineUrids* urids, const LV2_URID_Map* map)
{
  const struct {
    LV2_URID* urid;
    const char* uri;
  } words[] = {
      {&urids->atom_blank, LV2_ATOM__Blank},
      {&urids->atom_bool, LV2_ATOM__Bool},
      {&urids->atom_chunk, LV2_ATOM__Chunk},
      {&urids->atom_double, LV2_ATOM__Double},
      {&urids->atom_event_transfer, LV2_ATOM__eventTransfer},
      {&urids->atom_float, LV2_ATOM__Float},
      {&urids->atom_int, LV2_ATOM__Int},
      {&urids->atom_long, LV2_ATOM__Long},
      {&urids->atom_object, LV2_ATOM__Object},
      {&urids->atom_path, LV2_ATOM__Path},
      {&urids->atom_string, LV2_ATOM__String},
      {&urids->atom_tuple, LV2_ATOM__Tuple},
      {&urids->atom_urid, LV2_ATOM__URID},
      {&urids->atom_vector, LV2_ATOM__Vector},
      {&urids->patch_get, LV2_PATCH__Get},
      {&urids->patch_property, LV2_PATCH__property},
      {&urids->patch_set, LV2_PATCH__Set},
      {&urids->patch_value, LV2_PATCH__value},
      {&urids->answer, BYLINE_URI__Answer},
      {&urids->artist, BYLINE_URI__artist},
      {&urids->artist_count, BYLINE_URI__artistCount},
      {&urids->attach, BYLINE_URI__Attach},
      {&urids->bands, BYLINE_URI__bands},
      {&urids->cells, BYLINE_URI__cells},
      {&urids->column_rate, BYLINE_URI__columnRate},
      {&urids->columns, BYLINE_URI__Columns},
      {&urids->detach, BYLINE_URI__Detach},
      {&urids->facts, BYLINE_URI__facts},
      {&urids->first, BYLINE_URI__first},
      {&urids->history, BYLINE_URI__History},
      {&urids->history_export, BYLINE_URI__historyExport},
      {&urids->max_frequency, BYLINE_URI__maxFrequency},
      {&urids->message, BYLINE_URI__message},
      {&urids->min_frequency, BYLINE_URI__minFrequency},
      {&urids->model, BYLINE_URI__model},
      {&urids->model_file, BYLINE_URI__modelFile},
      {&urids->names, BYLINE_URI__names},
      {&urids->names_message, BYLINE_URI__Names},
      {&urids->now_playing, BYLINE_URI__nowPlaying},
      {&urids->own_focus, BYLINE_URI__ownFocus},
      {&urids->probabilities, BYLINE_URI__probabilities},
      {&urids->replace, BYLINE_URI__replace},
      {&urids->state, BYLINE_URI__state},
      {&urids->status, BYLINE_URI__Status},
      {&urids->time, BYLINE_URI__time},
      {&urids->times, BYLINE_URI__times},
  };
  for (size_t i = 0; i < sizeof(words) / sizeof(*words); ++i)
    *words[i].urid = map->map(map->handle, words[i].uri);
}

/** Bytes that may be read: the body of an atom, or what is left of it. */
typedef struct {
  const uint8_t* data; ///< Perhaps not aligned
  size_t size;         ///< Bytes
  LV2_URID type;       ///< Of the atom, 0 for no atom
} Bytes;

/* The atom at the begin of some bytes, which are then what follows it.  One
   that promises more than there is has no type. */
static Bytes take_atom(Bytes* rest)
{
  Bytes body = {0};
  LV2_Atom head;
  if (rest->size < sizeof(head))
    return body;
  memcpy(&head, rest->data, sizeof(head));
  if (head.size > rest->size - sizeof(head))
    return body;
  body.data = rest->data + sizeof(head);
  body.size = head.size;
  body.type = head.type;
  const size_t padded = (sizeof(head) + (size_t)head.size + 7) / 8 * 8;
  const size_t used = padded < rest->size ? padded : rest->size;
  rest->data += used;
  rest->size -= used;
  return body;
}

/* The value of a property of an object, without type if it has none */
static Bytes find(Bytes properties, LV2_URID key)
{
  const size_t head_size = 2 * sizeof(uint32_t); // key and context
  while (properties.size >= head_size) {
    LV2_URID found;
    memcpy(&found, properties.data, sizeof(found));
    properties.data += head_size;
    properties.size -= head_size;
    const Bytes value = take_atom(&properties);
    if (!value.type || found == key)
      return value;
  }
  const Bytes none = {0};
  return none;
}

/* Copy the value of a property if it has this type and size */
static bool get(Bytes properties, LV2_URID key, LV2_URID type, void* value,
                size_t size)
{
  const Bytes found = find(properties, key);
  if (!found.type || found.type != type || found.size < size)
    return false;
  memcpy(value, found.data, size);
  return true;
}

static const char* as_string(const BylineUrids* urids, Bytes bytes)
{
  const bool text =
      bytes.type == urids->atom_string || bytes.type == urids->atom_path;
  return text && bytes.size && !bytes.data[bytes.size - 1]
             ? (const char*)bytes.data
             : NULL;
}

static const char* get_string(const BylineUrids* urids, Bytes properties,
                              LV2_URID key)
{
  return as_string(urids, find(properties, key));
}

/* Up to `most` strings of a tuple; others become NULL.  Returns how many. */
static size_t get_strings(const BylineUrids* urids, Bytes properties,
                          LV2_URID key, const char** strings, size_t most)
{
  Bytes tuple = find(properties, key);
  size_t n = 0;
  if (!tuple.type || tuple.type != urids->atom_tuple)
    return 0;
  while (n < most && tuple.size) {
    const Bytes element = take_atom(&tuple);
    if (!element.type)
      break;
    strings[n++] = as_string(urids, element);
  }
  return n;
}

/* Up to `most` numbers of a vector.  Returns how many. */
static size_t get_numbers(const BylineUrids* urids, Bytes properties,
                          LV2_URID key, LV2_URID type, void* numbers,
                          size_t size, size_t most)
{
  const Bytes vector = find(properties, key);
  LV2_Atom_Vector_Body head;
  if (!vector.type || vector.type != urids->atom_vector ||
      vector.size < sizeof(head))
    return 0;
  memcpy(&head, vector.data, sizeof(head));
  if (head.child_type != type || head.child_size != size)
    return 0;
  size_t n = (vector.size - sizeof(head)) / size;
  n = n < most ? n : most;
  memcpy(numbers, vector.data + sizeof(head), n * size);
  return n;
}

static void receive_status(const BylineUrids* urids, Bytes properties,
                           BylineView* view)
{
  int32_t artists = 0, bands = 0, own_focus = 0;
  float rate = 0, low = 0, high = 0;
  get(properties, urids->artist_count, urids->atom_int, &artists, 4);
  get(properties, urids->bands, urids->atom_int, &bands, 4);
  get(properties, urids->column_rate, urids->atom_float, &rate, 4);
  get(properties, urids->min_frequency, urids->atom_float, &low, 4);
  get(properties, urids->max_frequency, urids->atom_float, &high, 4);
  get(properties, urids->own_focus, urids->atom_bool, &own_focus, 4);
  const char* facts[2 * BYLINE_FACTS];
  const size_t n =
      get_strings(urids, properties, urids->facts, facts, 2 * BYLINE_FACTS);
  const BylineViewModel model = {
      .facts = facts,
      .fact_count = n / 2,
      .name = get_string(urids, properties, urids->model),
      .message = get_string(urids, properties, urids->message),
      .artist_count = artists,
      .bands = bands,
      .column_rate = (double)rate,
      .min_frequency = (double)low,
      .max_frequency = (double)high,
      .own_focus = own_focus != 0};
  byline_view_set_model(view, &model);
}

static void receive_answer(const BylineUrids* urids, Bytes properties,
                           BylineView* view)
{
  BylineViewAnswer answer = {.state = BYLINE_STATE_LISTENING, .time = -1};
  int32_t state = -1;
  get(properties, urids->time, urids->atom_double, &answer.time, 8);
  get(properties, urids->state, urids->atom_int, &state, 4);
  if (state < BYLINE_STATE_LISTENING || state > BYLINE_STATE_KNOWN)
    return;
  answer.state = (BylineState)state;
  answer.artist = get_string(urids, properties, urids->artist);
  get_strings(urids, properties, urids->names, answer.names, BYLINE_TOP);
  get_numbers(urids, properties, urids->probabilities, urids->atom_float,
              answer.probabilities, sizeof(float), BYLINE_TOP);
  byline_view_set_answer(view, &answer);
}

static void receive_columns(const BylineUrids* urids, Bytes properties,
                            BylineView* view)
{
  int64_t first;
  const Bytes cells = find(properties, urids->cells);
  if (cells.type && cells.type == urids->atom_chunk &&
      get(properties, urids->first, urids->atom_long, &first, sizeof(first)))
    byline_view_add_columns(view, first, cells.data, cells.size);
}

static void receive_history(const BylineUrids* urids, Bytes properties,
                            BylineView* view)
{
  enum { MOST = 256 };
  double times[MOST];
  const char* names[MOST];
  const size_t n_times =
      get_numbers(urids, properties, urids->times, urids->atom_double, times,
                  sizeof(*times), MOST);
  const size_t n_names =
      get_strings(urids, properties, urids->names, names, MOST);
  byline_view_set_history(view, times, names,
                          n_times < n_names ? n_times : n_names);
}

static void receive_names(const BylineUrids* urids, Bytes properties,
                          BylineView* view)
{
  enum { MOST = 1024 };
  const char* names[MOST];
  int32_t first = -1;
  get(properties, urids->first, urids->atom_int, &first, 4);
  byline_view_add_names(
      view, first, names,
      get_strings(urids, properties, urids->names, names, MOST));
}

/* The plugin tells what it has done with a file */
static void receive_set(const BylineUrids* urids, Bytes properties,
                        BylineView* view)
{
  LV2_URID property = 0;
  char news[BYLINE_TEXT_SIZE];
  const char* const path = get_string(urids, properties, urids->patch_value);
  get(properties, urids->patch_property, urids->atom_urid, &property, 4);
  if (property == urids->now_playing)
    byline_view_offer(view, BYLINE_COMMAND_NOW_PLAYING_STOP, path && *path);
  if (property != urids->history_export || !path || !*path)
    return;
  snprintf(news, sizeof(news), "Saved as %s", path);
  byline_view_say(view, news);
}

LV2_URID byline_message_receive(const BylineUrids* urids, const void* data,
                                size_t size, BylineView* view)
{
  Bytes all = {data, size, 0};
  Bytes object = take_atom(&all);
  LV2_Atom_Object_Body head;
  if (!object.type || object.size < sizeof(head) ||
      (object.type != urids->atom_object && object.type != urids->atom_blank))
    return 0;
  memcpy(&head, object.data, sizeof(head));
  object.data += sizeof(head);
  object.size -= sizeof(head);
  if (head.otype == urids->patch_set)
    receive_set(urids, object, view);
  if (head.otype == urids->status)
    receive_status(urids, object, view);
  else if (head.otype == urids->answer)
    receive_answer(urids, object, view);
  else if (head.otype == urids->columns)
    receive_columns(urids, object, view);
  else if (head.otype == urids->history)
    receive_history(urids, object, view);
  else if (head.otype == urids->names_message)
    receive_names(urids, object, view);
  else
    return 0;
  return head.otype;
}

BylineSignal byline_message_signal(const BylineUrids* urids, LV2_URID otype)
{
  const BylineSignal signal = {
      {{sizeof(LV2_Atom_Object_Body), urids->atom_object}, {0, otype}}};
  return signal;
}

/* Add a property; a place beyond the end is only counted */
static size_t put(uint8_t* bytes, size_t at, LV2_URID key, LV2_URID type,
                  const void* value, size_t size)
{
  const uint32_t head[] = {key, 0, (uint32_t)size, type};
  const size_t end = at + sizeof(head) + (size + 7) / 8 * 8;
  if (end <= BYLINE_MESSAGE_PATH_SIZE) {
    memcpy(bytes + at, head, sizeof(head));
    memcpy(bytes + at + sizeof(head), value, size);
  }
  return end;
}

uint32_t byline_message_set_path(const BylineUrids* urids, LV2_URID property,
                                 const char* path, bool replace,
                                 uint64_t message[BYLINE_MESSAGE_PATH_SIZE / 8])
{
  uint8_t* const bytes = (uint8_t*)message;
  const int32_t yes = 1;
  memset(bytes, 0, BYLINE_MESSAGE_PATH_SIZE);
  size_t end = put(bytes, sizeof(LV2_Atom_Object), urids->patch_property,
                   urids->atom_urid, &property, sizeof(property));
  if (replace)
    end = put(bytes, end, urids->replace, urids->atom_bool, &yes, sizeof(yes));
  end = put(bytes, end, urids->patch_value, urids->atom_path, path,
            strlen(path) + 1);
  if (end > BYLINE_MESSAGE_PATH_SIZE)
    return 0;
  const LV2_Atom_Object object = {
      {(uint32_t)(end - sizeof(LV2_Atom)), urids->atom_object},
      {0, urids->patch_set}};
  memcpy(bytes, &object, sizeof(object));
  return (uint32_t)end;
}

BylineNamesRequest byline_message_ask_names(const BylineUrids* urids,
                                            int32_t first)
{
  const BylineNamesRequest request = {
      {{sizeof(request) - sizeof(LV2_Atom), urids->atom_object},
       {0, urids->names_message}},
      {urids->first, 0, {sizeof(first), urids->atom_int}},
      first,
      0};
  return request;
}
