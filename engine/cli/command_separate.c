/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/command.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "dataset/sound.h"
#include "dataset/sound_parts.h"
#include "voice/voice_model.h"

#include <stdbool.h>
#include <stddef.h>

static const char description[] =
    "Take the voice out of a recording.\n"
    "\n"
    "Decodes FILE and writes the voice, and with --rest what it leaves, as WAV "
    "files of 32-bit floats; the two add up to the recording.  The voice is "
    "that which models with --focus hear.\n";

static const char notes[] =
    "Exit status: 0 all well, 1 a file could not be read or written, 2 "
    "command line at fault.\n";

/* What the command line asks for */
typedef struct {
  const char* input;
  const char* output;
  const char* rest;  ///< NULL: not wanted
  const char* model; ///< NULL: the one that comes with Byline
  double seconds;
} Options;

static bool parse(int argc, char** argv, Options* options, int* result)
{
  const BylineOption table[] = {
      {'o', "output", "VOICE", "file to write the voice to",
       .text = &options->output, .output = BYLINE_OUTPUT_SOUND,
       .required = true},
      {0, "rest", "REST", "file to write the rest to", .text = &options->rest,
       .output = BYLINE_OUTPUT_SOUND},
      {'m', "model", "MODEL",
       "a network made with 'byline train --task=separate' instead of Byline's "
       "own",
       .text = &options->model, .input = true},
      {0, "seconds", "S", "of FILE, from its beginning",
       .number = &options->seconds, .minimum = 0.1, .maximum = 36000},
      BYLINE_OPTION_FORCE(NULL),
      {0}};
  const BylineSyntax syntax = {.command = "separate",
                               .operands = "FILE",
                               .description = description,
                               .notes = notes,
                               .options = table};
  char** operands = NULL;
  if (!byline_options_parse(&syntax, argc, argv, &operands, result)) {
    return false;
  }
  options->input = operands[0];
  return true;
}

static BylineStatus separate(const Options* options, BylineNetwork* network)
{
  BylineSound sound;
  BylineSound voice = {.n = 0};
  BYLINE_TRY(byline_sound_read(options->input, options->seconds, &sound));
  BylineStatus status = byline_sound_separate(network, &sound, &voice);
  BYLINE_THEN(status, byline_sound_write(options->output, &voice));
  if (status == BYLINE_OK && options->rest) {
    status = byline_sound_write(options->rest, &sound);
  }
  byline_sound_free(&sound);
  byline_sound_free(&voice);
  return status;
}

int byline_command_separate(int argc, char** argv)
{
  Options options = {.seconds = 3600};
  int result = 0;
  if (!parse(argc, argv, &options, &result)) {
    return result;
  }
  BylineNetwork* network = NULL;
  BylineStatus status =
      options.model ? byline_voice_model_open(options.model, NULL, &network)
                    : byline_voice_model_default(&network);
  BYLINE_THEN(status, byline_network_freeze(network));
  BYLINE_THEN(status, separate(&options, network));
  byline_network_free(network);
  return byline_command_end(status);
}
