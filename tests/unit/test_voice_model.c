/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The network that finds voices, as a file. */

#include "tests/unit/suite.h"
#include "voice/voice_model.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Files: what is saved is loaded, as half-precision numbers; what is not such a
   file is refused in a line */
static void test_files(void** state)
{
  (void)state;
  char path[64];
  snprintf(path, sizeof(path), "/tmp/byline-test-voice-%d", (int)getpid());
  BylineNetwork* network = NULL;
  BylineNetwork* loaded = NULL;
  BylineVoiceModelInfo info = {.metrics = NULL};
  assert_int_equal(byline_voice_network_new("separator:width=4-4", &network),
                   BYLINE_OK);
  byline_network_initialize(network, 1);
  assert_int_equal(byline_voice_model_save(path, &info, network), BYLINE_OK);
  assert_int_equal(byline_voice_model_open(path, &info, &loaded), BYLINE_OK);
  assert_string_equal(info.metrics, "{}");
  for (size_t i = 0; i < byline_network_tensor_count(network); ++i) {
    const BylineTensor* const a = byline_network_tensor(network, i);
    const BylineTensor* const b = byline_network_tensor(loaded, i);
    for (size_t k = 0; k < a->n_values; ++k) {
      assert_float_equal(a->values[k], b->values[k],
                         1e-3f * fabsf(a->values[k]) + 1e-6f);
    }
  }
  byline_voice_model_info_free(&info);
  byline_network_free(network);
  byline_network_free(loaded);

  /* Cut off anywhere */
  FILE* file = fopen(path, "rb");
  assert_non_null(file);
  static char bytes[1 << 16];
  const size_t n = fread(bytes, 1, sizeof(bytes), file);
  fclose(file);
  for (size_t size = 0; size < n; size += 97) {
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    fclose(file);
    assert_int_equal(byline_voice_model_open(path, NULL, &loaded),
                     BYLINE_ERROR_FORMAT);
    assert_null(loaded);
  }
  unlink(path);
  assert_int_equal(byline_voice_model_open(path, NULL, &loaded),
                   BYLINE_ERROR_IO);
  assert_int_equal(byline_voice_network_new("resnet", &network),
                   BYLINE_ERROR_USAGE);
  assert_non_null(strstr(byline_error_message(), "take separator"));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_files),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
