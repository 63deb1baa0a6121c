/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "evaluation/evaluation_json.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static json_t* f1_json(const BylineF1* f1)
{
  return json_pack("{s:f, s:f, s:f}", "precision", f1->precision, "recall",
                   f1->recall, "f1", f1->f1);
}

static json_t* interval_json(const BylineInterval* interval)
{
  return json_pack("[f, f]", interval->low, interval->high);
}

static json_t* scores_json(const BylineConfusion* confusion)
{
  const BylineScores scores = byline_scores_compute(confusion);
  return json_pack("{s:I, s:f, s:o, s:o, s:o}", "n", (json_int_t)scores.n,
                   "accuracy", scores.accuracy, "micro", f1_json(&scores.micro),
                   "macro", f1_json(&scores.macro), "weighted",
                   f1_json(&scores.weighted));
}

json_t* byline_evaluation_json(const BylineEvaluation* e, double clip_seconds)
{
  json_t* const json =
      json_pack("{s:f, s:o, s:o, s:o, s:f, s:f, s:f, s:f, s:f}", "clip_seconds",
                clip_seconds, "clips", scores_json(&e->clips), "songs",
                scores_json(&e->songs), "songs_by_vote", scores_json(&e->votes),
                "top5", e->top5, "loss", e->loss, "temperature", e->temperature,
                "calibration_error", e->calibration_error, "uncalibrated_error",
                e->uncalibrated_error);
  if (json) {
    json_object_set_new(json_object_get(json, "clips"), "accuracy_95",
                        interval_json(&e->accuracy));
    json_object_set_new(json_object_get(json, "clips"), "macro_f1_95",
                        interval_json(&e->f1));
    json_object_set_new(json_object_get(json, "songs"), "accuracy_95",
                        interval_json(&e->song_accuracy));
  }
  return json;
}

json_t* byline_class_score_json(const BylineClassScore* score,
                                const char* artist)
{
  return json_pack("{s:s, s:I, s:f, s:f, s:f, s:f}", "artist", artist, "clips",
                   (json_int_t)score->support, "precision", score->f1.precision,
                   "recall", score->f1.recall, "f1", score->f1.f1, "accuracy",
                   score->accuracy);
}

static void put_words(FILE* stream, const json_t* value);

static void put_members(FILE* stream, const json_t* object)
{
  /* jansson does not change what it iterates over */
  json_t* const o = (json_t*)(uintptr_t)object;
  const char* key = NULL;
  json_t* member = NULL;
  const char* join = "";
  json_object_foreach(o, key, member)
  {
    fprintf(stream, "%s%s ", join, key);
    put_words(stream, member);
    join = ", ";
  }
}

static void put_words(FILE* stream, const json_t* value)
{
  switch (json_typeof(value)) {
  case JSON_OBJECT:
    put_members(stream, value);
    break;
  case JSON_ARRAY:
    fprintf(stream, "%zu of them", json_array_size(value));
    break;
  case JSON_STRING:
    fputs(json_string_value(value), stream);
    break;
  case JSON_INTEGER:
    fprintf(stream, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    break;
  case JSON_REAL:
    fprintf(stream, "%g", json_real_value(value));
    break;
  case JSON_TRUE:
    fputs("yes", stream);
    break;
  case JSON_FALSE:
    fputs("no", stream);
    break;
  case JSON_NULL:
    fputs("none", stream);
    break;
  }
}

char* byline_json_words(const json_t* value)
{
  char* text = NULL;
  size_t size = 0;
  FILE* const stream = open_memstream(&text, &size);
  if (!stream) {
    return NULL;
  }
  put_words(stream, value);
  if (fclose(stream) != 0) {
    free(text);
    return NULL;
  }
  return text;
}
