/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "plugin/column_queue.h"
#include "recognizer/announcement.h"
#include "tests/unit/posted.h"

static void test_status(void** state)
{
  (void)state;
  const BylineFrontEnd front_end = byline_front_end_default();
  const BylineModelFact facts[] = {{"Accuracy", "88 % of 50 clips"},
                                   {"Licence", "CC BY 4.0"}};
  const BylineStatusText status = {"name", "wrong", 23,    &front_end,
                                   facts,  2,       "Dora"};
  assert_true(byline_post_status(&post, &status));
  take(BYLINE_WORD(Status));
  assert_string_equal(text(BYLINE_WORD(model)), "name");
  assert_string_equal(text(BYLINE_WORD(message)), "wrong");
  const LV2_Atom* const bands = property(BYLINE_WORD(bands));
  assert_int_equal(((const LV2_Atom_Int*)bands)->body, 128);
  assert_false(truth(BYLINE_WORD(ownFocus)));
  int n = 0;
  LV2_ATOM_TUPLE_FOREACH((const LV2_Atom_Tuple*)property(BYLINE_WORD(facts)),
                         fact)
  {
    const BylineModelFact* const expected = &facts[n / 2];
    assert_string_equal((const char*)(fact + 1),
                        n++ % 2 ? expected->text : expected->label);
  }
  assert_int_equal(n, 4);
}

/* Vocal focus is for models of the mix, and means nothing without a model */
static void test_status_tells_of_a_focus(void** state)
{
  (void)state;
  BylineFrontEnd front_end = byline_front_end_default();
  BylineStatusText status = {"name", "", 23, &front_end, NULL, 0, NULL};
  for (int focus = BYLINE_FOCUS_MIX; focus <= BYLINE_FOCUS_THREE; ++focus) {
    front_end.focus = (BylineFocus)focus;
    assert_true(byline_post_status(&post, &status));
    take(BYLINE_WORD(Status));
    assert_int_equal(truth(BYLINE_WORD(ownFocus)), focus != BYLINE_FOCUS_MIX);
  }
  status.front_end = NULL;
  assert_true(byline_post_status(&post, &status));
  take(BYLINE_WORD(Status));
  assert_false(truth(BYLINE_WORD(ownFocus)));
}

/* All names arrive, however many messages that takes */
static void test_names(void** state)
{
  (void)state;
  enum { MANY = 1000 };
  static char texts[MANY][40];
  static char* names[MANY];
  for (int i = 0; i < MANY; ++i) {
    snprintf(texts[i], sizeof(texts[i]), "The artist with the number %d", i);
    names[i] = texts[i];
  }
  int32_t next = 0;
  int messages = 0;
  for (int32_t before = -1; next > before; ++messages) {
    before = next;
    assert_true(byline_post_names(&post, names, MANY, next));
    take(BYLINE_WORD(Names));
    assert_int_equal(((const LV2_Atom_Int*)property(BYLINE_WORD(first)))->body,
                     next);
    LV2_ATOM_TUPLE_FOREACH((const LV2_Atom_Tuple*)property(BYLINE_WORD(names)),
                           name)
    {
      assert_string_equal((const char*)(name + 1), names[next++]);
    }
  }
  assert_int_equal(next, MANY);
  assert_true(messages > 2);
  assert_true(byline_post_names(&post, names, MANY, -7));
  take(BYLINE_WORD(Names));
}

