/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What the plugin's messages do to the picture, the broken ones too. */

#include "gui/plugin_messages.h"
#include "gui/view_state.h"
#include "tests/unit/suite.h"

#include <lv2/atom/forge.h>
#include <lv2/atom/util.h>

#include <stdlib.h>
#include <string.h>

enum { BANDS = 16, MOST = 4096 };

/** A host's numbers for URIs: their places in a list. */
typedef struct {
  char* uris[128]; ///< The number of the first is 1
  uint32_t count;  ///< How many
} Words;

static LV2_URID map_word(LV2_URID_Map_Handle handle, const char* uri)
{
  Words* const words = handle;
  for (uint32_t i = 0; i < words->count; ++i) {
    if (!strcmp(words->uris[i], uri)) {
      return i + 1;
    }
  }
  assert_true(words->count < 128);
  words->uris[words->count++] = strdup(uri);
  return words->count;
}

/** What every test needs. */
typedef struct {
  Words words;          ///< The host's numbers
  LV2_URID_Map map;     ///< Asks for them
  BylineUrids urids;    ///< Those of ours
  LV2_Atom_Forge forge; ///< Writes messages
  BylineView* view;     ///< Receives them
} Stage;

static int set_up(void** context)
{
  Stage* const stage = calloc(1, sizeof(*stage));
  assert_non_null(stage);
  stage->map.handle = &stage->words;
  stage->map.map = map_word;
  byline_urids_map(&stage->urids, &stage->map);
  lv2_atom_forge_init(&stage->forge, &stage->map);
  stage->view = byline_view_new();
  assert_true(byline_view_set_size(stage->view, 800, 480, 1));
  *context = stage;
  return 0;
}

static int tear_down(void** context)
{
  Stage* const stage = *context;
  byline_view_free(stage->view);
  for (uint32_t i = 0; i < stage->words.count; ++i) {
    free(stage->words.uris[i]);
  }
  free(stage);
  return 0;
}

/** A message being written. */
typedef struct {
  LV2_Atom_Forge_Frame frame; ///< Of the object
  uint64_t bytes[MOST / 8];   ///< The atom
} Message;

static void begin(Stage* stage, Message* message, LV2_URID otype)
{
  lv2_atom_forge_set_buffer(&stage->forge, (uint8_t*)message->bytes, MOST);
  lv2_atom_forge_object(&stage->forge, &message->frame, 0, otype);
}

static uint32_t end(Stage* stage, Message* message)
{
  lv2_atom_forge_pop(&stage->forge, &message->frame);
  return stage->forge.offset;
}

static void put_string(Stage* stage, LV2_URID key, const char* text)
{
  lv2_atom_forge_key(&stage->forge, key);
  lv2_atom_forge_string(&stage->forge, text, (uint32_t)strlen(text));
}

static void put_int(Stage* stage, LV2_URID key, int32_t value)
{
  lv2_atom_forge_key(&stage->forge, key);
  lv2_atom_forge_int(&stage->forge, value);
}

static void put_float(Stage* stage, LV2_URID key, float value)
{
  lv2_atom_forge_key(&stage->forge, key);
  lv2_atom_forge_float(&stage->forge, value);
}

static void put_strings(Stage* stage, LV2_URID key, const char* const* texts,
                        int n)
{
  LV2_Atom_Forge_Frame tuple;
  lv2_atom_forge_key(&stage->forge, key);
  lv2_atom_forge_tuple(&stage->forge, &tuple);
  for (int i = 0; i < n; ++i) {
    lv2_atom_forge_string(&stage->forge, texts[i], (uint32_t)strlen(texts[i]));
  }
  lv2_atom_forge_pop(&stage->forge, &tuple);
}

static const char* const facts[] = {"Licence", "CC BY 4.0", "Accuracy",
                                    "88 % of 50 clips"};

static uint32_t write_status(Stage* stage, Message* message)
{
  const BylineUrids* const urids = &stage->urids;
  begin(stage, message, urids->byline_Status);
  put_string(stage, urids->byline_model, "Free music");
  put_string(stage, urids->byline_message, "");
  put_int(stage, urids->byline_artistCount, 23);
  put_strings(stage, urids->byline_facts, facts, 4);
  put_int(stage, urids->byline_bands, BANDS);
  put_float(stage, urids->byline_columnRate, 25);
  put_float(stage, urids->byline_minFrequency, 30);
  put_float(stage, urids->byline_maxFrequency, 11000);
  lv2_atom_forge_key(&stage->forge, urids->byline_ownFocus);
  lv2_atom_forge_bool(&stage->forge, true);
  return end(stage, message);
}

