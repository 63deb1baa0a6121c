/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "messages.h"

#include "byline/plugin.h"

#include <lv2/atom/util.h>
#include <lv2/patch/patch.h>
#include <lv2/state/state.h>

#include <string.h>

/* Bytes of a name or a line of text that are sent */
#define MAX_NAME 255
#define MAX_TEXT 1023

void byline_uris_map(BylineUris* uris, const LV2_URID_Map* map)
{
#define MAP(uri) map->map(map->handle, (uri))
  *uris = (BylineUris){
      .atom_Bool = MAP(LV2_ATOM__Bool),
      .atom_Int = MAP(LV2_ATOM__Int),
      .atom_Object = MAP(LV2_ATOM__Object),
      .atom_Path = MAP(LV2_ATOM__Path),
      .atom_Sequence = MAP(LV2_ATOM__Sequence),
      .atom_String = MAP(LV2_ATOM__String),
      .atom_URID = MAP(LV2_ATOM__URID),
      .patch_Get = MAP(LV2_PATCH__Get),
      .patch_Set = MAP(LV2_PATCH__Set),
      .patch_property = MAP(LV2_PATCH__property),
      .patch_value = MAP(LV2_PATCH__value),
      .state_StateChanged = MAP(LV2_STATE__StateChanged),
      .byline_Answer = MAP(BYLINE_URI__Answer),
      .byline_Attach = MAP(BYLINE_URI__Attach),
      .byline_Columns = MAP(BYLINE_URI__Columns),
      .byline_Detach = MAP(BYLINE_URI__Detach),
      .byline_History = MAP(BYLINE_URI__History),
      .byline_Names = MAP(BYLINE_URI__Names),
      .byline_Status = MAP(BYLINE_URI__Status),
      .byline_artist = MAP(BYLINE_URI__artist),
      .byline_artistCount = MAP(BYLINE_URI__artistCount),
      .byline_bands = MAP(BYLINE_URI__bands),
      .byline_cells = MAP(BYLINE_URI__cells),
      .byline_columnRate = MAP(BYLINE_URI__columnRate),
      .byline_defaultModel = MAP(BYLINE_URI__defaultModel),
      .byline_facts = MAP(BYLINE_URI__facts),
      .byline_first = MAP(BYLINE_URI__first),
      .byline_history = MAP(BYLINE_URI__history),
      .byline_historyExport = MAP(BYLINE_URI__historyExport),
      .byline_maxFrequency = MAP(BYLINE_URI__maxFrequency),
      .byline_message = MAP(BYLINE_URI__message),
      .byline_minFrequency = MAP(BYLINE_URI__minFrequency),
      .byline_model = MAP(BYLINE_URI__model),
      .byline_modelFile = MAP(BYLINE_URI__modelFile),
      .byline_names = MAP(BYLINE_URI__names),
      .byline_nowPlaying = MAP(BYLINE_URI__nowPlaying),
      .byline_ownFocus = MAP(BYLINE_URI__ownFocus),
      .byline_probabilities = MAP(BYLINE_URI__probabilities),
      .byline_replace = MAP(BYLINE_URI__replace),
      .byline_state = MAP(BYLINE_URI__state),
      .byline_time = MAP(BYLINE_URI__time),
      .byline_times = MAP(BYLINE_URI__times),
  };
#undef MAP
}

/* ---- reading */

bool byline_message_wanted(const BylineUris* uris, const LV2_Atom* atom)
{
  if (atom->size < sizeof(LV2_Atom_Object_Body) ||
      atom->size > BYLINE_MAX_MESSAGE - sizeof(LV2_Atom)) {
    return false;
  }
  /* The type is not looked at: it may be atom:Object or an older one */
  const LV2_URID otype = ((const LV2_Atom_Object*)atom)->body.otype;
  return otype == uris->byline_Attach || otype == uris->byline_Detach ||
         otype == uris->byline_Names || otype == uris->patch_Get ||
         otype == uris->patch_Set;
}

/* Find a property whose value lies wholly within the object, or NULL */
static const LV2_Atom* find(const LV2_Atom* object, LV2_URID key)
{
  const char* const end = (const char*)(object + 1) + object->size;
  const char* p = (const char*)object + sizeof(LV2_Atom_Object);
  while ((size_t)(end - p) >= sizeof(LV2_Atom_Property_Body)) {
    const LV2_Atom_Property_Body* const property =
        (const LV2_Atom_Property_Body*)(const void*)p;
    const size_t room = (size_t)(end - p) - sizeof(LV2_Atom_Property_Body);
    const size_t size = property->value.size;
    if (size > room) {
      break;
    }
    if (property->key == key) {
      return &property->value;
    }
    const size_t step = sizeof(LV2_Atom_Property_Body) + ((size + 7) & ~7u);
    if (step > (size_t)(end - p)) {
      break;
    }
    p += step;
  }
  return NULL;
}

