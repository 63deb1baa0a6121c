/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Model files that are none, or are damaged. */

#include "base/file.h"
#include "nn/safetensors.h"
#include "tests/unit/model_file.h"

#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>

/* Write a good model with one metadata string replaced, or left out if `value`
   is NULL, and the tensors that are given */
static void write_variant(const char* key, const char* value,
                          const BylineTensor* const* tensors, size_t n_tensors,
                          BylineElement element)
{
  BylineNetwork* const network = new_network();
  BylineMetadata metadata[] = {
      {"byline.format", "1"},
      {"byline.front_end",
       "{\"sample_rate\":24000,\"fft_size\":2048,\"hop\":896,\"n_mels\":128,"
       "\"min_frequency\":30,\"max_frequency\":11000.0,\"dynamic_range\":80}"},
      {"byline.artists", "[\"a\",\"b\",\"c\"]"},
      {"byline.architecture", byline_network_architecture(network)},
      {"byline.temperature", "1"},
      {"byline.metrics", "{}"},
      {"byline.provenance", "{}"},
  };
  size_t n = 0;
  for (size_t i = 0; i < 7; ++i) {
    BylineMetadata m = metadata[i];
    m.value = key && !strcmp(m.key, key) ? value : m.value;
    if (m.value) {
      metadata[n++] = m;
    }
  }
  assert_int_equal(
      byline_safetensors_write(path, metadata, n, tensors, n_tensors, element),
      BYLINE_OK);
  byline_network_free(network);
}

static void expect_refusal(const char* complaint)
{
  BylineModel* model = NULL;
  const BylineStatus status = byline_model_load(path, &model);
  assert_null(model);
  if (status != BYLINE_ERROR_FORMAT ||
      !strstr(byline_error_message(), complaint)) {
    fail_msg("status %d, '%s' does not say '%s'", (int)status,
             byline_error_message(), complaint);
  }
  assert_non_null(strstr(byline_error_message(), path));
  assert_null(strchr(byline_error_message(), '\n'));
}

/* The tensors of a good network, to be changed */
typedef struct {
  BylineNetwork* network;
  BylineTensor* copies;
  const BylineTensor** list;
  size_t n;
} Tensors;

static Tensors new_tensors(void)
{
  Tensors t = {.network = new_network()};
  t.n = byline_network_tensor_count(t.network);
  t.copies = calloc(t.n, sizeof(*t.copies));
  t.list = calloc(t.n, sizeof(*t.list));
  assert_true(t.copies && t.list);
  for (size_t i = 0; i < t.n; ++i) {
    t.copies[i] = *byline_network_tensor(t.network, i);
    t.list[i] = &t.copies[i];
  }
  return t;
}

static void free_tensors(Tensors* t)
{
  byline_network_free(t->network);
  free(t->copies);
  free(t->list);
}

static void bad_metadata_is_refused(void** state)
{
  (void)state;
  static const struct {
    const char* key;
    const char* value;
    const char* complaint;
  } cases[] = {
      {"byline.format", NULL, "not a Byline model"},
      {"byline.format", "2", "format '2'"},
      {"byline.front_end", NULL, "front end"},
      {"byline.front_end", "24000", "front end"},
      {"byline.front_end", "{\"sample_rate\":24000}", "front end: fft_size"},
      {"byline.front_end",
       "{\"sample_rate\":24000,\"fft_size\":1073741824,\"hop\":896,"
       "\"n_mels\":128,\"min_frequency\":30,\"max_frequency\":11000.0,"
       "\"dynamic_range\":80}",
       "front end: FFT size"},
      {"byline.artists", NULL, "byline.artists"},
      {"byline.artists", "[]", "byline.artists"},
      {"byline.artists", "{\"a\":1}", "byline.artists"},
      {"byline.artists", "[\"a\",\"b\",3]", "artist 3"},
      {"byline.artists", "[\"a\",\"\",\"c\"]", "artist 2"},
      {"byline.artists", "[\"a\",\"b\"]", "another shape"},
      {"byline.architecture", NULL, "byline.architecture"},
      {"byline.architecture", "transformer", "architecture 'transformer'"},
      {"byline.architecture", "resnet:width=16,blocks=1-1-1-1",
       "another shape"},
      {"byline.architecture", "resnet:width=8,blocks=2-1-1-1", "is missing"},
      {"byline.architecture", "resnet:width=4000000000,blocks=1-1-1-1",
       "architecture"},
      {"byline.temperature", NULL, "byline.temperature"},
      {"byline.temperature", "0", "byline.temperature"},
      {"byline.temperature", "-1", "byline.temperature"},
      {"byline.temperature", "1e999", "byline.temperature"},
      {"byline.temperature", "NaN", "byline.temperature"},
      {"byline.temperature", "\"1\"", "byline.temperature"},
      {"byline.metrics", "[1]", "byline.metrics"},
      {"byline.provenance", "{", "byline.provenance"},
  };
  Tensors t = new_tensors();
  for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); ++i) {
    write_variant(cases[i].key, cases[i].value, t.list, t.n,
                  BYLINE_ELEMENT_F32);
    expect_refusal(cases[i].complaint);
  }

  /* What is not needed may be missing, and halves will do */
  const char* const optional[] = {"byline.metrics", "byline.provenance"};
  for (size_t i = 0; i < 2; ++i) {
    write_variant(optional[i], NULL, t.list, t.n, BYLINE_ELEMENT_F16);
    BylineModel* model = NULL;
    assert_int_equal(byline_model_load(path, &model), BYLINE_OK);
    assert_string_equal(byline_model_info(model)->metrics, "{}");
    assert_string_equal(byline_model_info(model)->provenance, "{}");
    byline_model_free(model);
  }
  free_tensors(&t);
}

