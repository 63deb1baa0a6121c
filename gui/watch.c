/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* byline-window: the window over a recording, without a host; for trying models
   and for a screen on a stage.  The sound is heard as fast as it would be
   played, or as --speed says. */

#include "byline/audio_file.h"
#include "byline/recognizer.h"
#include "view.h"
#include "window.h"

#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CHUNK = 2048, FRAME_MS = 33 };

/* Sound that is heard between two frames at most, in seconds: the window stays
   usable however fast it goes */
static const double most_at_once = 0.5;

/** What the command line asks for. */
typedef struct {
  const char* model; ///< A file
  const char* sound; ///< A file
  double speed;      ///< 1 as it would be played
  double scale;      ///< Pixels per unit
  bool light;        ///< For the day
  bool full_screen;  ///< From the start
} Options;

/** Everything that is open. */
typedef struct {
  Options options;
  BylineModel* model;
  BylineRecognizer* recognizer;
  BylineRecognizerSettings settings;
  BylineAudioFile* file;
  BylineView* view;
  BylineWindow* window;
  double rate;      ///< Of the sound
  double heard;     ///< Seconds of it
  int64_t columns;  ///< So far
  bool full_screen; ///< The window covers the screen
  bool ended;       ///< The recording has
  bool frozen;      ///< Answers are not shown
} Watch;

static double now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* ---- what the recogniser tells */

static void on_answer(void* user, const BylineAnswer* answer)
{
  const Watch* const watch = user;
  char* const* const artists = byline_model_info(watch->model)->artists;
  BylineViewAnswer shown = {.time = answer->time, .state = answer->state};
  if (watch->frozen)
    return;
  shown.artist = answer->artist >= 0 ? artists[answer->artist] : NULL;
  for (int i = 0; i < BYLINE_TOP && answer->top[i].artist >= 0; ++i) {
    shown.names[i] = artists[answer->top[i].artist];
    shown.probabilities[i] = answer->top[i].probability;
  }
  byline_view_set_answer(watch->view, &shown);
}

static void on_column(void* user, const float* column)
{
  Watch* const watch = user;
  const size_t n = byline_model_info(watch->model)->front_end.n_mels;
  uint8_t cells[1024];
  for (size_t i = 0; i < n && i < sizeof(cells); ++i) {
    const float step = (column[i] - BYLINE_SILENCE_DB) / BYLINE_CELL_DB;
    cells[i] = (uint8_t)(step > 0 ? step < 255 ? step : 255 : 0);
  }
  if (n <= sizeof(cells))
    byline_view_add_columns(watch->view, watch->columns++, cells, n);
}

/* ---- the model */

static void tell_model(Watch* watch, const char* path)
{
  const BylineModelInfo* const info = byline_model_info(watch->model);
  const BylineFrontEnd* const front_end = &info->front_end;
  const char* const slash = strrchr(path, '/');
  const BylineViewModel model = {
      .name = slash ? slash + 1 : path,
      .artist_count = (int)info->n_artists,
      .bands = (int)front_end->n_mels,
      .column_rate = (double)front_end->sample_rate / (double)front_end->hop,
      .min_frequency = (double)front_end->min_frequency,
      .max_frequency = (double)front_end->max_frequency};
  byline_view_set_model(watch->view, &model);
}

/* Listen with this model from now on; one that is no good changes nothing */
static BylineStatus use_model(Watch* watch, const char* path)
{
  const BylineRecognizerEvents events = {on_answer, on_column, watch};
  BylineModel* model = NULL;
  BylineRecognizer* recognizer = NULL;
  BylineStatus status = byline_model_load(path, &model);
  if (status == BYLINE_OK)
    status = byline_recognizer_new(model, watch->rate, &watch->settings,
                                   &events, &recognizer);
  if (status != BYLINE_OK) {
    byline_model_free(model);
    return status;
  }
  byline_recognizer_free(watch->recognizer);
  byline_model_free(watch->model);
  watch->model = model;
  watch->recognizer = recognizer;
  watch->columns = 0;
  tell_model(watch, path);
  return BYLINE_OK;
}

/* ---- what users ask for */

