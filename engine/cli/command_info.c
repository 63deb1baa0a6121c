/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* `byline info`: what is in a model file, or what an architecture costs. */

#include "base/json.h"
#include "byline/model.h"
#include "byline/thread_pool.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "evaluation/evaluation_json.h"
#include "models/learnt.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char description[] =
    "Tell what a model file holds: its artists, its front end, what was "
    "measured, how it was made, and the layers of its network.  In place of a "
    "file, MODEL may be an architecture, such as resnet:width=16.\n";

static void print_artists(const BylineModelInfo* info)
{
  for (size_t i = 0; i < info->n_artists; ++i) {
    puts(info->artists[i]);
  }
}

/* What training needs beside the plan: parameters and their velocities */
static size_t parameter_memory(const BylineNetwork* network)
{
  size_t n = 0;
  for (size_t i = 0; i < byline_network_tensor_count(network); ++i) {
    n += byline_network_tensor(network, i)->n_values;
  }
  return 2 * n * sizeof(float);
}

/* Bytes for batches of `batch` clips, as many threads as processors; 0 if that
   cannot be */
static size_t plan_memory(BylineNetwork* network, BylinePlanMode mode,
                          size_t batch, BylineThreadPool* pool)
{
  size_t size = 0;
  byline_plan_estimate(network,
                       &(BylinePlanSettings){.mode = mode,
                                             .max_batch = batch,
                                             .max_frames = BYLINE_CLIP_FRAMES,
                                             .pool = pool},
                       &size);
  return size ? size + parameter_memory(network) : 0;
}

/* The largest batch that fits into `limit` bytes */
static size_t largest_batch(BylineNetwork* network, size_t limit,
                            BylineThreadPool* pool)
{
  size_t fits = 0;
  size_t too_large = 1 << 16;
  while (too_large - fits > 1) {
    const size_t middle = (fits + too_large) / 2;
    const size_t size = plan_memory(network, BYLINE_PLAN_TRAIN, middle, pool);
    if (size && size <= limit) {
      fits = middle;
    } else {
      too_large = middle;
    }
  }
  return fits;
}

static double mebibytes(size_t size)
{
  return (double)size / (1 << 20);
}

/* `limit` is in bytes, 0 if none was given */
static BylineStatus print_network(BylineNetwork* network, size_t limit)
{
  char* const layers = byline_network_describe(network, BYLINE_CLIP_FRAMES);
  BylineThreadPool* pool = NULL;
  if (!layers) {
    return byline_no_memory(NULL);
  }
  printf("layers, for a clip of %d frames\n%s", BYLINE_CLIP_FRAMES, layers);
  free(layers);
  BYLINE_TRY(byline_thread_pool_new(0, &pool));
  printf("\nmemory: %.1f MiB to recognise, %.0f MiB to train with batches of "
         "16 clips\n",
         mebibytes(plan_memory(network, BYLINE_PLAN_INFER, 1, NULL)),
         mebibytes(plan_memory(network, BYLINE_PLAN_TRAIN, 16, pool)));
  if (limit) {
    printf("largest batch that can be trained in %.0f MiB: %zu\n",
           mebibytes(limit), largest_batch(network, limit, pool));
  }
  byline_thread_pool_free(pool);
  return BYLINE_OK;
}

/* An architecture in place of a file, with classes for 20 artists */
static BylineStatus print_architecture(const char* text, size_t limit)
{
  const BylineNetworkShape shape = {
      .n_channels = 1, .n_mels = 128, .n_classes = 20};
  BylineNetwork* network = NULL;
  BYLINE_TRY(byline_classifier_new(text, &shape, &network));
  printf("architecture  %s, for 20 artists\n\n",
         byline_network_architecture(network));
  const BylineStatus status = print_network(network, limit);
  byline_network_free(network);
  return status;
}

/* Print an object's members, a line each but for one; nothing where the text
   of a stranger's file is no object. */
static void print_members(const char* title, const char* text, const char* but)
{
  json_t* const object = json_loads(text, 0, NULL);
  const char* key = NULL;
  json_t* value = NULL;
  printf("\n%s\n", title);
  json_object_foreach(object, key, value)
  {
    char* const words = json_is_null(value) || !strcmp(key, but)
                            ? NULL
                            : byline_json_words(value);
    if (words) {
      printf("  %-11s %s\n", key, words);
    }
    free(words);
  }
  json_decref(object);
}

static void print_recipe(const char* provenance)
{
  json_t* const object = json_loads(provenance, 0, NULL);
  const char* const recipe = byline_json_get_string(object, "recipe");
  if (recipe) {
    printf("\nrecipe\n");
  }
  for (const char* line = recipe; line && *line;) {
    const size_t n = strcspn(line, "\n");
    printf("  %.*s\n", (int)n, line);
    line += n + (line[n] == '\n');
  }
  json_decref(object);
}

