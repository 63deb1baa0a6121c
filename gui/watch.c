/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* byline-window: the plugin's window over a recording or JACK, without a host;
   for trying models and for a screen on a stage. */

#include "watch_source.h"

#include "byline/model.h"
#include "byline/plugin.h"

#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PAUSE_MS = 10 };

/** What the command line asks for. */
typedef struct {
  BylineWatchSettings watch; ///< But for the rate
  const char* sound;         ///< A file, or NULL for JACK
  const char* from;          ///< What to listen to in JACK, or NULL
  double speed;              ///< Of a file
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
  if (source)
    source->free(source);
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
      "      --scale=FACTOR  size of everything, 1 to 4\n"
      "      --light         for the day; dark if not given\n"
      "  -f, --full-screen   cover the screen; F11 does the same\n"
      "  -h, --help          show this help\n\n"
      "A recording is not played.  Whom it names is printed, too.");
}

static bool read_options(int argc, char** argv, Options* options)
{
  enum { SCALE = 256, LIGHT };
  static const struct option known[] = {
      {"model", required_argument, NULL, 'm'},
      {"connect", required_argument, NULL, 'c'},
      {"speed", required_argument, NULL, 's'},
      {"scale", required_argument, NULL, SCALE},
      {"light", no_argument, NULL, LIGHT},
      {"full-screen", no_argument, NULL, 'f'},
      {"help", no_argument, NULL, 'h'},
      {NULL, 0, NULL, 0}};
  int c;
  while ((c = getopt_long(argc, argv, "m:c:s:fh", known, NULL)) != -1) {
    if (c == 'm')
      options->watch.model = optarg;
    else if (c == 'c')
      options->from = optarg;
    else if (c == 's')
      options->speed = fmin(fmax(strtod(optarg, NULL), 0.1), 100);
    else if (c == SCALE)
      options->watch.scale = (float)fmin(fmax(strtod(optarg, NULL), 1), 4);
    else if (c == LIGHT)
      options->watch.light = true;
    else if (c == 'f')
      options->watch.full_screen = true;
    else
      return false;
  }
  options->sound = argv[optind];
  return !options->sound || (!argv[optind + 1] && !options->from);
}

static void run(BylineSource* source, BylineWatch* watch)
{
  const struct timespec pause = {0, PAUSE_MS * 1000000L};
  while (byline_watch_idle(watch) && byline_source_alive(source))
    nanosleep(&pause, NULL);
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
  if (status == BYLINE_OK)
    status = open_source(options, &source);
  if (status == BYLINE_OK) {
    options->watch.rate = byline_source_rate(source);
    status = byline_watch_new(&options->watch, &watch);
  }
  if (status == BYLINE_OK)
    status = byline_source_start(source, watch);
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
  Options options = {.watch = {.scale = 1}, .speed = 1};
  if (argc == 2 && (!strcmp(argv[1], "-h") || !strcmp(argv[1], "--help"))) {
    print_help();
    return 0;
  }
  if (!read_options(argc, argv, &options)) {
    fputs("byline-window: a recording or JACK? See byline-window --help\n",
          stderr);
    return 2;
  }
  const BylineStatus status = show(&options);
  if (status != BYLINE_OK)
    fprintf(stderr, "byline-window: %s\n", byline_error_message());
  return status == BYLINE_OK ? 0 : status == BYLINE_ERROR_USAGE ? 2 : 1;
}