static void test_facts(void** state)
{
  (void)state;
  char metrics[] = "{\"validation\":{\"clips\":{\"n\":40,\"accuracy\":0.9}},"
                   "\"test\":{\"clips\":{\"n\":50,\"accuracy\":0.88}}}";
  char provenance[] = "{\"licence\":\"CC BY 4.0\",\"program\":\"byline 0.1\"}";
  BylineModelFact facts[BYLINE_MAX_FACTS];
  BylineModelInfo info = {.metrics = metrics, .provenance = provenance};
  assert_int_equal(byline_facts_gather(&info, "resnet", NULL, facts), 4);
  assert_string_equal(facts[0].label, "Accuracy");
  assert_string_equal(facts[0].text, "88 % of 50 clips");
  assert_string_equal(facts[1].text, "CC BY 4.0");
  assert_string_equal(facts[2].text, "resnet");
  char brief[] = "{\"test\":{\"clip_seconds\":3.0,"
                 "\"clips\":{\"n\":50,\"accuracy\":0.7},"
                 "\"songs\":{\"n\":9,\"accuracy\":0.8}}}";
  info.metrics = brief;
  assert_int_equal(byline_facts_gather(&info, "resnet", NULL, facts), 4);
  assert_string_equal(facts[0].text,
                      "70 % of 50 clips of 3 s, 80 % of 9 songs");
  /* What was learnt by heart says nothing */
  char learnt[] = "{\"learnt\":{\"clips\":{\"n\":50,\"accuracy\":0.99}}}";
  info.metrics = learnt;
  assert_int_equal(byline_facts_gather(&info, "resnet", NULL, facts), 3);
  char nonsense[] = "{\"clips\":[{}],\"a\":7,\"licence\":{}}";
  info.metrics = info.provenance = nonsense;
  assert_int_equal(byline_facts_gather(&info, NULL, NULL, facts), 1);
  assert_string_equal(facts[0].text, "not stated");
  info.metrics = info.provenance = nonsense + 3;
  assert_int_equal(byline_facts_gather(&info, NULL, NULL, facts), 1);
}

static void test_answer_with_long_names(void** state)
{
  (void)state;
  char long_name[1001];
  for (size_t i = 0; i < sizeof(long_name) - 1; i += 2) {
    memcpy(long_name + i, "\xc3\xa9", 3); // two bytes each: 255 would cut one
  }
  long_name[sizeof(long_name) - 1] = '\0';
  char* const artists[] = {long_name, "short"};
  BylineAnswer answer = {
      .time = 12.5, .state = BYLINE_STATE_KNOWN, .artist = 0};
  for (int i = 0; i < BYLINE_TOP; ++i) {
    answer.top[i].artist = i < 2 ? i : -1;
    answer.top[i].probability = i < 2 ? 0.5f - 0.2f * (float)i : 0;
  }
  assert_true(byline_post_answer(&post, &answer, artists));
  take(BYLINE_WORD(Answer));
  assert_int_equal(strlen(text(BYLINE_WORD(artist))), 254);
  const LV2_Atom_Vector* const probabilities =
      (const LV2_Atom_Vector*)property(BYLINE_WORD(probabilities));
  assert_int_equal(probabilities->body.child_type, urid(LV2_ATOM__Float));
  assert_int_equal(probabilities->atom.size,
                   sizeof(LV2_Atom_Vector_Body) + 2 * sizeof(float));
  size_t n_names = 0;
  LV2_ATOM_TUPLE_FOREACH((const LV2_Atom_Tuple*)property(BYLINE_WORD(names)),
                         name)
  {
    assert_int_equal(name->type, urid(LV2_ATOM__String));
    ++n_names;
  }
  assert_int_equal(n_names, 2);
}

/* The first string of a tuple of the message */
static const char* first_of(const char* uri)
{
  LV2_ATOM_TUPLE_FOREACH((const LV2_Atom_Tuple*)property(uri), one)
  {
    assert_int_equal(one->type, urid(LV2_ATOM__String));
    return LV2_ATOM_BODY_CONST(one);
  }
  return NULL;
}

/* Where no artist is told, the title is the name, and none stands behind it. */
static void test_a_title_alone(void** state)
{
  (void)state;
  const BylineAnswer answer = {
      .time = 12.5,
      .state = BYLINE_STATE_KNOWN,
      .artist = BYLINE_RECORDING_ARTIST,
      .known_by = BYLINE_KNOWN_BY_RECORDING,
      .recording = {.artist = "", .title = "Mine alone"},
      .top = {{BYLINE_RECORDING_ARTIST, 0.9f}, {-1, 0}, {-1, 0}, {-1, 0}}};
  assert_true(byline_post_answer(&post, &answer, NULL));
  take(BYLINE_WORD(Answer));
  assert_string_equal(text(BYLINE_WORD(artist)), "Mine alone");
  assert_string_equal(text(BYLINE_WORD(title)), "");
  assert_string_equal(first_of(BYLINE_WORD(names)), "Mine alone");

  const BylineHistoryEntry announced = byline_announcement(&answer, NULL);
  assert_string_equal(announced.artist, "");
  assert_string_equal(announced.title, "Mine alone");
  assert_true(byline_history_is_known(&announced));
  BylineHistory history = {0};
  size_t next = 0;
  byline_history_add(&history, &announced);
  assert_true(byline_post_history(&post, &history, 0, &next));
  byline_history_clear(&history);
  take(BYLINE_WORD(History));
  assert_string_equal(first_of(BYLINE_WORD(names)), "Mine alone");
  assert_string_equal(first_of(BYLINE_WORD(titles)), "");
}

