/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* The rows of byline/ports.def: whole, consistent, and the recogniser's. */

#include "byline/recognizer.h"
#include "plugin/protocol/port_table.h"
#include "tests/unit/suite.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

static void check_range(const BylinePortInfo* port)
{
  assert_true(port->minimum < port->maximum);
  assert_true(port->usual >= port->minimum && port->usual <= port->maximum);
  if (byline_port_is_switch(port)) {
    assert_true(port->minimum == 0 && port->maximum == 1);
  }
}

static void check_points(const BylinePortInfo* port)
{
  int n = 0;
  for (; port->points[n].label; ++n) {
    assert_true(*port->points[n].label);
    assert_true(port->points[n].value >= port->minimum);
    assert_true(port->points[n].value <= port->maximum);
  }
  if (port->traits & BYLINE_PORT_IS_ENUMERATION) {
    assert_int_equal(n, (int)(port->maximum - port->minimum) + 1);
  }
  if (port->minimum < 0 && port->traits & BYLINE_PORT_IS_INTEGER) {
    assert_true(n > 0); // what a negative number means
  }
}

static void test_rows_are_whole(void** context)
{
  (void)context;
  for (int i = BYLINE_PORT_CONTROL; i < BYLINE_PORT_COUNT; ++i) {
    const BylinePortInfo* const port = &byline_ports[i];
    assert_int_equal(port->port, i);
    assert_true(*port->symbol && *port->name);
    assert_true(isupper((unsigned char)port->help[0]));
    assert_int_not_equal(port->help[strlen(port->help) - 1], '.');
    if (port->traits & BYLINE_PORT_IS_MESSAGES) {
      assert_true(port->size >= 8192);
    } else {
      check_range(port);
      check_points(port);
    }
    for (int j = BYLINE_PORT_CONTROL; j < i; ++j) {
      assert_string_not_equal(port->symbol, byline_ports[j].symbol);
    }
  }
}

/* LADSPA can only say these defaults, besides 0 and 1 */
static void test_ladspa_can_say_the_defaults(void** context)
{
  (void)context;
  for (int i = BYLINE_PORT_WINDOW; i < BYLINE_PORT_COUNT; ++i) {
    const BylinePortInfo* const port = &byline_ports[i];
    const float place =
        (port->usual - port->minimum) / (port->maximum - port->minimum);
    if (byline_port_is_turned((BylinePort)i) && port->usual != 1) {
      assert_float_equal(4 * place, roundf(4 * place), 1e-6);
    }
  }
}

static void test_recognizer_has_the_defaults(void** context)
{
  (void)context;
  const BylineRecognizerSettings usual = byline_recognizer_settings_default();
  assert_float_equal(usual.window, 10, 0);
  assert_float_equal(usual.interval, 1, 0);
  assert_float_equal(usual.smoothing, 8, 0);
  assert_float_equal(usual.threshold, 0.5, 0);
  assert_float_equal(usual.hold, 2, 0);
  assert_float_equal(usual.vocal_focus, 0, 0);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_rows_are_whole),
      cmocka_unit_test(test_ladspa_can_say_the_defaults),
      cmocka_unit_test(test_recognizer_has_the_defaults),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
