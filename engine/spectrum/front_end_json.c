/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "spectrum/front_end_json.h"

#include <stddef.h>
#include <string.h>

/* A member of the object and of the struct */
typedef struct {
  const char* name;
  size_t offset;
} Member;

static const Member integers[] = {
    {"sample_rate", offsetof(BylineFrontEnd, sample_rate)},
    {"fft_size", offsetof(BylineFrontEnd, fft_size)},
    {"hop", offsetof(BylineFrontEnd, hop)},
    {"n_mels", offsetof(BylineFrontEnd, n_mels)},
};

static const Member numbers[] = {
    {"min_frequency", offsetof(BylineFrontEnd, min_frequency)},
    {"max_frequency", offsetof(BylineFrontEnd, max_frequency)},
    {"dynamic_range", offsetof(BylineFrontEnd, dynamic_range)},
};

/* What finds the voice: another network will have another name, since models
   hear with the one that they have learnt with */
static const char network_name[] = "network-1";

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

json_t* byline_front_end_to_json(const BylineFrontEnd* front_end)
{
  json_t* const object = json_object();
  const char* const base = (const char*)front_end;
  int failed = object == NULL;
  for (size_t i = 0; !failed && i < COUNT(integers); ++i) {
    const uint32_t* const value = (const void*)(base + integers[i].offset);
    failed =
        json_object_set_new(object, integers[i].name, json_integer(*value));
  }
  for (size_t i = 0; !failed && i < COUNT(numbers); ++i) {
    const float* const value = (const void*)(base + numbers[i].offset);
    failed =
        json_object_set_new(object, numbers[i].name, json_real((double)*value));
  }
  /* Not written for the mix, so that what was made before there was a choice
     keeps its name */
  if (!failed && front_end->focus != BYLINE_FOCUS_MIX) {
    const char* const name = byline_focus_name(front_end->focus);
    failed = json_object_set_new(object, "focus", json_string(name));
    /* Likewise what was before there was a network */
    if (!failed && front_end->finder == BYLINE_FINDER_NETWORK) {
      failed = json_object_set_new(object, "finder", json_string(network_name));
    }
  }
  if (failed) {
    json_decref(object);
    return NULL;
  }
  return object;
}

static BylineStatus read_focus(const json_t* value, BylineFocus* focus)
{
  *focus = BYLINE_FOCUS_MIX;
  const char* const name = json_string_value(value);
  if (value && !(name && byline_focus_find(name, focus))) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "front end: focus is not mix, voice or three");
  }
  return BYLINE_OK;
}

static BylineStatus read_finder(const json_t* value, BylineFinder* finder)
{
  const char* const name = json_string_value(value);
  *finder = value ? BYLINE_FINDER_NETWORK : BYLINE_FINDER_FILTERS;
  return value && (!name || strcmp(name, network_name) != 0)
             ? byline_error(BYLINE_ERROR_FORMAT,
                            "front end: the voice is found by '%s', which this "
                            "version of Byline does not have, only %s",
                            name ? name : "?", network_name)
             : BYLINE_OK;
}

BylineStatus byline_front_end_from_json(const json_t* object,
                                        BylineFrontEnd* front_end)
{
  char* const base = (char*)front_end;
  for (size_t i = 0; i < COUNT(integers); ++i) {
    const json_t* const value = json_object_get(object, integers[i].name);
    const json_int_t integer = json_integer_value(value);
    if (!json_is_integer(value) || integer < 0 || integer > UINT32_MAX) {
      return byline_error(BYLINE_ERROR_FORMAT,
                          "front end: %s is not a whole number",
                          integers[i].name);
    }
    *(uint32_t*)(void*)(base + integers[i].offset) = (uint32_t)integer;
  }
  for (size_t i = 0; i < COUNT(numbers); ++i) {
    const json_t* const value = json_object_get(object, numbers[i].name);
    if (!json_is_number(value)) {
      return byline_error(BYLINE_ERROR_FORMAT, "front end: %s is not a number",
                          numbers[i].name);
    }
    *(float*)(void*)(base + numbers[i].offset) =
        (float)json_number_value(value);
  }
  BYLINE_TRY(read_focus(json_object_get(object, "focus"), &front_end->focus));
  BYLINE_TRY(
      read_finder(json_object_get(object, "finder"), &front_end->finder));
  return byline_front_end_check(front_end);
}
