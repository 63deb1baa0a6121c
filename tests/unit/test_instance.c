/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* How ports are looked after: at once where they are new, and then as often as
   the listener looks up; the sound in every block. */

#include "plugin/instance.h"
#include "plugin/protocol/port_table.h"
#include "tests/unit/suite.h"

#define BLOCK 64
#define RATE 48000.0

typedef struct {
  BylineInstance instance;
  float values[BYLINE_PORT_COUNT];
  float in[BLOCK];
  float out[BLOCK];
} Plugin;

static int begin(void** state)
{
  static Plugin plugin;
  plugin = (Plugin){.in = {0.5f}};
  const BylineListenerSettings settings = {.sample_rate = RATE};
  assert_int_equal(byline_instance_init(&plugin.instance, &settings),
                   BYLINE_OK);
  for (uint32_t i = BYLINE_PORT_FIRST_CONTROL; i < BYLINE_PORT_COUNT; ++i) {
    plugin.values[i] = byline_ports[i].usual;
    byline_instance_connect(&plugin.instance, i, &plugin.values[i]);
  }
  byline_instance_connect(&plugin.instance, BYLINE_PORT_IN_LEFT, plugin.in);
  byline_instance_connect(&plugin.instance, BYLINE_PORT_OUT_LEFT, plugin.out);
  *state = &plugin;
  return 0;
}

static int end(void** state)
{
  Plugin* const plugin = *state;
  byline_instance_clear(&plugin->instance);
  return 0;
}

static void run(Plugin* plugin, size_t n_samples)
{
  for (size_t i = 0; i < n_samples; i += BLOCK) {
    byline_instance_run(&plugin->instance, BLOCK);
  }
}

static void new_ports_are_written_at_once(void** state)
{
  Plugin* const plugin = *state;
  plugin->values[BYLINE_PORT_ARTIST_1] = 7;
  byline_instance_run(&plugin->instance, 0); // hosts may ask for values so
  assert_float_equal(plugin->values[BYLINE_PORT_ARTIST_1], -1, 0);
  float elsewhere = 7;
  run(plugin, BLOCK);
  byline_instance_connect(&plugin->instance, BYLINE_PORT_ARTIST_1, &elsewhere);
  run(plugin, BLOCK);
  assert_float_equal(elsewhere, -1, 0);
}

static void used_ports_are_written_again(void** state)
{
  Plugin* const plugin = *state;
  run(plugin, BLOCK);
  plugin->values[BYLINE_PORT_ARTIST_1] = 7;
  run(plugin, BYLINE_PORTS_REST);
  assert_float_equal(plugin->values[BYLINE_PORT_ARTIST_1], -1, 0);
}

static void settings_are_taken_soon(void** state)
{
  Plugin* const plugin = *state;
  run(plugin, 10 * BLOCK);
  const size_t heard = byline_tap_written(plugin->instance.tap);
  assert_int_equal(heard, 10 * BLOCK);
  plugin->values[BYLINE_PORT_ENABLED] = 0;
  run(plugin, BYLINE_PORTS_REST);
  const size_t then = byline_tap_written(plugin->instance.tap);
  run(plugin, 10 * BLOCK);
  assert_int_equal(byline_tap_written(plugin->instance.tap), then);
  assert_float_equal(plugin->out[0], 0.5f, 0);
  plugin->values[BYLINE_PORT_ENABLED] = 1;
  run(plugin, BYLINE_PORTS_REST + BLOCK);
  assert_true(byline_tap_written(plugin->instance.tap) > then);
}

static void rendering_is_heard_in_every_block(void** state)
{
  Plugin* const plugin = *state;
  run(plugin, BLOCK);
  plugin->values[BYLINE_PORT_FREEWHEEL] = 1;
  run(plugin, BYLINE_PORTS_REST);
  run(plugin, BLOCK);
  /* All is heard when run() returns, so that the ring is empty */
  const float* left = NULL;
  const float* right = NULL;
  assert_int_equal(byline_tap_peek(plugin->instance.tap, &left, &right), 0);
  plugin->values[BYLINE_PORT_FREEWHEEL] = 0;
  run(plugin, BLOCK);
  assert_int_equal(byline_tap_peek(plugin->instance.tap, &left, &right), BLOCK);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(new_ports_are_written_at_once, begin,
                                      end),
      cmocka_unit_test_setup_teardown(used_ports_are_written_again, begin, end),
      cmocka_unit_test_setup_teardown(settings_are_taken_soon, begin, end),
      cmocka_unit_test_setup_teardown(rendering_is_heard_in_every_block, begin,
                                      end),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
