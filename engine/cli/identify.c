/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/model.h"
#include "byline/thread_pool.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/default_model.h"
#include "cli/identify_output.h"
#include "cli/interrupt.h"
#include "recognizer/recording.h"

#include <getopt.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "Usage: byline identify [OPTION]... FILE...\n"
    "Name the artists of sound files, and who plays when in each.\n"
    "\n"
    "The ranking is the mean of the model's calibrated probabilities over the\n"
    "whole file; the timeline is the most probable story, in which an artist\n"
    "plays for minutes rather than seconds.  At least 3 s of music are needed.\n"
    "\n"
    "Options:\n"
    "  -m, --model FILE     the model (default: your own default.safetensors in\n"
    "                       ~/.local/share/byline, else the plugin's)\n"
    "  -n, --top N          how many artists to list, 1 to 5 (default 5)\n"
    "  -t, --threshold P    below this probability the artist is unknown\n"
    "                       (default 0.5)\n"
    "  -i, --interval S     seconds between looks, 0.25 to 10 (default 2)\n"
    "      --json           print JSON\n"
    "      --live           also print each answer that the plugin would give\n"
    "  -l, --labels FILE    also write the timeline as labels for Audacity\n"
    "                       (one sound file only)\n"
    "  -j, --jobs N         threads (default: one per processor)\n"
    "  -h, --help           show this help\n"
    "\n"
    "Exit status: 0 all well; 1 a file could not be identified; 2 command line\n"
    "at fault; 130 interrupted.";

/* What the command line asks for */
typedef struct {
  const char* model;
  const char* labels;
  long n_top;
  long n_jobs;
  double threshold;
  double interval;
  bool json;
  bool live;
  char** files;
  size_t n_files;
} Options;

/* Work on all files */
typedef struct {
  const Options* options;
  const BylineModel* model;
  BylineThreadPool* pool;            ///< Shares files
  BylineThreadPool* look_pool;       ///< Shares a single file's looks
  const volatile sig_atomic_t* stop; ///< Ctrl-C
  pthread_mutex_t lock;              ///< Guards what follows
  BylineIdentified* results;         ///< One a file
  size_t n_printed;                  ///< How many results are printed
} Work;

/* ---- the command line */

static BylineStatus parse_option(int c, Options* options)
{
  switch (c) {
  case 'm':
    options->model = optarg;
    return BYLINE_OK;
  case 'l':
    options->labels = optarg;
    return BYLINE_OK;
  case 'n':
    return byline_parse_integer("--top", optarg, 1, BYLINE_TOP,
                                &options->n_top);
  case 'j':
    return byline_parse_integer("--jobs", optarg, 1, 1024, &options->n_jobs);
  case 't':
    return byline_parse_number("--threshold", optarg, 0, 1,
                               &options->threshold);
  default:
    return byline_parse_number("--interval", optarg, 0.25, 10,
                               &options->interval);
  }
}

/* Parse the command line.  Returns -1 to go on, else the exit status. */
static int parse(int argc, char** argv, Options* options)
{
  enum { JSON = 256, LIVE };
  static const struct option long_options[] = {
      {"model", required_argument, NULL, 'm'},
      {"top", required_argument, NULL, 'n'},
      {"threshold", required_argument, NULL, 't'},
      {"interval", required_argument, NULL, 'i'},
      {"json", no_argument, NULL, JSON},
      {"live", no_argument, NULL, LIVE},
      {"labels", required_argument, NULL, 'l'},
      {"jobs", required_argument, NULL, 'j'},
      {"help", no_argument, NULL, 'h'},
      {NULL, 0, NULL, 0},
  };
  int c = 0;
  while ((c = getopt_long(argc, argv, ":m:n:t:i:l:j:h", long_options, NULL)) !=
         -1) {
    switch (c) {
    case JSON:
      options->json = true;
      break;
    case LIVE:
      options->live = true;
      break;
    case 'h':
      puts(help);
      return 0;
    case ':':
      return byline_command_misuse(argv[0], "%s needs a value",
                                   argv[optind - 1]);
    case '?':
      return byline_command_misuse(argv[0], "no option '%s'", argv[optind - 1]);
    default:
      if (parse_option(c, options) != BYLINE_OK) {
        return byline_command_misuse(argv[0], "%s", byline_error_message());
      }
    }
  }
  options->files = argv + optind;
  options->n_files = (size_t)(argc - optind);
  if (options->n_files == 0) {
    return byline_command_misuse(argv[0], "no sound file is named");
  }
  if (options->labels && options->n_files > 1) {
    return byline_command_misuse(argv[0],
                                 "--labels takes one sound file, not %zu",
                                 options->n_files);
  }
  if (options->json && options->live) {
    return byline_command_misuse(argv[0], "--json and --live do not go "
                                          "together");
  }
  return -1;
}

