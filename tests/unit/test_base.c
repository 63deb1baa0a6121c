/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/base64.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/shared_library.h"
#include "byline/random.h"
#include "byline/status.h"
#include "byline/thread_pool.h"
#include "tests/unit/suite.h"

#include <math.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void test_error_keeps_message(void** state)
{
  (void)state;
  assert_int_equal(byline_error(BYLINE_ERROR_IO, "%s: line %d", "file", 7),
                   BYLINE_ERROR_IO);
  assert_string_equal(byline_error_message(), "file: line 7");
  assert_int_equal(byline_no_memory("song.flac"), BYLINE_ERROR_MEMORY);
  assert_string_equal(byline_error_message(), "song.flac: out of memory");
  assert_int_equal(byline_no_memory(NULL), BYLINE_ERROR_MEMORY);
  assert_string_equal(byline_error_message(), "out of memory");
}

static void test_json_is_written_in_one_way(void** state)
{
  (void)state;
  char* const line =
      byline_json_text(json_pack("{s:f, s:[i, s]}", "a", 1.0 / 3, "b", 1, "x"),
                       BYLINE_JSON_SHOWN);
  assert_string_equal(line, "{\"a\":0.333333,\"b\":[1,\"x\"]}");
  free(line);
  char* const number = byline_json_text(json_real(0.1), BYLINE_JSON_DOUBLE);
  assert_true(strtod(number, NULL) == 0.1);
  free(number);
  assert_null(byline_json_text(NULL, BYLINE_JSON_SHOWN));

  char text[64] = "";
  FILE* const stream = fmemopen(text, sizeof(text), "w");
  assert_non_null(stream);
  assert_int_equal(
      byline_json_print(json_pack("{s:b}", "a", 1), stream, BYLINE_JSON_SHOWN),
      BYLINE_OK);
  assert_int_equal(
      byline_json_print_line(json_pack("[i]", 2), stream, BYLINE_JSON_SHOWN),
      BYLINE_OK);
  assert_int_equal(byline_json_print(NULL, stream, BYLINE_JSON_SHOWN),
                   BYLINE_ERROR_MEMORY);
  fclose(stream);
  assert_string_equal(text, "{\n  \"a\": true\n}\n[2]\n");

  char path[] = "/tmp/byline-json-XXXXXX";
  close(mkstemp(path));
  assert_int_equal(
      byline_json_write(path, json_pack("[f]", 0.25), BYLINE_JSON_DOUBLE),
      BYLINE_OK);
  json_t* const back = json_load_file(path, 0, NULL);
  assert_true(json_real_value(json_array_get(back, 0)) == 0.25);
  json_decref(back);
  assert_int_equal(
      byline_json_write("/dev/full", json_pack("[i]", 1), BYLINE_JSON_DOUBLE),
      BYLINE_ERROR_IO);
  unlink(path);
}

static void test_hash_of_numbers(void** state)
{
  (void)state;
  float values[21];
  for (int i = 0; i < 21; ++i) {
    values[i] = (float)i / 7;
  }
  const uint64_t all = byline_hash_floats(BYLINE_HASH_BEGIN, values, 21);
  assert_true(all == UINT64_C(0x2abbdc115a004853)); // on every machine
  assert_true(all != byline_hash_floats(BYLINE_HASH_BEGIN, values, 20));
  assert_true(all != byline_hash_floats(1, values, 21));
  for (int i = 0; i < 21; ++i) {
    const float kept = values[i];
    values[i] = nextafterf(kept, 9);
    assert_true(all != byline_hash_floats(BYLINE_HASH_BEGIN, values, 21));
    values[i] = kept;
  }
  /* A zero at the end counts, which fills up the last eight, too */
  float padded[2] = {1, 0};
  assert_true(byline_hash_floats(BYLINE_HASH_BEGIN, padded, 1) !=
              byline_hash_floats(BYLINE_HASH_BEGIN, padded, 2));
}

static void test_shared_library(void** state)
{
  (void)state;
  double (*functions[2])(double) = {NULL, NULL};
  const BylineSymbol symbols[] = {{"cos", 0}, {"sin", sizeof(*functions)}};
  BylineSharedLibrary math = {"libm.so.6", symbols, 2, functions, false};
  assert_int_equal(byline_shared_library_open(&math), BYLINE_OK);
  assert_int_equal(byline_shared_library_open(&math), BYLINE_OK);
  assert_true(functions[0](0) == 1 && functions[1](0) == 0);

  const BylineSymbol unknown[] = {{"no_such_function", 0}};
  BylineSharedLibrary older = {"libm.so.6", unknown, 1, functions, false};
  assert_int_equal(byline_shared_library_open(&older), BYLINE_ERROR_DATA);
  assert_non_null(strstr(byline_error_message(), "no_such_function"));
  BylineSharedLibrary none = {"libnone.so.1", symbols, 2, functions, false};
  assert_int_equal(byline_shared_library_open(&none), BYLINE_ERROR_DATA);
  assert_non_null(strstr(byline_error_message(), "libnone.so.1"));
}

