/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/random.h"
#include "plugin/message_ring.h"
#include "tests/unit/suite.h"

#include <pthread.h>
#include <sched.h>
#include <string.h>

static void test_records_keep_their_order(void** state)
{
  (void)state;
  BylineMessageRing* ring = NULL;
  char text[16] = "";
  assert_int_equal(byline_message_ring_new(64, &ring), BYLINE_OK);
  assert_int_equal(byline_message_ring_next(ring), 0);
  byline_message_ring_read(ring, text); // nothing there: nothing happens
  for (int turn = 0; turn < 50; ++turn) {
    assert_true(byline_message_ring_write(ring, "one", 4));
    assert_true(byline_message_ring_write(ring, "three", 6));
    assert_int_equal(byline_message_ring_next(ring), 4);
    byline_message_ring_read(ring, text);
    assert_string_equal(text, "one");
    assert_int_equal(byline_message_ring_next(ring), 6);
    byline_message_ring_read(ring, text);
    assert_string_equal(text, "three");
  }
  byline_message_ring_free(ring);
}

static void test_a_full_ring_refuses(void** state)
{
  (void)state;
  BylineMessageRing* ring = NULL;
  char bytes[64] = {0};
  assert_int_equal(byline_message_ring_new(64, &ring), BYLINE_OK);
  assert_false(byline_message_ring_write(ring, bytes, 61));
  assert_false(byline_message_ring_write(ring, bytes, 0));
  assert_false(byline_message_ring_write(ring, bytes, UINT32_MAX));
  assert_true(byline_message_ring_write(ring, bytes, 60));
  assert_false(byline_message_ring_write(ring, bytes, 1));
  byline_message_ring_read(ring, NULL);
  assert_int_equal(byline_message_ring_next(ring), 0);
  assert_true(byline_message_ring_write(ring, bytes, 1));
  byline_message_ring_free(ring);
}

enum { N_RECORDS = 200000, MAX_RECORD = 100 };

/* Record i is its size's worth of bytes i, i + 1, ... */
static uint32_t make_record(BylineRandom* random, size_t i, uint8_t* record)
{
  const uint32_t size = 1 + (uint32_t)byline_random_below(random, MAX_RECORD);
  for (uint32_t k = 0; k < size; ++k) {
    record[k] = (uint8_t)(i + k);
  }
  return size;
}

static void* write_all(void* user)
{
  BylineMessageRing* const ring = user;
  BylineRandom random = byline_random_begin(2, 0);
  uint8_t record[MAX_RECORD];
  for (size_t i = 0; i < N_RECORDS; ++i) {
    const uint32_t size = make_record(&random, i, record);
    while (!byline_message_ring_write(ring, record, size)) {
      sched_yield();
    }
  }
  return NULL;
}

static void test_two_threads_lose_nothing(void** state)
{
  (void)state;
  BylineMessageRing* ring = NULL;
  pthread_t writer;
  BylineRandom random = byline_random_begin(2, 0);
  size_t wrong = 0;
  assert_int_equal(byline_message_ring_new(1024, &ring), BYLINE_OK);
  assert_int_equal(pthread_create(&writer, NULL, write_all, ring), 0);
  for (size_t i = 0; i < N_RECORDS; ++i) {
    uint8_t expected[MAX_RECORD];
    uint8_t record[MAX_RECORD];
    const uint32_t size = make_record(&random, i, expected);
    while (byline_message_ring_next(ring) == 0) {
      sched_yield();
    }
    if (byline_message_ring_next(ring) != size) {
      ++wrong;
      byline_message_ring_read(ring, NULL);
      continue;
    }
    byline_message_ring_read(ring, record);
    wrong += memcmp(record, expected, size) != 0;
  }
  pthread_join(writer, NULL);
  assert_int_equal(wrong, 0);
  byline_message_ring_free(ring);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_records_keep_their_order),
      cmocka_unit_test(test_a_full_ring_refuses),
      cmocka_unit_test(test_two_threads_lose_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
