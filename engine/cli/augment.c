/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/command.h"
#include "cli/commands.h"
#include "dataset/effects.h"
#include "dataset/sound.h"

#include <getopt.h>
#include <stdio.h>

static const char help[] =
    "Usage: byline augment FILE -e EFFECTS -o OUTPUT.wav [OPTION]...\n"
    "Hear what effects do to music.\n"
    "\n"
    "Decodes FILE, sends it through the effects and writes a WAV file of\n"
    "32-bit floats.  EFFECTS is a list such as "
    "'speed=1.04,telephone,noise=20',\n"
    "done in that order:\n"
    "\n";

static const char help_options[] =
    "\n"
    "Options:\n"
    "  -e, --effects EFFECTS  what to do\n"
    "  -o, --output OUTPUT    file to write\n"
    "      --seed N           of noise and rooms (default 1)\n"
    "      --seconds S        of FILE, from its beginning (default 600)\n"
    "  -h, --help             show this help\n"
    "\n"
    "Exit status: 0 all well, 1 a file could not be read or written,\n"
    "2 command line at fault.";

static void print_help(void)
{
  fputs(help, stdout);
  for (const BylineEffect* e = byline_effects; e->name; ++e) {
    if (e->unit) {
      printf("  %-10s %s; %g to %g %s\n", e->name, e->summary, e->minimum,
             e->maximum, e->unit);
    } else {
      printf("  %-10s %s; no value\n", e->name, e->summary);
    }
  }
  puts(help_options);
}

/* What the command line asks for */
typedef struct {
  const char* input;
  const char* output;
  const char* effects;
  long seed;
  double seconds;
} Options;

/* Parse the command line.  Returns -1 to go on, else the exit status. */
static int parse(int argc, char** argv, Options* options)
{
  enum { SEED = 256, SECONDS };
  static const struct option long_options[] = {
      {"effects", required_argument, NULL, 'e'},
      {"output", required_argument, NULL, 'o'},
      {"seed", required_argument, NULL, SEED},
      {"seconds", required_argument, NULL, SECONDS},
      {"help", no_argument, NULL, 'h'},
      {NULL, 0, NULL, 0},
  };
  BylineStatus status = BYLINE_OK;
  for (int c = 0;
       status == BYLINE_OK &&
       (c = getopt_long(argc, argv, ":e:o:h", long_options, NULL)) != -1;) {
    switch (c) {
    case 'e':
      options->effects = optarg;
      break;
    case 'o':
      options->output = optarg;
      break;
    case SEED:
      status =
          byline_parse_integer("--seed", optarg, 0, 1L << 53, &options->seed);
      break;
    case SECONDS:
      status = byline_parse_number("--seconds", optarg, 0.1, 36000,
                                   &options->seconds);
      break;
    case 'h':
      print_help();
      return 0;
    case ':':
      return byline_command_misuse(argv[0], "%s needs a value",
                                   argv[optind - 1]);
    default:
      return byline_command_misuse(argv[0], "no option '%s'", argv[optind - 1]);
    }
  }
  if (status != BYLINE_OK) {
    return byline_command_misuse(argv[0], "%s", byline_error_message());
  }
  if (optind != argc - 1) {
    return byline_command_misuse(argv[0], "one file is needed, not %d",
                                 argc - optind);
  }
  options->input = argv[optind];
  if (!options->effects) {
    return byline_command_misuse(argv[0], "-e EFFECTS is missing");
  }
  return options->output
             ? -1
             : byline_command_misuse(argv[0], "-o OUTPUT is missing");
}

int byline_command_augment(int argc, char** argv)
{
  Options options = {.seed = 1, .seconds = 600};
  const int parsed = parse(argc, argv, &options);
  if (parsed >= 0) {
    return parsed;
  }
  BylineEffectChain chain;
  if (byline_effect_chain_parse(options.effects, &chain) != BYLINE_OK) {
    return byline_command_misuse(argv[0], "%s", byline_error_message());
  }
  BylineSound sound;
  BylineStatus status =
      byline_sound_read(options.input, options.seconds, &sound);
  if (status == BYLINE_OK) {
    status = byline_effect_chain_apply(&chain, (uint64_t)options.seed, &sound);
  }
  if (status == BYLINE_OK) {
    status = byline_sound_write(options.output, &sound);
  }
  byline_sound_free(&sound);
  return byline_command_end(status);
}
