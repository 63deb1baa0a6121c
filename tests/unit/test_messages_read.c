/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Messages to the plugin: its own, other people's, and nonsense. */

#include "byline/random.h"
#include "tests/unit/posted.h"

static void test_own_model_message_is_understood(void** state)
{
  (void)state;
  assert_true(byline_post_property(&post, BYLINE_PROPERTY_MODEL_FILE,
                                   "/some/where.safetensors"));
  take(LV2_PATCH__Set);
  assert_true(byline_message_wanted(&post.urids, &message.atom));
  const BylineRequest request =
      byline_message_parse(&post.urids, &message.atom);
  assert_int_equal(request.kind, BYLINE_REQUEST_SET);
  assert_int_equal(request.property, BYLINE_PROPERTY_MODEL_FILE);
  assert_string_equal(request.path, "/some/where.safetensors");

  /* The same message cut anywhere is not followed past its end */
  const uint32_t size = message.atom.size;
  for (uint32_t n = 0; n < size; ++n) {
    LV2_Atom* const copy = malloc(sizeof(LV2_Atom) + n);
    memcpy(copy, &message, sizeof(LV2_Atom) + n);
    copy->size = n;
    const BylineRequest cut = byline_message_parse(&post.urids, copy);
    if (n + 8 < size) { // the last bytes are padding
      assert_int_not_equal(cut.kind, BYLINE_REQUEST_SET);
    }
    free(copy);
  }
}

static void test_every_property_is_understood(void** state)
{
  (void)state;
  for (int p = 0; p < BYLINE_PROPERTY_COUNT; ++p) {
    assert_true(byline_post_property(&post, (BylineProperty)p, ""));
    take(LV2_PATCH__Set);
    BylineRequest request = byline_message_parse(&post.urids, &message.atom);
    assert_int_equal(request.kind, BYLINE_REQUEST_SET);
    assert_int_equal(request.property, p);
    assert_string_equal(request.path, "");
    ((LV2_Atom_Object*)&message)->body.otype = post.urids.patch_Get;
    request = byline_message_parse(&post.urids, &message.atom);
    assert_int_equal(request.kind, BYLINE_REQUEST_GET);
    assert_int_equal(request.property, p);
  }
  /* Of what is not ours, nothing is known */
  const LV2_Atom* const key = property(LV2_PATCH__property);
  ((LV2_Atom_URID*)(size_t)key)->body = urid("urn:of:another:plugin");
  assert_int_equal(byline_message_parse(&post.urids, &message.atom).kind,
                   BYLINE_REQUEST_NONE);
}

static void test_garbage_is_harmless(void** state)
{
  (void)state;
  BylineRandom random = byline_random_begin(11, 0);
  const LV2_URID some[] = {
      post.urids.byline_Attach,  post.urids.patch_Set,
      post.urids.patch_Get,      post.urids.patch_value,
      post.urids.patch_property, post.urids.atom_Path,
      post.urids.atom_URID,      post.urids.byline_modelFile};
  for (int turn = 0; turn < 200000; ++turn) {
    const uint32_t size = 4 * (uint32_t)byline_random_below(&random, 32);
    LV2_Atom* const atom = malloc(sizeof(LV2_Atom) + size);
    uint32_t* const words = (uint32_t*)(atom + 1);
    for (uint32_t i = 0; i < size / 4; ++i) {
      const uint64_t bits = byline_random_next(&random);
      words[i] = bits % 2   ? some[bits / 2 % 8]
                 : bits % 4 ? (uint32_t)(bits >> 32) % 64
                            : (uint32_t)(bits >> 32);
    }
    *atom = (LV2_Atom){size, post.urids.atom_Object};
    const BylineRequest request = byline_message_parse(&post.urids, atom);
    if (request.kind == BYLINE_REQUEST_SET) {
      assert_true(strlen(request.path) < size);
    }
    free(atom);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_own_model_message_is_understood),
      cmocka_unit_test(test_every_property_is_understood),
      cmocka_unit_test(test_garbage_is_harmless),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
