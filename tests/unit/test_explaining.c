/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* A window asks what an answer rests on: it is told beside listening, or why it
   cannot be. */

#include "byline/explain.h"
#include "tests/unit/instance.h"
#include "voice/voice_model.h"

/* A property of the last Evidence, NULL for none */
static const LV2_Atom* property(const Instance* instance, const char* word)
{
  const LV2_Atom_Object* const object =
      (const LV2_Atom_Object*)&instance->evidence;
  const LV2_URID key = map.map(map.handle, word);
  LV2_ATOM_OBJECT_FOREACH(object, p)
  {
    if (p->key == key) {
      return &p->value;
    }
  }
  return NULL;
}

static bool has_evidence(const Instance* instance)
{
  return instance->evidence.atom.size > 0;
}

/* Play until there is an Evidence; it takes how long it takes on this machine,
   but not for ever */
static void await(Instance* instance, float brightness)
{
  for (int i = 0; i < 2000 && !has_evidence(instance); ++i) {
    play(instance, 0.1, brightness);
  }
  assert_true(has_evidence(instance));
}

static const char* text(const Instance* instance, const char* word)
{
  const LV2_Atom* const atom = property(instance, word);
  return atom ? (const char*)(atom + 1) : "";
}

static void it_is_told(void** state)
{
  (void)state;
  Instance a;
  start_attached(&a);
  play(&a, 14, 0.1f);
  assert_false(has_evidence(&a)); // not unless somebody asks
  send(&a, BYLINE_WORD(Explain), "Bert");
  await(&a, 0.1f);
  assert_string_equal(text(&a, BYLINE_WORD(message)), "");
  assert_string_equal(text(&a, BYLINE_WORD(artist)), "Bert");
  const LV2_Atom_Vector* const vector =
      (const LV2_Atom_Vector*)property(&a, BYLINE_WORD(evidence));
  const size_t n = (vector->atom.size - sizeof(vector->body)) / sizeof(float);
  assert_int_equal(n, BYLINE_EVIDENCE_TIMES * BYLINE_EVIDENCE_BANDS);
  float most = 0;
  for (size_t i = 0; i < n; ++i) {
    most = fmaxf(most, fabsf(((const float*)(vector + 1))[i]));
  }
  assert_true(most > 0 && most < 200);
  const int64_t first =
      ((const LV2_Atom_Long*)property(&a, BYLINE_WORD(first)))->body;
  const int32_t columns =
      ((const LV2_Atom_Int*)property(&a, BYLINE_WORD(columnCount)))->body;
  assert_int_equal(columns, BYLINE_CLIP_FRAMES);
  /* It ends where one asked, 14 s after the begin */
  const double rate = RATE / 896;
  assert_true(fabs((double)(first + columns) / rate - 14) < 0.3);

  /* Without a name, it is about who leads */
  a.evidence.atom.size = 0;
  send(&a, BYLINE_WORD(Explain), NULL);
  await(&a, 0.1f);
  assert_string_equal(text(&a, BYLINE_WORD(artist)), a.artist);
  stop(&a);
}

static void why_there_is_none(void** state)
{
  (void)state;
  Instance a;
  start_attached(&a);
  send(&a, BYLINE_WORD(Explain), NULL);
  play(&a, 1, 0.1f);
  assert_non_null(strstr(text(&a, BYLINE_WORD(message)), "no music has been"));
  play(&a, 11, 0.1f);
  a.evidence.atom.size = 0;
  send(&a, BYLINE_WORD(Explain), "Somebody else");
  play(&a, 1, 0.1f);
  assert_non_null(strstr(text(&a, BYLINE_WORD(message)), "no such artist"));
  stop(&a);
}

/* What goes away meanwhile is not used any more: the list of artists, the
   model, the plugin */
static void things_change_meanwhile(void** state)
{
  (void)state;
  Instance a;
  start_attached(&a);
  play(&a, 12, 0.1f);
  send(&a, BYLINE_WORD(Explain), NULL);
  send(&a, BYLINE_WORD(Teach), "Dora");
  play(&a, 1, 0.1f);
  await(&a, 0.1f);
  assert_non_null(strstr(text(&a, BYLINE_WORD(message)), "has changed"));
  a.evidence.atom.size = 0;
  send(&a, BYLINE_WORD(Explain), "Anna");
  send(&a, BYLINE_WORD(Explain), "Dora"); // only the last is answered
  await(&a, 0.1f);
  assert_string_equal(text(&a, BYLINE_WORD(artist)), "Dora");
  send(&a, BYLINE_WORD(TakeBack), NULL);
  play(&a, 1, 0.1f);
  send(&a, BYLINE_WORD(Explain), NULL);
  stop(&a); // in the midst of it
}

/* A network that finds voices names nobody, so that nothing can be explained;
   both are told */
static void another_task(void** state)
{
  (void)state;
  char empty[] = "{}";
  const BylineVoiceModelInfo info = {empty, empty};
  BylineNetwork* network = NULL;
  assert_int_equal(byline_voice_network_new("separator:width=4-4", &network),
                   BYLINE_OK);
  byline_network_initialize(network, 1);
  assert_int_equal(byline_voice_model_save("model.safetensors", &info, network),
                   BYLINE_OK);
  byline_network_free(network);
  Instance a;
  start_attached(&a);
  play(&a, 1, 0.1f);
  assert_non_null(strstr(a.message, "finds voices"));
  send(&a, BYLINE_WORD(Explain), NULL);
  play(&a, 1, 0.1f);
  assert_non_null(strstr(text(&a, BYLINE_WORD(message)), "no model"));
  stop(&a);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(it_is_told), cmocka_unit_test(why_there_is_none),
      cmocka_unit_test(things_change_meanwhile),
      cmocka_unit_test(another_task), // has the last word: another model
  };
  const int failed = cmocka_run_group_tests(tests, set_up, folder_tear_down);
  uris_free(&uris);
  return failed;
}