static const char* const names[] = {"Josh Woodward", "Brad Sucks", "Severed"};

static uint32_t write_answer(Stage* stage, Message* message)
{
  static const float probabilities[] = {0.8f, 0.1f, 0.05f};
  const BylineUrids* const urids = &stage->urids;
  begin(stage, message, urids->byline_Answer);
  lv2_atom_forge_key(&stage->forge, urids->byline_time);
  lv2_atom_forge_double(&stage->forge, 30);
  put_int(stage, urids->byline_state, BYLINE_STATE_KNOWN);
  put_string(stage, urids->byline_artist, names[0]);
  put_strings(stage, urids->byline_names, names, 3);
  lv2_atom_forge_key(&stage->forge, urids->byline_probabilities);
  lv2_atom_forge_vector(&stage->forge, sizeof(float), urids->atom_Float, 3,
                        probabilities);
  return end(stage, message);
}

static uint32_t write_columns(Stage* stage, Message* message)
{
  uint8_t cells[20 * BANDS];
  for (size_t i = 0; i < sizeof(cells); ++i) {
    cells[i] = (uint8_t)(i * 5);
  }
  begin(stage, message, stage->urids.byline_Columns);
  lv2_atom_forge_key(&stage->forge, stage->urids.byline_first);
  lv2_atom_forge_long(&stage->forge, 730);
  lv2_atom_forge_key(&stage->forge, stage->urids.byline_cells);
  lv2_atom_forge_atom(&stage->forge, sizeof(cells), stage->urids.atom_Chunk);
  lv2_atom_forge_write(&stage->forge, cells, sizeof(cells));
  return end(stage, message);
}

static const double times[] = {3, 12, 20};

static uint32_t write_history(Stage* stage, Message* message)
{
  begin(stage, message, stage->urids.byline_History);
  lv2_atom_forge_key(&stage->forge, stage->urids.byline_times);
  lv2_atom_forge_vector(&stage->forge, sizeof(double), stage->urids.atom_Double,
                        3, times);
  put_strings(stage, stage->urids.byline_names, names, 3);
  return end(stage, message);
}

static uint32_t write_evidence(Stage* stage, Message* message)
{
  static const float values[] = {0, 0.1f, 2, -1, 0.5f, 0, 0.3f, 0.4f};
  const BylineUrids* const urids = &stage->urids;
  begin(stage, message, urids->byline_Evidence);
  put_string(stage, urids->byline_artist, names[0]);
  put_float(stage, urids->byline_probability, 0.9f);
  lv2_atom_forge_key(&stage->forge, urids->byline_first);
  lv2_atom_forge_long(&stage->forge, 500);
  put_int(stage, urids->byline_columnCount, 250);
  put_int(stage, urids->byline_timeCount, 4);
  lv2_atom_forge_key(&stage->forge, urids->byline_evidence);
  lv2_atom_forge_vector(&stage->forge, sizeof(float), urids->atom_Float, 8,
                        values);
  return end(stage, message);
}

enum { WRITERS = 5 };

static uint32_t (*const writers[WRITERS])(Stage*, Message*) = {
    write_status, write_answer, write_columns, write_history, write_evidence};

/* As a user who wants to know why does */
static void ask(BylineView* view)
{
  view->evidence.open = true;
}

