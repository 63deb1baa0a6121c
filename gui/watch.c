/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* byline-window: the plugin's window over a recording or JACK, without a host;
   for trying models and for a screen on a stage. */

#include "scale.h"
#include "watch_source.h"

#include "byline/model.h"
#include "byline/plugin.h"

#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PAUSE_MS = 10 };

/* Options without a letter */
enum { SCALE = 256, LIGHT, VERSION };

/** What the command line asks for. */
typedef struct {
  BylineWatchSettings watch; ///< But for the rate
  const char* sound;         ///< A file, or NULL for JACK
  const char* from;          ///< What to listen to in JACK, or NULL
  double speed;              ///< Of a file
  bool done;                 ///< There is nothing more to do
} Options;

double byline_source_rate(const BylineSource* source)
{
  return source->rate;
}

BylineStatus byline_source_start(BylineSource* source, BylineWatch* watch)
{
  return source->start(source, watch);
}

bool byline_source_alive(const BylineSource* source)
{
  return source->alive(source);
}

void byline_source_free(BylineSource* source)
{
  if (source) {
    source->free(source);
  }
}

static void print_help(void)
{
  puts(
      "Usage: byline-window [OPTION]... [RECORDING]\n"
      "Show who plays: on a recording, as it goes on, or in JACK.\n\n"
      "  -m, --model=MODEL   the model to use; the installed one if not given\n"
      "  -c, --connect=FROM  the JACK client or port to listen to; the sound\n"
      "                      card if not given\n"
      "  -s, --speed=FACTOR  how fast to listen to a recording, 0.1 to 100\n"
      "      --scale=FACTOR  size of everything, 1 to 4; as the screen says "
      "if\n"
      "                      not given\n"
      "      --light         for the day; dark if not given\n"
      "  -f, --full-screen   cover the screen; F11 does the same\n"
      "  -h, --help          show this help\n"
      "      --version       show the version\n\n"
      "A recording is not played.  Whom it names is printed, too.");
}

/* What is wrong with the command line */
static bool misuse(const char* what, const char* text)
{
  fprintf(stderr, "byline-window: %s '%s'; see byline-window --help\n", what,
          text);
  return false;
}

static bool read_speed(const char* text, Options* options)
{
  char* end = NULL;
  options->speed = strtod(text, &end);
  if (end == text || *end ||
      !(options->speed >= 0.1 && options->speed <= 100)) {
    return misuse("--speed takes a number from 0.1 to 100, not", text);
  }
  return true;
}

/* What is said here counts more than what the environment says */
static bool read_scale(const char* text, Options* options)
{
  double scale = 0;
  if (!byline_scale_read(text, &scale)) {
    return misuse("--scale takes a number from 1 to 4, not", text);
  }
  options->watch.scale = (float)scale;
  unsetenv("BYLINE_SCALE");
  return true;
}

static bool read_option(int c, const char* value, Options* options)
{
  switch (c) {
  case 'm':
    options->watch.model = value;
    return true;
  case 'c':
    options->from = value;
    return true;
  case 's':
    return read_speed(value, options);
  case SCALE:
    return read_scale(value, options);
  case LIGHT:
    options->watch.light = true;
    return true;
  case 'f':
    options->watch.full_screen = true;
    return true;
  default:
    fputs("See byline-window --help\n",
          stderr); // getopt has said what is wrong
    return false;
  }
}

static bool read_options(int argc, char** argv, Options* options)
{
  static const struct option known[] = {
      {"model", required_argument, NULL, 'm'},
      {"connect", required_argument, NULL, 'c'},
      {"speed", required_argument, NULL, 's'},
      {"scale", required_argument, NULL, SCALE},
      {"light", no_argument, NULL, LIGHT},
      {"full-screen", no_argument, NULL, 'f'},
      {"help", no_argument, NULL, 'h'},
      {"version", no_argument, NULL, VERSION},
      {NULL, 0, NULL, 0}};
  int c = 0;
  while ((c = getopt_long(argc, argv, "m:c:s:fh", known, NULL)) != -1) {
    if (c == 'h') {
      print_help();
      options->done = true;
      return true;
    }
    if (c == VERSION) {
      puts("byline-window " BYLINE_VERSION);
      options->done = true;
      return true;
    }
    if (!read_option(c, optarg, options)) {
      return false;
    }
  }
  options->sound = argv[optind];
  if (options->sound && argv[optind + 1]) {
    return misuse("one recording at a time, not also", argv[optind + 1]);
  }
  return !options->sound || !options->from ||
         misuse("--connect is of no use with a recording, such as",
                options->sound);
}

static void run(BylineSource* source, BylineWatch* watch)
{
  const struct timespec pause = {0, PAUSE_MS * 1000000L};
  while (byline_watch_idle(watch) && byline_source_alive(source)) {
    nanosleep(&pause, NULL);
  }
}

static BylineStatus open_source(const Options* options, BylineSource** source)
{
  return options->sound
             ? byline_source_open_file(options->sound, options->speed, source)
             : byline_source_open_jack(options->from, source);
}

static BylineStatus show(Options* options)
{
  BylineSource* source = NULL;
  BylineWatch* watch = NULL;
  char* model = NULL;
  BylineStatus status = BYLINE_OK;
  if (!options->watch.model) {
    status = byline_model_find_default(NULL, &model);
    options->watch.model = model;
  }
  BYLINE_THEN(status, open_source(options, &source));
  if (status == BYLINE_OK) {
    options->watch.rate = byline_source_rate(source);
    status = byline_watch_new(&options->watch, &watch);
  }
  BYLINE_THEN(status, byline_source_start(source, watch));
  if (status == BYLINE_OK) {
    run(source, watch);
    status = byline_source_alive(source) ? BYLINE_OK : BYLINE_ERROR_IO;
  }
  byline_source_free(source); // before the watch, which hears it
  byline_watch_free(watch);
  free(model);
  return status;
}

int main(int argc, char** argv)
{
  Options options = {.speed = 1};
  if (!read_options(argc, argv, &options)) {
    return 2;
  }
  if (options.done) {
    return 0;
  }
  const BylineStatus status = show(&options);
  if (status != BYLINE_OK) {
    fprintf(stderr, "byline-window: %s\n", byline_error_message());
  }
  return status == BYLINE_OK ? 0 : status == BYLINE_ERROR_USAGE ? 2 : 1;
}
