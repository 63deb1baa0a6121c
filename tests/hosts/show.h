/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file show.h
   What the plugin's messages say, as lines of text.
*/

#ifndef BYLINE_TESTS_HOST_SHOW_H
#define BYLINE_TESTS_HOST_SHOW_H

#include "uris.h"

#include "byline/plugin.h"

#include <lv2/atom/atom.h>
#include <lv2/atom/util.h>
#include <lv2/patch/patch.h>

#include <stdbool.h>

/** Bytes of a buffer for messages. */
#define ATOM_SIZE 65536

/** A buffer for messages. */
typedef union {
  LV2_Atom atom;
  LV2_Atom_Sequence sequence;
  uint8_t bytes[ATOM_SIZE];
} AtomBuffer;

static inline void fail(const char* what)
{
  fprintf(stderr, "lv2_host: %s\n", what);
  exit(1);
}

static inline void show_status(Uris* uris, const LV2_Atom_Object* object)
{
  const LV2_Atom* model = NULL;
  const LV2_Atom* message = NULL;
  const LV2_Atom* count = NULL;
  lv2_atom_object_get(object, uris_map(uris, BYLINE_WORD(model)), &model,
                      uris_map(uris, BYLINE_WORD(message)), &message,
                      uris_map(uris, BYLINE_WORD(artistCount)), &count, 0);
  if (!model || !message || !count) {
    fail("a Status lacks something");
  }
  printf("status model '%s' of %d artists, message '%s'\n",
         (const char*)(model + 1), ((const LV2_Atom_Int*)count)->body,
         (const char*)(message + 1));
}

static inline void show_answer(Uris* uris, const LV2_Atom_Object* object)
{
  const LV2_Atom* time = NULL;
  const LV2_Atom* artist = NULL;
  const LV2_Atom* names = NULL;
  const LV2_Atom* numbers = NULL;
  lv2_atom_object_get(object, uris_map(uris, BYLINE_WORD(time)), &time,
                      uris_map(uris, BYLINE_WORD(artist)), &artist,
                      uris_map(uris, BYLINE_WORD(names)), &names,
                      uris_map(uris, BYLINE_WORD(probabilities)), &numbers, 0);
  if (!time || !artist || !names || !numbers) {
    fail("an Answer lacks something");
  }
  const float* p =
      (const float*)LV2_ATOM_CONTENTS_CONST(LV2_Atom_Vector, numbers);
  printf("answer %.3f '%s'", ((const LV2_Atom_Double*)time)->body,
         (const char*)(artist + 1));
  LV2_ATOM_TUPLE_FOREACH((const LV2_Atom_Tuple*)names, name)
  {
    printf(" '%s' %.6f", (const char*)(name + 1), (double)*p++);
  }
  putchar('\n');
}

static inline void show_property(Uris* uris, const LV2_Atom_Object* object)
{
  const LV2_Atom* key = NULL;
  const LV2_Atom* value = NULL;
  lv2_atom_object_get(object, uris_map(uris, LV2_PATCH__property), &key,
                      uris_map(uris, LV2_PATCH__value), &value, 0);
  const bool model = key && ((const LV2_Atom_URID*)key)->body ==
                                uris_map(uris, BYLINE_WORD(modelFile));
  printf("%s '%s'\n", model ? "model file" : "property",
         value ? (const char*)(value + 1) : "");
}

static inline void show_messages(Uris* uris, const LV2_Atom_Sequence* sequence)
{
  if (sequence->atom.type != uris_map(uris, LV2_ATOM__Sequence)) {
    fail("the notify port holds no sequence");
  }
  LV2_ATOM_SEQUENCE_FOREACH(sequence, event)
  {
    const LV2_Atom_Object* const object = (const LV2_Atom_Object*)&event->body;
    if (object->body.otype == uris_map(uris, BYLINE_WORD(Status))) {
      show_status(uris, object);
    } else if (object->body.otype == uris_map(uris, BYLINE_WORD(Answer))) {
      show_answer(uris, object);
    } else if (object->body.otype == uris_map(uris, LV2_PATCH__Set)) {
      show_property(uris, object);
    }
  }
}

#endif // BYLINE_TESTS_HOST_SHOW_H