/* Copy a path or string, with or without a 0 at its end; false if it is none or
   too long */
static bool copy_text(const BylineUris* uris, const LV2_Atom* value,
                      char text[BYLINE_MAX_PATH])
{
  if (!value ||
      (value->type != uris->atom_Path && value->type != uris->atom_String)) {
    return false;
  }
  const size_t n = strnlen((const char*)(value + 1), value->size);
  if (n >= BYLINE_MAX_PATH) {
    return false;
  }
  memcpy(text, value + 1, n);
  text[n] = '\0';
  return true;
}

static bool is_true(const BylineUris* uris, const LV2_Atom* value)
{
  return value && value->type == uris->atom_Bool &&
         value->size == sizeof(int32_t) && ((const LV2_Atom_Bool*)value)->body;
}

static LV2_URID urid_of(const BylineUris* uris, BylineProperty property)
{
  switch (property) {
  case BYLINE_PROPERTY_MODEL_FILE:
    return uris->byline_modelFile;
  case BYLINE_PROPERTY_NOW_PLAYING:
    return uris->byline_nowPlaying;
  case BYLINE_PROPERTY_HISTORY_EXPORT:
    return uris->byline_historyExport;
  case BYLINE_PROPERTY_COUNT:
    break;
  }
  return 0;
}

/* Which property a patch message is about; false for none of ours.  Without
   one, all are meant. */
static bool property_of(const BylineUris* uris, const LV2_Atom* message,
                        BylineProperty* property)
{
  const LV2_Atom* const atom = find(message, uris->patch_property);
  *property = BYLINE_PROPERTY_COUNT;
  if (!atom) {
    return true;
  }
  if (atom->type != uris->atom_URID || atom->size != sizeof(uint32_t)) {
    return false;
  }
  const LV2_URID key = ((const LV2_Atom_URID*)atom)->body;
  int p = 0;
  while (p < BYLINE_PROPERTY_COUNT && urid_of(uris, (BylineProperty)p) != key) {
    ++p;
  }
  *property = (BylineProperty)p;
  return p < BYLINE_PROPERTY_COUNT;
}

BylineRequest byline_message_parse(const BylineUris* uris, const LV2_Atom* atom)
{
  BylineRequest request = {.kind = BYLINE_REQUEST_NONE};
  if (!byline_message_wanted(uris, atom)) {
    return request;
  }
  const LV2_URID otype = ((const LV2_Atom_Object*)atom)->body.otype;
  if (otype == uris->byline_Attach) {
    request.kind = BYLINE_REQUEST_ATTACH;
  } else if (otype == uris->byline_Detach) {
    request.kind = BYLINE_REQUEST_DETACH;
  } else if (otype == uris->byline_Names) {
    const LV2_Atom* const first = find(atom, uris->byline_first);
    if (first && first->type == uris->atom_Int &&
        first->size == sizeof(request.first)) {
      request.kind = BYLINE_REQUEST_NAMES;
      request.first = ((const LV2_Atom_Int*)first)->body;
    }
  } else if (!property_of(uris, atom, &request.property)) {
    request.kind = BYLINE_REQUEST_NONE;
  } else if (otype == uris->patch_Get) {
    request.kind = BYLINE_REQUEST_GET;
  } else if (request.property != BYLINE_PROPERTY_COUNT) {
    request.replace = is_true(uris, find(atom, uris->byline_replace));
    request.kind = copy_text(uris, find(atom, uris->patch_value), request.path)
                       ? BYLINE_REQUEST_SET
                       : BYLINE_REQUEST_NONE;
  }
  return request;
}

/* ---- writing */