static void test_random_is_reproducible(void** state)
{
  (void)state;
  BylineRandom a = byline_random_begin(1, 2);
  BylineRandom b = byline_random_begin(1, 2);
  BylineRandom c = byline_random_begin(1, 3);
  const uint64_t first = byline_random_next(&a);
  assert_true(first == byline_random_next(&b));
  assert_true(first != byline_random_next(&c));
}

static void test_random_distributions(void** state)
{
  (void)state;
  enum { N = 100000 };
  BylineRandom random = byline_random_begin(5, 0);
  double sum = 0;
  double square_sum = 0;
  size_t counts[3] = {0};
  for (size_t i = 0; i < N; ++i) {
    const float x = byline_random_normal(&random);
    sum += x;
    square_sum += (double)x * x;
    ++counts[byline_random_below(&random, 3)];
    const float u = byline_random_uniform(&random, -2, 3);
    assert_true(u >= -2 && u < 3);
  }
  assert_true(fabs(sum / N) < 0.02);
  assert_true(fabs(square_sum / N - 1) < 0.02);
  for (size_t i = 0; i < 3; ++i) {
    assert_true(fabs((double)counts[i] / N - 1.0 / 3) < 0.01);
  }
}

static void test_shuffle_is_a_permutation(void** state)
{
  (void)state;
  enum { N = 100 };
  size_t indices[N];
  bool seen[N] = {false};
  for (size_t i = 0; i < N; ++i) {
    indices[i] = i;
  }
  BylineRandom random = byline_random_begin(9, 0);
  byline_random_shuffle(&random, indices, N);
  size_t n_fixed = 0;
  for (size_t i = 0; i < N; ++i) {
    assert_false(seen[indices[i]]);
    seen[indices[i]] = true;
    n_fixed += indices[i] == i;
  }
  assert_true(n_fixed < N / 4);
}

typedef struct {
  atomic_uint visits[1000];
  atomic_uint in_share[8]; ///< Calls that a share is in at the moment
} Loop;

static void visit(void* context, unsigned thread, size_t begin, size_t end)
{
  Loop* const loop = context;
  assert_int_equal(atomic_fetch_add(&loop->in_share[thread], 1), 0);
  for (size_t i = begin; i < end; ++i) {
    atomic_fetch_add(&loop->visits[i], 1);
  }
  atomic_fetch_sub(&loop->in_share[thread], 1);
}

static void check_loops(unsigned n_threads)
{
  static Loop loop;
  BylineThreadPool* pool = NULL;
  assert_int_equal(byline_thread_pool_new(n_threads, &pool), BYLINE_OK);
  assert_int_equal(byline_thread_pool_size(pool), n_threads);
  memset(&loop, 0, sizeof(loop));
  for (size_t n = 0; n <= 1000; n += 37) {
    byline_thread_pool_run(pool, visit, &loop, n);
    byline_thread_pool_run_unordered(pool, visit, &loop, n);
  }
  for (size_t i = 0; i < 1000; ++i) {
    const size_t n_loops = 1000 / 37 - i / 37;
    assert_int_equal(atomic_load(&loop.visits[i]), 2 * n_loops);
  }
  byline_thread_pool_free(pool);
}

static void test_pool_visits_every_item_once(void** state)
{
  (void)state;
  check_loops(1);
  check_loops(2);
  check_loops(7);
  static Loop loop;
  byline_thread_pool_run(NULL, visit, &loop, 10);
  assert_int_equal(atomic_load(&loop.visits[9]), 1);
}

static char* temporary_folder(void)
{
  char* const folder = strdup("/tmp/byline-test-XXXXXX");
  assert_non_null(mkdtemp(folder));
  return folder;
}

static void write_text(const char* path, const char* text, bool commit)
{
  BylineOutput output;
  assert_int_equal(byline_output_open(path, &output), BYLINE_OK);
  fputs(text, output.stream);
  if (commit) {
    assert_int_equal(byline_output_commit(&output), BYLINE_OK);
  } else {
    byline_output_abandon(&output);
  }
}