static void set_port(void* user, BylinePort port, float value)
{
  Watch* const watch = user;
  BylineRecognizerSettings* const s = &watch->settings;
  float* const knobs[BYLINE_PORT_COUNT] = {
      [BYLINE_PORT_WINDOW] = &s->window,
      [BYLINE_PORT_SMOOTHING] = &s->smoothing,
      [BYLINE_PORT_THRESHOLD] = &s->threshold,
      [BYLINE_PORT_HOLD] = &s->hold};
  if (port == BYLINE_PORT_FREEZE)
    watch->frozen = value > 0;
  if (!knobs[port])
    return;
  *knobs[port] = value;
  byline_recognizer_configure(watch->recognizer, s);
}

static void copy(void* user, const char* text)
{
  const Watch* const watch = user;
  byline_window_copy(watch->window, text);
}

static void command(void* user, BylineCommand command, double value)
{
  Watch* const watch = user;
  const BylineModelInfo* const info = byline_model_info(watch->model);
  if (command == BYLINE_COMMAND_FULL_SCREEN) {
    watch->full_screen = !watch->full_screen;
    byline_window_set_full_screen(watch->window, watch->full_screen);
  } else if (command == BYLINE_COMMAND_NAMES) {
    const size_t first = (size_t)value;
    if (value >= 0 && first < info->n_artists)
      byline_view_add_names(watch->view, (int)first,
                            (const char* const*)info->artists + first,
                            info->n_artists - first);
  }
}

static void on_resize(void* user, int width, int height)
{
  const Watch* const watch = user;
  byline_view_set_size(watch->view, width, height, watch->options.scale);
}

static void on_draw(void* user, cairo_t* cr, bool all)
{
  const Watch* const watch = user;
  byline_view_draw(watch->view, cr, all);
}

static void on_input(void* user, const BylineInput* input)
{
  const Watch* const watch = user;
  byline_view_input(watch->view, input);
}

static void on_drop(void* user, const char* path)
{
  Watch* const watch = user;
  if (use_model(watch, path) != BYLINE_OK)
    byline_view_say(watch->view, byline_error_message());
}

/* ---- hearing */

static bool hear_chunk(Watch* watch)
{
  float left[CHUNK], right[CHUNK];
  size_t n = 0;
  double sum = 0;
  if (byline_audio_file_read(watch->file, left, right, CHUNK, &n) !=
          BYLINE_OK ||
      n == 0)
    return false;
  byline_recognizer_push(watch->recognizer, left, right, n);
  for (size_t i = 0; i < n; ++i)
    sum += (double)(left[i] * left[i] + right[i] * right[i]) / 2;
  watch->heard += (double)n / watch->rate;
  const double level = 10 * log10(sum / (double)n + 1e-10);
  byline_view_set_port(watch->view, BYLINE_PORT_LEVEL, (float)level);
  return true;
}

static void hear(Watch* watch, double until)
{
  const double end = fmin(until, watch->heard + most_at_once);
  while (!watch->ended && watch->heard < end)
    watch->ended = !hear_chunk(watch);
}

static void run(Watch* watch)
{
  const struct timespec pause = {0, FRAME_MS * 1000000L};
  const double begin = now();
  double last = begin;
  while (byline_window_poll(watch->window)) {
    const double time = now();
    hear(watch, (time - begin) * watch->options.speed);
    byline_view_advance(watch->view, time - last);
    last = time;
    if (byline_view_changed(watch->view))
      byline_window_draw(watch->window);
    nanosleep(&pause, NULL);
  }
}

/* ---- opening and closing */