void byline_post_init(BylinePost* post, const LV2_URID_Map* map,
                      BylineMail* mail)
{
  post->mail = mail;
  byline_uris_map(&post->uris, map);
  lv2_atom_forge_init(&post->forge, (LV2_URID_Map*)(size_t)map);
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
  return byline_mail_write(post->mail, atom,
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
  lv2_atom_forge_key(&post->forge, post->uris.byline_facts);
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
  const BylineUris* const uris = &post->uris;
  LV2_Atom_Forge_Frame frame;
  begin(post, &frame, uris->byline_Status);
  put_string(post, uris->byline_model, status->model, MAX_NAME);
  put_string(post, uris->byline_message, status->message, MAX_TEXT);
  put_int(post, uris->byline_artistCount, (int32_t)status->n_artists);
  put_int(post, uris->byline_bands, (int32_t)front_end->n_mels);
  put_float(post, uris->byline_columnRate,
            (float)front_end->sample_rate / (float)front_end->hop);
  put_float(post, uris->byline_minFrequency, front_end->min_frequency);
  put_float(post, uris->byline_maxFrequency, front_end->max_frequency);
  put_bool(post, uris->byline_ownFocus, front_end->focus != BYLINE_FOCUS_MIX);
  put_facts(post, status->facts, status->n_facts);
  return end(post, &frame);
}

bool byline_post_names(BylinePost* post, char* const* artists, size_t n,
                       int32_t first)
{
  LV2_Atom_Forge_Frame frame;
  LV2_Atom_Forge_Frame names;
  begin(post, &frame, post->uris.byline_Names);
  put_int(post, post->uris.byline_first, first);
  lv2_atom_forge_key(&post->forge, post->uris.byline_names);
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
  const BylineUris* const uris = &post->uris;
  uint32_t n = 0;
  float probabilities[BYLINE_TOP];
  LV2_Atom_Forge_Frame frame;
  LV2_Atom_Forge_Frame names;
  begin(post, &frame, uris->byline_Answer);
  lv2_atom_forge_key(&post->forge, uris->byline_time);
  lv2_atom_forge_double(&post->forge, answer->time);
  put_int(post, uris->byline_state, (int32_t)answer->state);
  put_string(post, uris->byline_artist,
             answer->artist >= 0 ? artists[answer->artist] : "", MAX_NAME);
  lv2_atom_forge_key(&post->forge, uris->byline_names);
  lv2_atom_forge_tuple(&post->forge, &names);
  for (; n < BYLINE_TOP && answer->top[n].artist >= 0; ++n) {
    const char* const name = artists[answer->top[n].artist];
    lv2_atom_forge_string(&post->forge, name, cut(name, MAX_NAME));
    probabilities[n] = answer->top[n].probability;
  }
  lv2_atom_forge_pop(&post->forge, &names);
  lv2_atom_forge_key(&post->forge, uris->byline_probabilities);
  lv2_atom_forge_vector(&post->forge, sizeof(float), post->forge.Float, n,
                        probabilities);
  return end(post, &frame);
}

bool byline_post_columns(BylinePost* post, uint64_t first, const uint8_t* cells,
                         size_t n_cells)
{
  LV2_Atom_Forge_Frame frame;
  begin(post, &frame, post->uris.byline_Columns);
  lv2_atom_forge_key(&post->forge, post->uris.byline_first);
  lv2_atom_forge_long(&post->forge, (int64_t)first);
  lv2_atom_forge_key(&post->forge, post->uris.byline_cells);
  lv2_atom_forge_atom(&post->forge, (uint32_t)n_cells, post->forge.Chunk);
  lv2_atom_forge_write(&post->forge, cells, (uint32_t)n_cells);
  return end(post, &frame);
}

bool byline_post_history(BylinePost* post, const BylineAnnouncements* history)
{
  enum { MAX = 16 };
  double times[MAX];
  const size_t skip = history->n > MAX ? history->n - MAX : 0;
  const BylineAnnouncement* const last = history->list + skip;
  const uint32_t n = (uint32_t)(history->n - skip);
  LV2_Atom_Forge_Frame frame;
  LV2_Atom_Forge_Frame names;
  begin(post, &frame, post->uris.byline_History);
  lv2_atom_forge_key(&post->forge, post->uris.byline_names);
  lv2_atom_forge_tuple(&post->forge, &names);
  for (uint32_t i = 0; i < n; ++i) {
    lv2_atom_forge_string(&post->forge, last[i].name,
                          cut(last[i].name, MAX_NAME));
    times[i] = last[i].time;
  }
  lv2_atom_forge_pop(&post->forge, &names);
  lv2_atom_forge_key(&post->forge, post->uris.byline_times);
  lv2_atom_forge_vector(&post->forge, sizeof(double), post->forge.Double, n,
                        times);
  return end(post, &frame);
}

bool byline_post_property(BylinePost* post, BylineProperty property,
                          const char* path)
{
  LV2_Atom_Forge_Frame frame;
  begin(post, &frame, post->uris.patch_Set);
  lv2_atom_forge_key(&post->forge, post->uris.patch_property);
  lv2_atom_forge_urid(&post->forge, urid_of(&post->uris, property));
  lv2_atom_forge_key(&post->forge, post->uris.patch_value);
  lv2_atom_forge_path(&post->forge, path, (uint32_t)strlen(path));
  return end(post, &frame);
}

bool byline_post_state_changed(BylinePost* post)
{
  LV2_Atom_Forge_Frame frame;
  begin(post, &frame, post->uris.state_StateChanged);
  return end(post, &frame);
}