static void test_messages_arrive(void** context)
{
  Stage* const stage = *context;
  BylineView* const view = stage->view;
  const BylineUrids* const urids = &stage->urids;
  const LV2_URID types[] = {urids->byline_Status, urids->byline_Answer,
                            urids->byline_Columns, urids->byline_History,
                            urids->byline_Evidence};
  /* Before, there were only ports to go by: no trace of that may stay */
  const BylineViewAnswer number = {.state = BYLINE_STATE_KNOWN,
                                   .time = 5,
                                   .artist = "Artist 31",
                                   .names = {"Artist 31"},
                                   .probabilities = {1}};
  byline_view_set_answer(view, &number);
  for (int i = 0; i < WRITERS; ++i) {
    Message message;
    ask(view);
    const uint32_t size = writers[i](stage, &message);
    assert_int_equal(byline_message_receive(urids, message.bytes, size, view),
                     types[i]);
  }
  assert_string_equal(view->model, "Free music");
  assert_int_equal(view->artist_count, 23);
  assert_true(view->own_focus);
  assert_int_equal(view->details.fact_count, 2);
  assert_string_equal(view->details.facts[1].text, facts[3]);
  assert_int_equal(view->state, BYLINE_STATE_KNOWN);
  assert_string_equal(view->artist, names[0]);
  for (int i = 0; i < 3; ++i) {
    assert_string_equal(view->places[i].name, names[i]);
  }
  assert_string_equal(view->places[3].name, "");
  assert_true(view->places[1].probability == 0.1f);
  assert_int_equal(view->waterfall.bands, BANDS);
  assert_int_equal(view->waterfall.end, 750);
  assert_int_equal(view->waterfall.cells[740 * BANDS + 3],
                   (uint8_t)(5 * (10 * BANDS + 3)));
  assert_string_equal(view->evidence.artist, names[0]);
  assert_true(view->evidence.begin == 20 && view->evidence.end == 30);
  assert_int_equal(cairo_image_surface_get_width(view->evidence.veil), 4);
  assert_int_equal(view->history.list.n, 4);
  for (int i = 0; i < 3; ++i) {
    const BylineHistoryEntry* const entry = &view->history.list.entries[i];
    assert_true(entry->begin == times[i]);
    assert_string_equal(entry->artist, names[i]);
  }
}

/* A plugin that does not speak of it has a model without */
static void test_own_focus_may_be_missing(void** context)
{
  Stage* const stage = *context;
  Message message;
  uint32_t size = write_status(stage, &message);
  byline_message_receive(&stage->urids, message.bytes, size, stage->view);
  assert_true(stage->view->own_focus);
  begin(stage, &message, stage->urids.byline_Status);
  put_string(stage, stage->urids.byline_model, "Old");
  size = end(stage, &message);
  byline_message_receive(&stage->urids, message.bytes, size, stage->view);
  assert_string_equal(stage->view->model, "Old");
  assert_false(stage->view->own_focus);
}

/* The copy is exactly as large as what may be read, so that tools that watch
   memory notice a byte more; every other one is not aligned */
static void receive_copy(Stage* stage, const void* bytes, size_t size)
{
  const size_t shift = size % 2;
  uint8_t* const copy = malloc(size + shift + !size);
  assert_non_null(copy);
  memcpy(copy + shift, bytes, size);
  byline_message_receive(&stage->urids, copy + shift, size, stage->view);
  free(copy);
}

static void test_truncated_messages_are_survived(void** context)
{
  Stage* const stage = *context;
  for (size_t i = 0; i < WRITERS; ++i) {
    Message message;
    const uint32_t size = writers[i](stage, &message);
    for (uint32_t left = 0; left <= size; ++left) {
      ask(stage->view);
      receive_copy(stage, message.bytes, left);
      Message shorter = message; // one that knows that it is shorter
      const LV2_Atom head = {left > sizeof(head) ? left - (uint32_t)sizeof(head)
                                                 : 0,
                             stage->urids.atom_Object};
      memcpy(shorter.bytes, &head, sizeof(head));
      receive_copy(stage, shorter.bytes, left);
    }
  }
}

static void test_nonsense_is_survived(void** context)
{
  Stage* const stage = *context;
  cairo_surface_t* const surface =
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, 800, 480);
  cairo_t* const cr = cairo_create(surface);
  srand(1);
  for (int round = 0; round < 20000; ++round) {
    Message message;
    const uint32_t size = writers[rand() % WRITERS](stage, &message);
    uint8_t* const bytes = (uint8_t*)message.bytes;
    for (int flips = rand() % 6; flips >= 0; --flips) {
      const int at = rand() % (int)size;
      if (rand() % 2) {
        bytes[at] = (uint8_t)rand();
      } else {
        memset(bytes + at / 4 * 4, rand() % 2 ? 0xff : 0x7f, 4);
      }
    }
    ask(stage->view);
    receive_copy(stage, bytes, size);
    if (round % 500 == 0) {
      byline_view_draw(stage->view, cr, true);
    }
  }
  assert_int_equal(cairo_status(cr), CAIRO_STATUS_SUCCESS);
  cairo_destroy(cr);
  cairo_surface_destroy(surface);
}