static void test_columns_and_history(void** state)
{
  (void)state;
  uint8_t cells[256];
  for (int i = 0; i < 256; ++i) {
    cells[i] = (uint8_t)i;
  }
  assert_true(byline_post_columns(&post, 7, cells, sizeof(cells)));
  take(BYLINE_WORD(Columns));
  const LV2_Atom* const chunk = property(BYLINE_WORD(cells));
  assert_int_equal(chunk->size, sizeof(cells));
  assert_memory_equal(chunk + 1, cells, sizeof(cells));

  BylineHistory history = {0};
  /* In pieces, however long names are, without a gap */
  char name[400];
  memset(name, 'x', sizeof(name));
  for (int i = 0; i < 1000; ++i) {
    name[1 + i % 399] = '\0';
    const BylineHistoryEntry entry = {
        .begin = i, .artist = name, .title = name, .clock = 1700000000 + i};
    byline_history_add(&history, &entry);
    name[1 + i % 399] = 'x';
  }
  size_t next = 0;
  while (next < history.n) {
    const size_t first = next;
    assert_true(byline_post_history(&post, &history, first, &next));
    take(BYLINE_WORD(History));
    const LV2_Atom* const number = property(BYLINE_WORD(first));
    assert_int_equal(((const LV2_Atom_Int*)number)->body, first);
    const LV2_Atom* const times = property(BYLINE_WORD(times));
    const double* const seconds =
        (const double*)LV2_ATOM_CONTENTS_CONST(LV2_Atom_Vector, times);
    const size_t n = (times->size - sizeof(LV2_Atom_Vector_Body)) / 8;
    assert_true(n > 0 && first + n == next);
    assert_true(seconds[0] == (double)first &&
                seconds[n - 1] == (double)next - 1);
    const LV2_Atom* const clocks = property(BYLINE_WORD(clocks));
    assert_int_equal((clocks->size - sizeof(LV2_Atom_Vector_Body)) / 8, n);
  }
  byline_history_clear(&history);
}

enum { BANDS = 128, RATE = 27 };

/* Read the columns that were posted; the number of the first, and how many */
static size_t read_columns(uint64_t* first)
{
  take(BYLINE_WORD(Columns));
  *first = (uint64_t)((const LV2_Atom_Long*)property(BYLINE_WORD(first)))->body;
  const LV2_Atom* const chunk = property(BYLINE_WORD(cells));
  const uint8_t* const cells = (const uint8_t*)(chunk + 1);
  const size_t n = chunk->size / BANDS;
  assert_int_equal(chunk->size % BANDS, 0);
  for (size_t i = 0; i < n; ++i) {
    assert_int_equal(cells[i * BANDS], (*first + i) % 200);
  }
  return n;
}

/* Post until nothing comes any more; the numbers must go on from `next`.
   Returns the one that comes after the last. */
static uint64_t read_all(BylineColumnQueue* queue, uint64_t next)
{
  for (;;) {
    uint64_t first = 0;
    byline_column_queue_post(queue, &post);
    if (byline_message_ring_next(outbox) == 0) {
      return next;
    }
    while (byline_message_ring_next(outbox) > 0) {
      const size_t n = read_columns(&first);
      assert_int_equal(first, next);
      next += n;
    }
  }
}

static void hear(BylineColumnQueue* queue, int n)
{
  for (int i = 0; i < n; ++i) {
    float column[BANDS] = {0};
    column[0] = BYLINE_SILENCE_DB +
                BYLINE_CELL_DB * ((float)(queue->end % 200) + 0.25f);
    byline_column_queue_add(queue, column);
  }
}

