/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/front_end.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "dataset/effects.h"
#include "dataset/sound.h"
#include "report/spectrogram_figure.h"
#include "voice/voice_queue.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Columns that are drawn at most: a picture of five minutes */
#define MAX_FRAMES 8192

static const char description[] =
    "Hear what effects do to music.\n"
    "\n"
    "Decodes FILE, sends it through the effects and writes a WAV file of "
    "32-bit floats and, with --png, a picture of what the network sees.  "
    "EFFECTS is a list such as 'speed=1.04,telephone,noise=20',"
    " done in that order:\n"
    "\n";

static const char notes[] =
    "Exit status: 0 all well, 1 a file could not be read or written, 2 "
    "command line at fault.\n";

static void list_effects(FILE* stream)
{
  for (const BylineEffect* e = byline_effects; e->name; ++e) {
    if (e->unit) {
      fprintf(stream, "  %-10s %s; %g to %g %s\n", e->name, e->summary,
              e->minimum, e->maximum, e->unit);
    } else {
      fprintf(stream, "  %-10s %s; no value\n", e->name, e->summary);
    }
  }
}

/* What the command line asks for */
typedef struct {
  const char* input;
  const char* output;
  const char* effects;
  const char* picture;
  long seed;
  double seconds;
} Options;

/* Parse the command line.  Returns false with the exit status, or true. */
static bool parse(int argc, char** argv, Options* options, int* result)
{
  const BylineOption table[] = {
      {'e', "effects", "EFFECTS", "what to do", .text = &options->effects,
       .required = true},
      {'o', "output", "OUTPUT", "file to write", .text = &options->output,
       .output = BYLINE_OUTPUT_SOUND, .required = true},
      {0, "png", "PICTURE",
       "draw the spectrograms before and after; SVG or PDF when it ends so",
       .text = &options->picture, .output = BYLINE_OUTPUT_PICTURE},
      {0, "seed", "N", "of noise and rooms", .integer = &options->seed,
       .maximum = (double)(1L << 53)},
      {0, "seconds", "S", "of FILE, from its beginning",
       .number = &options->seconds, .minimum = 0.1, .maximum = 36000},
      BYLINE_OPTION_FORCE(NULL),
      {0}};
  const BylineSyntax syntax = {.command = "augment",
                               .operands = "FILE",
                               .description = description,
                               .more = list_effects,
                               .notes = notes,
                               .options = table};
  char** operands = NULL;
  if (!byline_options_parse(&syntax, argc, argv, &operands, result)) {
    return false;
  }
  options->input = operands[0];
  return true;
}

/* Columns of a spectrogram, as many as a picture has room for */
typedef struct {
  float* values;
  size_t n_frames;
  size_t n_mels;
} Columns;

static void keep(void* user, const float* column)
{
  Columns* const columns = user;
  if (columns->n_frames < MAX_FRAMES) {
    memcpy(columns->values + columns->n_frames++ * columns->n_mels, column,
           columns->n_mels * sizeof(*column));
  }
}

/* What a network sees of a sound. */
static BylineStatus see(const BylineSound* sound, Columns* columns)
{
  const BylineFrontEnd front_end = byline_front_end_default();
  BylineSpectrogram* spectrogram = NULL;
  *columns = (Columns){.n_mels = front_end.n_mels};
  columns->values =
      malloc(MAX_FRAMES * columns->n_mels * sizeof(*columns->values));
  BylineStatus status =
      columns->values ? byline_spectrogram_new(&front_end, &byline_voice_finder,
                                               sound->rate, &spectrogram)
                      : byline_no_memory(NULL);
  if (status == BYLINE_OK) {
    byline_spectrogram_push(spectrogram, sound->channels[0], sound->channels[1],
                            sound->n, keep, columns);
  }
  byline_spectrogram_free(spectrogram);
  return status;
}

static BylineStatus draw(const Options* options, const Columns* before,
                         const Columns* after)
{
  const BylineSpectrogramPlot plot = {
      .n_mels = before->n_mels,
      .n_panels = 2,
      .panels = {{options->input, before->values, before->n_frames},
                 {options->effects, after->values, after->n_frames}}};
  BylineFigure figure;
  byline_spectrogram_figure(&plot, &figure);
  return byline_figure_write(&figure, options->picture);
}

static BylineStatus augment(const Options* options,
                            const BylineEffectChain* chain, BylineSound* sound,
                            Columns* before, Columns* after)
{
  BYLINE_TRY(byline_sound_read(options->input, options->seconds, sound));
  if (options->picture) {
    BYLINE_TRY(see(sound, before));
  }
  BYLINE_TRY(byline_effect_chain_apply(chain, (uint64_t)options->seed, sound));
  if (options->picture) {
    BYLINE_TRY(see(sound, after));
    BYLINE_TRY(draw(options, before, after));
  }
  return byline_sound_write(options->output, sound);
}

int byline_command_augment(int argc, char** argv)
{
  Options options = {.seed = 1, .seconds = 600};
  int result = 0;
  if (!parse(argc, argv, &options, &result)) {
    return result;
  }
  BylineEffectChain chain;
  if (byline_effect_chain_parse(options.effects, &chain) != BYLINE_OK) {
    return byline_command_misuse("augment", "%s", byline_error_message());
  }
  BylineSound sound = {.n = 0};
  Columns before = {0};
  Columns after = {0};
  const BylineStatus status =
      augment(&options, &chain, &sound, &before, &after);
  free(before.values);
  free(after.values);
  byline_sound_free(&sound);
  return byline_command_end(status);
}