static void test_wrong_types_are_ignored(void** context)
{
  Stage* const stage = *context;
  const BylineUrids* const urids = &stage->urids;
  Message message;
  begin(stage, &message, urids->byline_Answer);
  put_float(stage, urids->byline_state, 3); // not an Int
  put_string(stage, urids->byline_artist, "Nobody");
  uint32_t size = end(stage, &message);
  byline_message_receive(urids, message.bytes, size, stage->view);
  assert_string_equal(stage->view->artist, "");

  begin(stage, &message, urids->byline_Answer);
  put_int(stage, urids->byline_state, BYLINE_STATE_KNOWN);
  put_int(stage, urids->byline_artist, 7); // not a String
  size = end(stage, &message);
  byline_message_receive(urids, message.bytes, size, stage->view);
  assert_string_equal(stage->view->artist, "");

  begin(stage, &message, urids->patch_Set); // somebody else's
  size = end(stage, &message);
  assert_int_equal(
      byline_message_receive(urids, message.bytes, size, stage->view), 0);
  const LV2_Atom number = {0, urids->atom_Int};
  assert_int_equal(
      byline_message_receive(urids, &number, sizeof(number), stage->view), 0);
}

/* What the window sends is what the plugin's own helpers read */
static void test_requests_are_whole_atoms(void** context)
{
  Stage* const stage = *context;
  const BylineUrids* const urids = &stage->urids;
  uint64_t bytes[BYLINE_MESSAGE_PATH_SIZE / 8];
  const LV2_Atom_Object* const set = (const LV2_Atom_Object*)(void*)bytes;
  char path[BYLINE_MESSAGE_PATH_SIZE + 1];
  memset(path, 'x', sizeof(path) - 1);
  path[sizeof(path) - 1] = '\0';
  assert_int_equal(byline_message_set_path(urids, urids->byline_modelFile, path,
                                           false, bytes),
                   0);
  for (int n = 0; n < 20; ++n) {
    path[n] = '\0';
    const uint32_t size = byline_message_set_path(
        urids, urids->byline_modelFile, path, false, bytes);
    const LV2_Atom* property = NULL;
    const LV2_Atom* value = NULL;
    assert_int_equal(lv2_atom_total_size(&set->atom), size);
    lv2_atom_object_get(set, urids->patch_property, &property,
                        urids->patch_value, &value, 0);
    assert_int_equal(((const LV2_Atom_URID*)property)->body,
                     urids->byline_modelFile);
    assert_int_equal(value->type, urids->atom_Path);
    assert_string_equal((const char*)(value + 1), path);
    path[n] = 'x';
  }
  const BylineNamesRequest request = byline_message_ask_names(urids, 77);
  const LV2_Atom* first = NULL;
  assert_int_equal(lv2_atom_total_size(&request.object.atom), sizeof(request));
  lv2_atom_object_get(&request.object, urids->byline_first, &first, 0);
  assert_int_equal(((const LV2_Atom_Int*)first)->body, 77);
}

static void test_signals_are_whole_atoms(void** context)
{
  Stage* const stage = *context;
  const BylineSignal signal =
      byline_message_signal(&stage->urids, stage->urids.byline_Attach);
  assert_int_equal(lv2_atom_total_size(&signal.object.atom), sizeof(signal));
  assert_int_equal(signal.object.atom.type, stage->urids.atom_Object);
  assert_int_equal(signal.object.body.otype, stage->urids.byline_Attach);
}

/* Fontconfig keeps its caches until the process ends */
const char* __lsan_default_suppressions(void);
__attribute__((visibility("default"))) const char*
__lsan_default_suppressions(void)
{
  return "leak:libfontconfig\n";
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_messages_arrive, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_own_focus_may_be_missing, set_up,
                                      tear_down),
      cmocka_unit_test_setup_teardown(test_truncated_messages_are_survived,
                                      set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_nonsense_is_survived, set_up,
                                      tear_down),
      cmocka_unit_test_setup_teardown(test_wrong_types_are_ignored, set_up,
                                      tear_down),
      cmocka_unit_test_setup_teardown(test_requests_are_whole_atoms, set_up,
                                      tear_down),
      cmocka_unit_test_setup_teardown(test_signals_are_whole_atoms, set_up,
                                      tear_down)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