/* ---- the work */

/* Print results in the order of the files, as soon as they are there */
static void print_ready(Work* work)
{
  const Options* const options = work->options;
  while (work->n_printed < options->n_files &&
         work->results[work->n_printed].done) {
    const BylineIdentified* const result = &work->results[work->n_printed++];
    if (result->complaint) {
      byline_log(BYLINE_LOG_ERROR, "%s", result->complaint);
    } else if (!options->json) {
      byline_identified_print(result, byline_model_info(work->model),
                              (size_t)options->n_top);
    }
  }
}

static void identify(void* context, unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  Work* const work = context;
  const Options* const options = work->options;
  BylineRecordingSettings settings = {
      .settings = byline_recognizer_settings_default(),
      .pool = work->look_pool};
  settings.settings.threshold = (float)options->threshold;
  settings.settings.interval = (float)options->interval;
  for (size_t i = begin; i < end && !*work->stop; ++i) {
    BylineIdentified* const result = &work->results[i];
    BylineAnswers answers = {.n_answers = 0};
    if (options->live) {
      settings.answer = byline_answers_add;
      settings.user = &answers;
    }
    result->path = options->files[i];
    const BylineStatus status = byline_recording_recognize(
        result->path, work->model, &settings, &result->recording);
    result->answers = answers;
    pthread_mutex_lock(&work->lock);
    if (status != BYLINE_OK) {
      result->complaint = strdup(byline_error_message());
    }
    result->done = true;
    print_ready(work);
    pthread_mutex_unlock(&work->lock);
  }
}

static int finish(const Work* work)
{
  const Options* const options = work->options;
  const BylineModelInfo* const info = byline_model_info(work->model);
  if (*work->stop) {
    return byline_exit_status(BYLINE_ERROR_INTERRUPTED);
  }
  BylineStatus status = BYLINE_OK;
  if (options->json) {
    status = byline_identified_print_json(work->results, options->n_files, info,
                                          options->model,
                                          (size_t)options->n_top);
  }
  if (status == BYLINE_OK && options->labels && !work->results[0].complaint) {
    status = byline_identified_write_labels(&work->results[0], info,
                                            options->labels);
  }
  for (size_t i = 0; status == BYLINE_OK && i < options->n_files; ++i) {
    if (work->results[i].complaint) {
      return 1;
    }
  }
  return byline_command_end(status);
}

static int identify_all(const Options* options, const BylineModel* model)
{
  Work work = {.options = options,
               .model = model,
               .stop = byline_interrupt_catch(),
               .results = calloc(options->n_files, sizeof(*work.results))};
  BylineThreadPool** const pool =
      options->n_files > 1 ? &work.pool : &work.look_pool;
  const BylineStatus status =
      work.results
          ? byline_thread_pool_new((unsigned)options->n_jobs, pool)
          : byline_error(BYLINE_ERROR_MEMORY, "no memory for %zu files",
                         options->n_files);
  int result = 0;
  if (status == BYLINE_OK) {
    pthread_mutex_init(&work.lock, NULL);
    byline_thread_pool_run_unordered(work.pool, identify, &work,
                                     options->n_files);
    result = finish(&work);
    pthread_mutex_destroy(&work.lock);
  } else {
    result = byline_command_end(status);
  }
  byline_thread_pool_free(*pool);
  for (size_t i = 0; work.results && i < options->n_files; ++i) {
    byline_identified_clear(&work.results[i]);
  }
  free(work.results);
  return result;
}

int byline_command_identify(int argc, char** argv)
{
  Options options = {.n_top = BYLINE_TOP, .threshold = 0.5, .interval = 2};
  const int parsed = parse(argc, argv, &options);
  if (parsed >= 0) {
    return parsed;
  }
  char* default_model = NULL;
  BylineModel* model = NULL;
  BylineStatus status = BYLINE_OK;
  if (!options.model) {
    status = byline_default_model_find(&default_model);
    options.model = default_model;
  }
  if (status == BYLINE_OK) {
    status = byline_model_load(options.model, &model);
  }
  const int result = status == BYLINE_OK ? identify_all(&options, model)
                                         : byline_command_end(status);
  byline_model_free(model);
  free(default_model);
  return result;
}