static void bad_tensors_are_refused(void** state)
{
  (void)state;
  Tensors t = new_tensors();
  write_variant(NULL, NULL, t.list + 1, t.n - 1, BYLINE_ELEMENT_F32);
  expect_refusal("is missing");
  write_variant(NULL, NULL, t.list, 0, BYLINE_ELEMENT_F32);
  expect_refusal("is missing");

  const char* const name = t.copies[2].name;
  t.copies[2].name = "other";
  write_variant(NULL, NULL, t.list, t.n, BYLINE_ELEMENT_F32);
  expect_refusal(name);
  t.copies[2].name = name;

  assert_int_equal(t.copies[0].n_dimensions, 4);
  t.copies[0].dimensions[0] *= 7;
  t.copies[0].dimensions[3] /= 7;
  write_variant(NULL, NULL, t.list, t.n, BYLINE_ELEMENT_F32);
  expect_refusal("another shape");
  t.copies[0].dimensions[0] /= 7;
  t.copies[0].dimensions[3] *= 7;

  t.copies[0].values[5] = NAN;
  write_variant(NULL, NULL, t.list, t.n, BYLINE_ELEMENT_F32);
  expect_refusal("not finite");
  free_tensors(&t);
}

static void truncated_files_are_refused(void** state)
{
  (void)state;
  save();
  struct stat info;
  assert_int_equal(stat(path, &info), 0);
  for (off_t size = info.st_size - 1; size > 0; size = size * 3 / 4) {
    assert_int_equal(truncate(path, size), 0);
    expect_refusal(size > 7 ? "truncated" : "not a model file");
  }
}

/* Whatever bytes of the header are broken, loading ends well or says why */
static void broken_headers_do_no_harm(void** state)
{
  (void)state;
  save();
  BylineMapping mapping;
  assert_int_equal(byline_mapping_open(path, &mapping), BYLINE_OK);
  const size_t size = mapping.size;
  unsigned char* const good = malloc(size);
  unsigned char* const bytes = malloc(size);
  assert_true(good && bytes);
  memcpy(good, mapping.data, size);
  byline_mapping_close(&mapping);
  const size_t n_header = 8 + good[0] + 256u * good[1];
  BylineRandom random = byline_random_begin(11, 0);
  size_t n_refused = 0;
  for (size_t k = 0; k < 300; ++k) {
    memcpy(bytes, good, size);
    for (uint64_t n = 1 + byline_random_below(&random, 4); n > 0; --n) {
      const size_t place = (size_t)byline_random_below(&random, n_header);
      bytes[place] = (unsigned char)byline_random_below(&random, 256);
    }
    FILE* const file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    BylineModel* model = NULL;
    const BylineStatus status = byline_model_load(path, &model);
    assert_true(status == BYLINE_OK || status == BYLINE_ERROR_FORMAT);
    n_refused += status != BYLINE_OK;
    byline_model_free(model);
  }
  assert_true(n_refused > 100);
  free(good);
  free(bytes);
}

static void other_failures(void** state)
{
  (void)state;
  BylineModel* model = NULL;
  assert_int_equal(byline_model_load("/nonexistent/model", &model),
                   BYLINE_ERROR_IO);
  assert_null(model);

  BylineNetwork* const network = new_network();
  BylineModelInfo info = new_info();
  assert_int_equal(byline_model_save("/nonexistent/model", &info, network),
                   BYLINE_ERROR_IO);
  char* latin1[] = {"Bj\xf6rk", "b", "c"};
  info.artists = latin1;
  assert_int_equal(byline_model_save(path, &info, network), BYLINE_ERROR_DATA);
  assert_non_null(strstr(byline_error_message(), "artist 1"));
  byline_network_free(network);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(bad_metadata_is_refused),
      cmocka_unit_test(bad_tensors_are_refused),
      cmocka_unit_test(truncated_files_are_refused),
      cmocka_unit_test(broken_headers_do_no_harm),
      cmocka_unit_test(other_failures),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
