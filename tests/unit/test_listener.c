/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* A listener that gets no thread says so: to its owner, the log and windows. */

#include "byline/plugin.h"
#include "plugin/listener.h"
#include "tests/hosts/uris.h"
#include "tests/unit/suite.h"

#include <lv2/atom/atom.h>
#include <lv2/core/lv2.h>

#include <errno.h>
#include <pthread.h>
#include <string.h>

/* In the place of the library's: nobody else here needs a thread */
int pthread_create(pthread_t* restrict thread,
                   const pthread_attr_t* restrict attributes,
                   void* (*start)(void*), void* restrict argument)
{
  (void)thread;
  (void)attributes;
  (void)start;
  (void)argument;
  return EAGAIN;
}

static void log_line(void* user, bool error, const char* line)
{
  if (error) {
    snprintf(user, 256, "%s", line);
  }
}

static bool contains(const uint8_t* bytes, size_t n, const char* text)
{
  return memmem(bytes, n, text, strlen(text)) != NULL;
}

static void test_no_thread_is_told(void** context)
{
  (void)context;
  static Uris uris = {.lock = PTHREAD_MUTEX_INITIALIZER};
  const LV2_URID_Map map = {&uris, uris_map};
  char log[256] = "";
  const BylineListenerSettings settings = {
      .sample_rate = 48000, .map = &map, .log = log_line, .user = log};
  BylineListener* listener = NULL;
  assert_int_equal(byline_listener_new(&settings, &listener), BYLINE_OK);
  assert_int_equal(byline_listener_start(listener), BYLINE_ERROR_MEMORY);
  assert_non_null(strstr(log, "cannot listen: no thread can be started: "));
  assert_non_null(
      strstr(byline_session_message(byline_listener_lock(listener)), log));
  byline_listener_unlock(listener);

  /* The window need not be open yet, nor does anybody listen to its Attach */
  BylineMessageRing* const outbox = byline_listener_outbox(listener);
  static uint64_t message[BYLINE_MAX_MESSAGE / 8];
  bool told = false;
  uint32_t size = 0;
  while ((size = byline_message_ring_next(outbox)) > 0) {
    byline_message_ring_read(outbox, message);
    told |= contains((const uint8_t*)message, size, log);
  }
  assert_true(told);
  byline_listener_stop(listener);
  byline_listener_free(listener);
  uris_free(&uris);
}

/* A message of an otype, alone in a sequence */
typedef struct {
  LV2_Atom_Sequence sequence;
  LV2_Atom_Event event;
  LV2_Atom_Object_Body object;
} OneMessage;

/* A window that is opened later asks a plugin that has nobody to answer */
static void test_late_window_is_told(void** context)
{
  (void)context;
  static Uris uris = {.lock = PTHREAD_MUTEX_INITIALIZER};
  LV2_URID_Map map = {&uris, uris_map};
  const LV2_Feature feature = {LV2_URID__map, &map};
  const LV2_Feature* const features[] = {&feature, NULL};
  const LV2_Descriptor* const lv2 = lv2_descriptor(0);
  const LV2_Handle plugin = lv2->instantiate(lv2, 48000, NULL, features);
  static uint64_t notify[2048];
  LV2_Atom_Sequence* const answer = (LV2_Atom_Sequence*)notify;
  OneMessage message = {.sequence.atom = {sizeof(message) - sizeof(LV2_Atom),
                                          uris_map(&uris, LV2_ATOM__Sequence)},
                        .event.body = {sizeof(message.object),
                                       uris_map(&uris, LV2_ATOM__Object)}};
  assert_non_null(plugin);
  lv2->connect_port(plugin, BYLINE_PORT_CONTROL, &message);
  lv2->connect_port(plugin, BYLINE_PORT_NOTIFY, notify);
  lv2->activate(plugin);
  for (int i = 0; i < 3; ++i) { // the second time without a question
    message.object.otype = i == 1 ? 0 : uris_map(&uris, BYLINE_WORD(Attach));
    answer->atom = (LV2_Atom){sizeof(notify) - sizeof(LV2_Atom), 0};
    lv2->run(plugin, 64);
    assert_int_equal(contains((const uint8_t*)notify,
                              sizeof(LV2_Atom) + answer->atom.size,
                              "cannot listen"),
                     i != 1);
  }
  lv2->deactivate(plugin);
  lv2->cleanup(plugin);
  uris_free(&uris);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_no_thread_is_told),
      cmocka_unit_test(test_late_window_is_told),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
