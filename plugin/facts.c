/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "facts.h"

#include "base/json.h"

#include <jansson.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The facts that are being gathered */
typedef struct {
  BylineModelFact* list;
  size_t n;
} Facts;

__attribute__((format(printf, 3, 4))) static void
add(Facts* facts, const char* label, const char* format, ...)
{
  BylineModelFact* const fact = &facts->list[facts->n++];
  va_list arguments;
  va_start(arguments, format);
  fact->label = label;
  vsnprintf(fact->text, sizeof(fact->text), format, arguments);
  va_end(arguments);
}

/* Add what was measured about one kind of thing, such as songs */
static void append_accuracy(const json_t* measured, const char* kind,
                            char* text, size_t size)
{
  const json_t* const part = json_object_get(measured, kind);
  const json_t* const accuracy = json_object_get(part, "accuracy");
  const json_int_t n = byline_json_get_integer(part, "n");
  const size_t used = strlen(text);
  if (!json_is_number(accuracy) || n < 1) {
    return;
  }
  snprintf(text + used, size - used, "%s%.0f %% of %lld %s", used ? ", " : "",
           100 * json_number_value(accuracy), (long long)n, kind);
}

/* Add how long the clips were, where they were not of 10 s, which is what one
   reads without */
static void append_length(const json_t* measured, char* text, size_t size)
{
  const double seconds = byline_json_get_number(measured, "clip_seconds");
  const size_t used = strlen(text);
  if (used > 0 && seconds > 0 && fabs(seconds - 10) >= 0.1) {
    snprintf(text + used, size - used, " of %.3g s", seconds);
  }
}

/* The accuracy on songs that the model has not learnt from: the test's, or else
   that on validation, which flatters since choices were made by it */
static void add_accuracy(Facts* facts, const json_t* metrics)
{
  const json_t* const test = json_object_get(metrics, "test");
  const json_t* const measured =
      test ? test : json_object_get(metrics, "validation");
  char text[120] = "";
  append_accuracy(measured, "clips", text, sizeof(text));
  append_length(measured, text, sizeof(text));
  append_accuracy(measured, "songs", text, sizeof(text));
  if (text[0] != '\0') {
    add(facts, test ? "Accuracy" : "Validation", "%s", text);
  }
}

static void add_test(Facts* facts, const json_t* provenance)
{
  const json_t* const split = json_object_get(provenance, "split");
  const char* const by = byline_json_get_string(split, "by");
  if (by) {
    add(facts, "Tested on", "%lld tracks, split by %s",
        (long long)byline_json_get_integer(split, "test"), by);
  }
}

/* Of a long path the end tells more than the beginning; home is "~" */
static void add_place(Facts* facts, const char* path)
{
  enum { LONGEST = 64 };
  const char* const home = getenv("HOME");
  const size_t n = home && home[0] == '/' && home[1] ? strlen(home) : 0;
  const bool is_home = n > 0 && !strncmp(path, home, n) && path[n] == '/';
  const char* rest = is_home ? path + n : path;
  const char* start = is_home ? "~" : "";
  while (strlen(rest) > LONGEST && strchr(rest + 1, '/')) {
    rest = strchr(rest + 1, '/');
    start = "\xe2\x80\xa6";
  }
  add(facts, "File", "%s%s", start, rest);
}

size_t byline_facts_gather(const BylineModelInfo* info,
                           const char* architecture, const char* path,
                           BylineModelFact facts[BYLINE_MAX_FACTS])
{
  Facts found = {facts, 0};
  json_t* const metrics =
      json_loads(info->metrics ? info->metrics : "{}", 0, NULL);
  json_t* const provenance =
      json_loads(info->provenance ? info->provenance : "{}", 0, NULL);
  const char* const licence = byline_json_get_string(provenance, "licence");
  const char* const program = byline_json_get_string(provenance, "program");
  add_accuracy(&found, metrics);
  add_test(&found, provenance);
  add(&found, "Licence", "%s", licence ? licence : "not stated");
  if (architecture) {
    add(&found, "Network", "%s", architecture);
  }
  if (program) {
    add(&found, "Trained with", "%s", program);
  }
  if (path) {
    add_place(&found, path);
  }
  json_decref(metrics);
  json_decref(provenance);
  return found.n;
}
