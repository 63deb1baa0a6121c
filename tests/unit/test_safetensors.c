/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "nn/safetensors.h"
#include "tests/unit/suite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[64];

static int set_up(void** state)
{
  (void)state;
  snprintf(path, sizeof(path), "/tmp/byline-test-%ld.safetensors",
           (long)getpid());
  return 0;
}

static int tear_down(void** state)
{
  (void)state;
  unlink(path);
  return 0;
}

/* Write a file of `length`, a header and `n_data` bytes 0, 1, 2, ... */
static void write_file(uint64_t length, const char* header, size_t n_header,
                       size_t n_data)
{
  FILE* const file = fopen(path, "wb");
  assert_non_null(file);
  for (unsigned i = 0; i < 8; ++i) {
    fputc((int)(length >> (8 * i) & 0xff), file);
  }
  fwrite(header, 1, n_header, file);
  for (size_t i = 0; i < n_data; ++i) {
    fputc((int)(i & 0xff), file);
  }
  assert_int_equal(fclose(file), 0);
}

/* Expect that the file is refused with words that contain `complaint` */
static void expect_refusal(const char* complaint)
{
  BylineSafetensors file;
  assert_int_equal(byline_safetensors_open(path, &file), BYLINE_ERROR_FORMAT);
  if (!strstr(byline_error_message(), complaint)) {
    fail_msg("'%s' does not say '%s'", byline_error_message(), complaint);
  }
  assert_non_null(strstr(byline_error_message(), path));
  assert_null(strchr(byline_error_message(), '\n'));
  assert_null(file.header);
  assert_null(file.tensors);
  assert_null(file.mapping.data);
}

static void refuse(const char* header, size_t n_data, const char* complaint)
{
  write_file(strlen(header), header, strlen(header), n_data);
  expect_refusal(complaint);
}

static void round_trip(void** state)
{
  (void)state;
  float a[] = {1, -2.5f, 3e-20f, 0, INFINITY, 65504};
  float b[] = {0.1f};
  const BylineTensor tensors[] = {
      {"block.weight", 2, {2, 3}, 6, a, true, false, true},
      {"block.bias", 1, {1}, 1, b, true, false, false},
  };
  const BylineTensor* const list[] = {&tensors[0], &tensors[1]};
  const BylineMetadata metadata[] = {{"key", "value"},
                                     {"\xc3\xa9", "\"quoted\"\n\t"}};
  assert_int_equal(
      byline_safetensors_write(path, metadata, 2, list, 2, BYLINE_ELEMENT_F32),
      BYLINE_OK);

  BylineSafetensors file;
  assert_int_equal(byline_safetensors_open(path, &file), BYLINE_OK);
  assert_int_equal(file.n_tensors, 2);
  assert_int_equal((file.data - (const unsigned char*)file.mapping.data) % 8,
                   0);
  assert_string_equal(byline_safetensors_metadata(&file, "key"), "value");
  assert_string_equal(byline_safetensors_metadata(&file, "\xc3\xa9"),
                      "\"quoted\"\n\t");
  assert_null(byline_safetensors_metadata(&file, "other"));

  const BylineStoredTensor* const stored =
      byline_safetensors_find(&file, "block.weight");
  assert_non_null(stored);
  assert_int_equal(stored->n_dimensions, 2);
  assert_int_equal(stored->dimensions[0], 2);
  assert_int_equal(stored->dimensions[1], 3);
  float values[6];
  byline_safetensors_read(&file, stored, values);
  assert_memory_equal(values, a, sizeof(a));
  byline_safetensors_read(&file, byline_safetensors_find(&file, "block.bias"),
                          values);
  assert_memory_equal(values, b, sizeof(b));
  assert_null(byline_safetensors_find(&file, "__metadata__"));
  byline_safetensors_close(&file);
}

static void halves(void** state)
{
  (void)state;
  enum { N = 3001 };
  static float values[N];
  static float back[N];
  for (size_t i = 0; i < N; ++i) {
    values[i] = sinf((float)i) * powf(10, (float)(i % 7) - 3);
  }
  const BylineTensor tensor = {"x", 1, {N}, N, values, true, false, true};
  const BylineTensor* const list[] = {&tensor};
  assert_int_equal(
      byline_safetensors_write(path, NULL, 0, list, 1, BYLINE_ELEMENT_F16),
      BYLINE_OK);
  BylineSafetensors file;
  assert_int_equal(byline_safetensors_open(path, &file), BYLINE_OK);
  assert_int_equal(file.tensors[0].element, BYLINE_ELEMENT_F16);
  assert_int_equal(file.tensors[0].size, 2 * N);
  byline_safetensors_read(&file, &file.tensors[0], back);
  for (size_t i = 0; i < N; ++i) {
    assert_true(fabsf(back[i] - values[i]) <=
                fmaxf(fabsf(values[i]) * 0x1p-11f, 0x1p-25f));
  }
  byline_safetensors_close(&file);
}

/* Laid out as the format's own Python library does it: {"b": float32 [1.5],
   "a": float16 [[1, -2]]}, {"who": "python"} */