/* What was measured with clips and songs of each kind */
static void print_metrics(const char* text)
{
  json_t* const metrics = json_loads(text, 0, NULL);
  const char* split = NULL;
  json_t* value = NULL;
  printf("\nmeasured\n");
  json_object_foreach(metrics, split, value)
  {
    const json_t* const clips = json_object_get(value, "clips");
    const json_t* const songs = json_object_get(value, "songs");
    if (json_is_object(clips) && json_is_object(songs)) {
      printf("  %-11s %.1f %% of %lld clips, macro F1 %.3f, %.1f %% of %lld "
             "songs\n",
             split, 100 * byline_json_get_number(clips, "accuracy"),
             (long long)byline_json_get_integer(clips, "n"),
             byline_json_get_number(json_object_get(clips, "macro"), "f1"),
             100 * byline_json_get_number(songs, "accuracy"),
             (long long)byline_json_get_integer(songs, "n"));
    }
  }
  json_decref(metrics);
}

/* All of it for programs, as the file has it */
static BylineStatus print_json(const BylineModelInfo* info,
                               const BylineNetwork* network)
{
  json_t* const artists = json_array();
  for (size_t i = 0; i < info->n_artists; ++i) {
    json_array_append_new(artists, json_string(info->artists[i]));
  }
  json_t* const object =
      json_pack("{s:s, s:f, s:o, s:o?, s:o?}", "architecture",
                byline_network_architecture(network), "temperature",
                (double)info->temperature, "artists", artists, "metrics",
                json_loads(info->metrics, 0, NULL), "provenance",
                json_loads(info->provenance, 0, NULL));
  return byline_json_print(object, stdout, BYLINE_JSON_SHOWN);
}

static BylineStatus print_model(const BylineModelInfo* info,
                                BylineNetwork* network, size_t limit)
{
  const BylineFrontEnd* const front_end = &info->front_end;
  printf("architecture  %s\n", byline_network_architecture(network));
  printf("front end     %u Hz, FFT %u, hop %u, %u mel bands %g-%g Hz, %g dB, "
         "%s%s%s\n",
         front_end->sample_rate, front_end->fft_size, front_end->hop,
         front_end->n_mels, (double)front_end->min_frequency,
         (double)front_end->max_frequency, (double)front_end->dynamic_range,
         byline_focus_name(front_end->focus),
         front_end->focus == BYLINE_FOCUS_MIX ? "" : ", found by ",
         front_end->focus == BYLINE_FOCUS_MIX
             ? ""
             : byline_finder_name(front_end->finder));
  printf("temperature   %g\n", (double)info->temperature);
  print_metrics(info->metrics);
  print_members("made", info->provenance, "recipe");
  print_recipe(info->provenance);
  if (info->learnt) {
    printf("learnt from   %zu songs\n", byline_learnt_count(info->learnt));
  }
  printf("\n%zu artists\n", info->n_artists);
  for (size_t i = 0; i < info->n_artists; ++i) {
    printf("%5zu  %s\n", i, info->artists[i]);
  }
  putchar('\n');
  return print_network(network, limit);
}

/* A path has a slash or a point before any size; an architecture has not, but
   for a weight ("0.75*resnet") */
static bool is_architecture(const char* text)
{
  const size_t weight = strspn(text, "0123456789.");
  text += weight > 0 && text[weight] == '*' ? weight + 1 : 0;
  const size_t length = strcspn(text, ":");
  return length > 0 && strcspn(text, "./") >= length;
}

int byline_command_info(int argc, char** argv)
{
  bool only_artists = false;
  bool json = false;
  long limit = 0;
  const BylineOption options[] = {
      {'a', "artists", NULL,
       "only the artists' names, one a line, in the order of the numbers that "
       "the plugin's ports give",
       .flag = &only_artists},
      BYLINE_OPTION_JSON(&json),
      {'m', "memory", "MIB",
       "also tell the largest batch that can be trained in so much memory",
       .integer = &limit, .minimum = 1, .maximum = 1L << 30},
      {0}};
  const BylineSyntax syntax = {.command = "info",
                               .operands = "MODEL",
                               .description = description,
                               .options = options};
  char** operands = NULL;
  int result = 0;
  if (!byline_options_parse(&syntax, argc, argv, &operands, &result)) {
    return result;
  }

  const size_t bytes = (size_t)limit << 20;
  const char* const name = operands[0];
  if (access(name, F_OK) != 0 && is_architecture(name)) {
    return byline_command_end(print_architecture(name, bytes));
  }
  BylineModelInfo info;
  BylineNetwork* network = NULL;
  BylineStatus status = byline_model_open(name, &info, &network);
  if (status != BYLINE_OK) {
    return byline_command_end(status);
  }
  if (only_artists) {
    print_artists(&info);
  } else if (json) {
    status = print_json(&info, network);
  } else {
    status = print_model(&info, network, bytes);
  }
  byline_network_free(network);
  byline_model_info_free(&info);
  return byline_command_end(status);
}