/* A window that opens late gets all that is kept, and then what comes */
static void test_columns_are_kept_for_a_late_window(void** state)
{
  (void)state;
  BylineColumnQueue queue = {0};
  byline_column_queue_configure(&queue, BANDS, RATE);
  hear(&queue, 5000);
  byline_column_queue_skip(&queue);
  assert_int_equal(read_all(&queue, 5000), 5000);
  byline_column_queue_rewind(&queue);
  const uint64_t oldest = 5000 - (uint64_t)(RATE * BYLINE_QUEUE_SECONDS);
  assert_int_equal(read_all(&queue, oldest), 5000);
  hear(&queue, 10);
  assert_int_equal(read_all(&queue, 5000), 5010);
  /* What nobody fetched in time is gone */
  hear(&queue, 3000);
  assert_int_equal(read_all(&queue, oldest + 3010), 8010);
  byline_column_queue_continue(&queue, 20000);
  hear(&queue, 1);
  assert_int_equal(read_all(&queue, 20000), 20001);
  byline_column_queue_clear(&queue);
}

/* Columns that no message holds are counted */
static void test_columns_that_are_too_long(void** state)
{
  (void)state;
  static float column[BYLINE_MAX_CELLS + 1];
  BylineColumnQueue queue = {0};
  byline_column_queue_configure(&queue, BYLINE_MAX_CELLS + 1, RATE);
  byline_column_queue_add(&queue, column);
  byline_column_queue_rewind(&queue);
  assert_int_equal(queue.end, 1);
  assert_int_equal(read_all(&queue, 1), 1);
  byline_column_queue_clear(&queue);
}

static void test_a_full_ring_is_reported(void** state)
{
  (void)state;
  static const uint8_t cells[BYLINE_MAX_MESSAGE - 256];
  size_t posted = 0;
  while (byline_post_columns(&post, 0, cells, sizeof(cells))) {
    ++posted;
  }
  assert_in_range(posted, 1, 4);
  while (byline_message_ring_next(outbox) > 0) {
    byline_message_ring_read(outbox, NULL);
  }
}

/* Evidence, for somebody of a long name, and none */
static void test_evidence(void** state)
{
  (void)state;
  BylineEvidence evidence = {.probability = 0.25f,
                             .n_frames = 266,
                             .n_mels = 128,
                             .n_times = BYLINE_EVIDENCE_TIMES,
                             .n_bands = BYLINE_EVIDENCE_BANDS};
  evidence.values[17] = -2.5f;
  char name[600];
  memset(name, 'x', sizeof(name) - 1);
  name[sizeof(name) - 1] = '\0';
  assert_true(byline_post_evidence(&post, &evidence, name, 1u << 30));
  take(BYLINE_WORD(Evidence));
  assert_int_equal(strlen(text(BYLINE_WORD(artist))), 255);
  const LV2_Atom* const first = property(BYLINE_WORD(first));
  assert_int_equal(((const LV2_Atom_Long*)first)->body, 1 << 30);
  const LV2_Atom* const times = property(BYLINE_WORD(timeCount));
  assert_int_equal(((const LV2_Atom_Int*)times)->body, BYLINE_EVIDENCE_TIMES);
  const LV2_Atom* const columns = property(BYLINE_WORD(columnCount));
  assert_int_equal(((const LV2_Atom_Int*)columns)->body, 266);
  const LV2_Atom_Vector* const vector =
      (const LV2_Atom_Vector*)property(BYLINE_WORD(evidence));
  assert_int_equal(vector->body.child_type, urid(LV2_ATOM__Float));
  assert_int_equal(vector->atom.size - sizeof(vector->body),
                   sizeof(evidence.values));
  assert_memory_equal(vector + 1, evidence.values, sizeof(evidence.values));

  assert_true(byline_post_no_evidence(&post, "why"));
  take(BYLINE_WORD(Evidence));
  assert_string_equal(text(BYLINE_WORD(message)), "why");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_status),
      cmocka_unit_test(test_status_tells_of_a_focus),
      cmocka_unit_test(test_names),
      cmocka_unit_test(test_facts),
      cmocka_unit_test(test_answer_with_long_names),
      cmocka_unit_test(test_a_title_alone),
      cmocka_unit_test(test_columns_and_history),
      cmocka_unit_test(test_columns_are_kept_for_a_late_window),
      cmocka_unit_test(test_columns_that_are_too_long),
      cmocka_unit_test(test_a_full_ring_is_reported),
      cmocka_unit_test(test_evidence),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
