/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What the plugin has posted for windows and hosts, message by message. */

#ifndef BYLINE_TESTS_POSTED_H
#define BYLINE_TESTS_POSTED_H

#include "byline/plugin.h"
#include "plugin/messages.h"
#include "tests/hosts/uris.h"
#include "tests/unit/suite.h"

#include <lv2/atom/util.h>
#include <lv2/patch/patch.h>

static Uris uris = {.lock = PTHREAD_MUTEX_INITIALIZER};
static LV2_URID_Map map = {&uris, uris_map};
static BylineMessageRing* outbox;
static BylinePost post;
static BylineMessage message; // as the audio thread gets it

static inline int set_up(void** state)
{
  (void)state;
  if (byline_message_ring_new(32768, &outbox) != BYLINE_OK) {
    return 1;
  }
  byline_post_init(&post, &map, outbox);
  return 0;
}

static inline int tear_down(void** state)
{
  (void)state;
  byline_message_ring_free(outbox);
  uris_free(&uris);
  return 0;
}

static inline LV2_URID urid(const char* uri)
{
  return uris_map(&uris, uri);
}

/* Take the next message and find one of its properties */
static inline void take(const char* otype)
{
  assert_in_range(byline_message_ring_next(outbox), sizeof(LV2_Atom_Object),
                  sizeof(message));
  byline_message_ring_read(outbox, &message);
  assert_int_equal(message.atom.type, urid(LV2_ATOM__Object));
  assert_int_equal(((const LV2_Atom_Object*)&message)->body.otype, urid(otype));
}

static inline const LV2_Atom* property(const char* uri)
{
  const LV2_Atom* value = NULL;
  lv2_atom_object_get((const LV2_Atom_Object*)&message, urid(uri), &value, 0);
  assert_non_null(value);
  return value;
}

static inline const char* text(const char* uri)
{
  return (const char*)(property(uri) + 1);
}

static inline bool truth(const char* uri)
{
  const LV2_Atom* const value = property(uri);
  assert_int_equal(value->type, urid(LV2_ATOM__Bool));
  assert_int_equal(value->size, sizeof(int32_t));
  return ((const LV2_Atom_Bool*)value)->body;
}

#endif // BYLINE_TESTS_POSTED_H