static void file_in_the_reference_layout(void** state)
{
  (void)state;
  static const char header[] =
      "{\"__metadata__\":{\"who\":\"python\"},"
      "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
      "\"a\":{\"dtype\":\"F16\",\"shape\":[1,2],\"data_offsets\":[4,8]}}   ";
  static const unsigned char data[] = {0, 0, 0xc0, 0x3f, 0, 0x3c, 0, 0xc0};
  const size_t n = sizeof(header) - 1;
  write_file(n, header, n, 0);
  FILE* const stream = fopen(path, "ab");
  assert_non_null(stream);
  fwrite(data, 1, sizeof(data), stream);
  assert_int_equal(fclose(stream), 0);

  BylineSafetensors file;
  assert_int_equal(byline_safetensors_open(path, &file), BYLINE_OK);
  float values[2];
  byline_safetensors_read(&file, byline_safetensors_find(&file, "b"), values);
  assert_float_equal(values[0], 1.5f, 0);
  byline_safetensors_read(&file, byline_safetensors_find(&file, "a"), values);
  assert_float_equal(values[0], 1, 0);
  assert_float_equal(values[1], -2, 0);
  assert_string_equal(byline_safetensors_metadata(&file, "who"), "python");
  byline_safetensors_close(&file);
}

static void other_files_are_refused(void** state)
{
  (void)state;
  FILE* const stream = fopen(path, "wb");
  assert_non_null(stream);
  fclose(stream);
  expect_refusal("not a model file");
  write_file(0x6c206f6c6c65480a, "a text", 6, 0);
  expect_refusal("not a model file");
  write_file(UINT64_MAX, "{}", 2, 0);
  expect_refusal("not a model file");
  write_file(0, "", 0, 0);
  expect_refusal("not a model file");
  refuse("[1, 2, 3]", 0, "not a model file");
  refuse("{\"a\": ", 0, "not a model file");
  refuse("{\"a\": 1, \"a\": 2}", 0, "not a model file");
}

static void truncated_files_are_refused(void** state)
{
  (void)state;
  static const char header[] =
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
  const size_t n = sizeof(header) - 1;
  for (size_t i = 0; i < n; ++i) {
    write_file(n, header, i, 0);
    expect_refusal("truncated");
  }
  for (size_t i = 0; i < 8; ++i) {
    write_file(n, header, n, i);
    expect_refusal("truncated");
  }
  write_file(n, header, n, 9);
  expect_refusal("belong to no tensor");
  write_file(n, header, n, 8);
  BylineSafetensors file;
  assert_int_equal(byline_safetensors_open(path, &file), BYLINE_OK);
  byline_safetensors_close(&file);
}

static void bad_descriptions_are_refused(void** state)
{
  (void)state;
  static const char* const entries[] = {
      "1",
      "{}",
      "{\"dtype\":1,\"shape\":[1],\"data_offsets\":[0,4]}",
      "{\"dtype\":\"F32\",\"data_offsets\":[0,4]}",
      "{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}",
      "{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}",
      "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}",
      "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4,4]}",
      "{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,4]}",
      ("{\"dtype\":\"F32\",\"shape\":[1,1,1,1,1,1,1,1,1],"
       "\"data_offsets\":[0,4]}"),
  };
  for (size_t i = 0; i < sizeof(entries) / sizeof(*entries); ++i) {
    char header[256];
    snprintf(header, sizeof(header), "{\"the one\":%s}", entries[i]);
    refuse(header, 4, "'the one' is not described");
  }
}

static void bad_shapes_and_offsets_are_refused(void** state)
{
  (void)state;
  refuse("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4,
         "not what its shape needs");
  refuse("{\"a\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4,
         "not what its shape needs");
  /* 2^62 x 4 bytes is 0 in 64 bits */
  refuse("{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904],"
         "\"data_offsets\":[0,0]}}",
         0, "not what its shape needs");
  refuse("{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],"
         "\"data_offsets\":[0,0]}}",
         0, "not what its shape needs");
  refuse("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}", 4,
         "outside the file");
  refuse("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],"
         "\"data_offsets\":[9223372036854775803,9223372036854775807]}}",
         4, "outside the file");
  refuse("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
         "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}",
         12, "overlaps");
  refuse("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
         "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}",
         12, "leaves a gap");
}

static void other_failures(void** state)
{
  (void)state;
  BylineSafetensors file;
  assert_int_equal(byline_safetensors_open("/nonexistent/model", &file),
                   BYLINE_ERROR_IO);
  assert_int_equal(byline_safetensors_open("/tmp", &file), BYLINE_ERROR_IO);
  const BylineMetadata bad = {"key", "\xff"};
  assert_int_equal(
      byline_safetensors_write(path, &bad, 1, NULL, 0, BYLINE_ELEMENT_F32),
      BYLINE_ERROR_DATA);
  assert_int_equal(byline_safetensors_write("/nonexistent/model", NULL, 0, NULL,
                                            0, BYLINE_ELEMENT_F32),
                   BYLINE_ERROR_IO);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(round_trip),
      cmocka_unit_test(halves),
      cmocka_unit_test(file_in_the_reference_layout),
      cmocka_unit_test(other_files_are_refused),
      cmocka_unit_test(truncated_files_are_refused),
      cmocka_unit_test(bad_descriptions_are_refused),
      cmocka_unit_test(bad_shapes_and_offsets_are_refused),
      cmocka_unit_test(other_failures),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
