/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* A listener that gets no thread says so: to its owner, the log and windows. */

#include "byline/plugin.h"
#include "plugin/listener.h"
#include "tests/host/uris.h"

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

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
  BylineMail* const mail = byline_listener_outbox(listener);
  static uint64_t message[BYLINE_MAX_MESSAGE / 8];
  bool told = false;
  uint32_t size = 0;
  while ((size = byline_mail_next(mail)) > 0) {
    byline_mail_read(mail, message);
    told |= contains((const uint8_t*)message, size, log);
  }
  assert_true(told);
  byline_listener_stop(listener);
  byline_listener_free(listener);
  uris_free(&uris);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_no_thread_is_told),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