static void test_output_replaces_whole_or_not_at_all(void** state)
{
  (void)state;
  char* const folder = temporary_folder();
  char* const path = byline_path_join(folder, "file");
  write_text(path, "old", true);
  write_text(path, "new but given up", false);

  BylineMapping mapping;
  assert_int_equal(byline_mapping_open(path, &mapping), BYLINE_OK);
  assert_int_equal(mapping.size, 3);
  assert_memory_equal(mapping.data, "old", 3);
  byline_mapping_close(&mapping);

  write_text(path, "", true);
  assert_int_equal(byline_mapping_open(path, &mapping), BYLINE_OK);
  assert_int_equal(mapping.size, 0);
  byline_mapping_close(&mapping);

  assert_int_equal(unlink(path), 0);
  assert_int_equal(rmdir(folder), 0); /* Nothing was left beside */
  free(path);
  free(folder);
}

static void test_outputs_have_the_users_permissions(void** state)
{
  (void)state;
  char* const folder = temporary_folder();
  char* const path = byline_path_join(folder, "x");
  BylineOutput outputs[50];
  const mode_t mask = umask(027);
  for (int i = 0; i < 50; ++i) { // all beside the same file
    assert_int_equal(byline_output_open(path, &outputs[i]), BYLINE_OK);
  }
  assert_int_equal(umask(mask), 027);
  for (int i = 0; i < 50; ++i) {
    assert_int_equal(byline_output_commit(&outputs[i]), BYLINE_OK);
  }
  struct stat info;
  assert_int_equal(stat(path, &info), 0);
  assert_int_equal(info.st_mode & 0777, 0640);
  assert_int_equal(unlink(path), 0);
  assert_int_equal(rmdir(folder), 0); // nothing else is left
  free(path);
  free(folder);
}

static void test_files_that_cannot_be(void** state)
{
  (void)state;
  BylineMapping mapping;
  BylineOutput output;
  assert_int_equal(byline_mapping_open("/nowhere/x", &mapping),
                   BYLINE_ERROR_IO);
  assert_int_equal(byline_mapping_open("/tmp", &mapping), BYLINE_ERROR_IO);
  assert_int_equal(byline_output_open("/nowhere/x", &output), BYLINE_ERROR_IO);
  assert_int_equal(byline_folder_make("/dev/null/x"), BYLINE_ERROR_IO);
}

static void test_folders_and_paths(void** state)
{
  (void)state;
  char* const folder = temporary_folder();
  char* const deep = byline_path_join(folder, "a/b");
  assert_int_equal(byline_folder_make(deep), BYLINE_OK);
  assert_int_equal(byline_folder_make(deep), BYLINE_OK);
  assert_int_equal(access(deep, F_OK), 0);
  assert_int_equal(rmdir(deep), 0);
  free(deep);
  char* const middle = byline_path_join(folder, "a");
  assert_int_equal(rmdir(middle), 0);
  free(middle);
  assert_int_equal(rmdir(folder), 0);
  free(folder);

  static const char* const cases[][3] = {
      {"a", "b", "a/b"}, {"a/", "b", "a/b"}, {"", "b", "b"}, {"a", "/b", "/b"}};
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i) {
    char* const path = byline_path_join(cases[i][0], cases[i][1]);
    assert_string_equal(path, cases[i][2]);
    free(path);
  }
}

static void test_base64(void** state)
{
  (void)state;
  /* RFC 4648, section 10 */
  static const char* const pairs[][2] = {{"", ""},
                                         {"f", "Zg=="},
                                         {"fo", "Zm8="},
                                         {"foo", "Zm9v"},
                                         {"foob", "Zm9vYg=="}};
  for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); ++i) {
    char* const text = byline_base64_encode(pairs[i][0], strlen(pairs[i][0]));
    assert_string_equal(text, pairs[i][1]);
    size_t size = 99;
    char* const bytes = byline_base64_decode(text, &size);
    assert_int_equal(size, strlen(pairs[i][0]));
    assert_memory_equal(bytes, pairs[i][0], size);
    free(bytes);
    free(text);
  }
  static const char* const bad[] = {
      "Z", "Zg=", "Zg=x", "Z===", "Zm 9v", "\xc3\xa4==", "===="};
  for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); ++i) {
    size_t size = 0;
    assert_null(byline_base64_decode(bad[i], &size));
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_base64),
      cmocka_unit_test(test_error_keeps_message),
      cmocka_unit_test(test_json_is_written_in_one_way),
      cmocka_unit_test(test_hash_of_numbers),
      cmocka_unit_test(test_shared_library),
      cmocka_unit_test(test_random_is_reproducible),
      cmocka_unit_test(test_random_distributions),
      cmocka_unit_test(test_shuffle_is_a_permutation),
      cmocka_unit_test(test_pool_visits_every_item_once),
      cmocka_unit_test(test_output_replaces_whole_or_not_at_all),
      cmocka_unit_test(test_outputs_have_the_users_permissions),
      cmocka_unit_test(test_files_that_cannot_be),
      cmocka_unit_test(test_folders_and_paths),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