static BylineStatus open_window(Watch* watch)
{
  const double scale = watch->options.scale;
  const BylineWindowEvents events = {on_resize, on_draw, on_input, on_drop,
                                     watch};
  const BylineViewEvents wishes = {set_port, NULL, copy, command, watch};
  const BylineWindowSettings settings = {
      .title = "Byline",
      .width = (int)(BYLINE_VIEW_WIDTH * scale),
      .height = (int)(BYLINE_VIEW_HEIGHT * scale),
      .min_width = (int)(BYLINE_VIEW_MIN_WIDTH * scale),
      .min_height = (int)(BYLINE_VIEW_MIN_HEIGHT * scale)};
  watch->view = byline_view_new();
  if (!watch->view || !byline_view_set_size(watch->view, settings.width,
                                            settings.height, scale))
    return byline_error(BYLINE_ERROR_MEMORY, "out of memory");
  if (watch->options.light)
    byline_view_set_theme(watch->view, BYLINE_THEME_LIGHT);
  byline_view_set_events(watch->view, &wishes,
                         1u << BYLINE_COMMAND_FULL_SCREEN |
                             1u << BYLINE_COMMAND_NAMES);
  watch->window = byline_window_new(&settings, &events);
  if (!watch->window)
    return byline_error(BYLINE_ERROR_IO, "no X server: is DISPLAY set?");
  return BYLINE_OK;
}

static BylineStatus open_all(Watch* watch)
{
  watch->settings = byline_recognizer_settings_default();
  BylineStatus status =
      byline_audio_file_open(watch->options.sound, &watch->file);
  if (status != BYLINE_OK)
    return status;
  watch->rate = byline_audio_file_rate(watch->file);
  status = open_window(watch);
  return status == BYLINE_OK ? use_model(watch, watch->options.model) : status;
}

static void close_all(Watch* watch)
{
  byline_window_free(watch->window);
  byline_view_free(watch->view);
  byline_recognizer_free(watch->recognizer);
  byline_model_free(watch->model);
  byline_audio_file_close(watch->file);
}

static void print_help(void)
{
  puts(
      "Usage: byline-window [OPTION]... RECORDING\n"
      "Show who plays on a recording, as it goes on.\n\n"
      "  -m, --model=MODEL   the model to use; the installed one if not given\n"
      "  -s, --speed=FACTOR  how fast to listen, 0.1 to 100; 1 if not given\n"
      "      --scale=FACTOR  size of everything, 1 to 4\n"
      "      --light         for the day; dark if not given\n"
      "  -f, --full-screen   cover the screen; F11 does the same\n"
      "  -h, --help          show this help\n\n"
      "The sound is not played.");
}

static bool read_options(int argc, char** argv, Options* options)
{
  enum { SCALE = 256, LIGHT };
  static const struct option known[] = {
      {"model", required_argument, NULL, 'm'},
      {"speed", required_argument, NULL, 's'},
      {"scale", required_argument, NULL, SCALE},
      {"light", no_argument, NULL, LIGHT},
      {"full-screen", no_argument, NULL, 'f'},
      {"help", no_argument, NULL, 'h'},
      {NULL, 0, NULL, 0}};
  int c;
  while ((c = getopt_long(argc, argv, "m:s:fh", known, NULL)) != -1) {
    if (c == 'm')
      options->model = optarg;
    else if (c == 's')
      options->speed = fmin(fmax(strtod(optarg, NULL), 0.1), 100);
    else if (c == SCALE)
      options->scale = fmin(fmax(strtod(optarg, NULL), 1), 4);
    else if (c == LIGHT)
      options->light = true;
    else if (c == 'f')
      options->full_screen = true;
    else
      return false;
  }
  options->sound = argv[optind];
  return options->sound && !argv[optind + 1];
}

int main(int argc, char** argv)
{
  Watch watch = {
      .options = {.model = BYLINE_LV2DIR "/byline.lv2/" BYLINE_BUNDLE_MODEL,
                  .speed = 1,
                  .scale = 1}};
  if (argc == 2 && (!strcmp(argv[1], "-h") || !strcmp(argv[1], "--help"))) {
    print_help();
    return 0;
  }
  if (!read_options(argc, argv, &watch.options)) {
    fputs("byline-window: which recording? See byline-window --help\n", stderr);
    return 2;
  }
  const BylineStatus status = open_all(&watch);
  if (status == BYLINE_OK) {
    byline_window_show(watch.window);
    if (watch.options.full_screen)
      command(&watch, BYLINE_COMMAND_FULL_SCREEN, 1);
    run(&watch);
  } else {
    fprintf(stderr, "byline-window: %s\n", byline_error_message());
  }
  close_all(&watch);
  return status == BYLINE_OK ? 0 : status == BYLINE_ERROR_USAGE ? 2 : 1;
}
