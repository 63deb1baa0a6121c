/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "host_options.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "Usage: lv2_host [OPTION]... URI\n"
    "Run an LV2 plugin and show what it says.\n\n"
    "  --input FILE     sound to play; noise of any bits without\n"
    "  --seconds S      how much of it (all, or 5 of noise)\n"
    "  --rate HZ        pretend that the sound has this rate\n"
    "  --block N        frames a block (1024)\n"
    "  --random SEED    blocks of 0 to N frames\n"
    "  --in-place, --crossed   outputs are the inputs, or the other input\n"
    "  --freewheel      say that this is not in real time\n"
    "  --real-time      take as long as the sound lasts\n"
    "  --carla          behave as Carla: old atoms, odd features\n"
    "  --bare           offer no features and connect no messages\n"
    "  --unconnected    connect nothing at all\n"
    "  --set SYMBOL=VALUE  turn a control\n"
    "  --model FILE     ask for a model by a message\n"
    "  --ask PROPERTY=PATH  set one of the plugin's properties at the end\n"
    "  --replace        and say that what is there may be replaced\n"
    "  --attach         be a window: show answers\n"
    "  --cycles N       play it N times, stopped in between\n"
    "  --bounce         render the second time, as if it were exported\n"
    "  --reload         load the state again each time\n"
    "  --preset URI     load a preset\n"
    "  --load DIR, --save DIR  state before and after\n"
    "  --project FILE   state before and after as Carla keeps it; with "
    "--carla,\n"
    "                   texts without the 0 at their end\n"
    "  --quiet          do not show output ports\n";

/* Options are looked up in tables: flags, numbers, texts */
static bool parse_flag(Options* o, const char* name)
{
  const struct {
    const char* name;
    int* value;
  } flags[] = {{"in-place", &o->in_place},   {"crossed", &o->crossed},
               {"freewheel", &o->freewheel}, {"real-time", &o->real_time},
               {"bare", &o->bare},           {"carla", &o->carla},
               {"attach", &o->attach},       {"unconnected", &o->unconnected},
               {"quiet", &o->quiet},         {"replace", &o->replace},
               {"bounce", &o->bounce},       {"reload", &o->reload}};
  for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); ++i) {
    if (!strcmp(flags[i].name, name)) {
      *flags[i].value = 1;
      return true;
    }
  }
  return false;
}

static bool parse_number(Options* o, const char* name, const char* text)
{
  const struct {
    const char* name;
    double* value;
  } numbers[] = {{"seconds", &o->seconds},
                 {"rate", &o->rate},
                 {"block", &o->block},
                 {"random", &o->seed},
                 {"cycles", &o->cycles}};
  for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); ++i) {
    if (!strcmp(numbers[i].name, name)) {
      *numbers[i].value = strtod(text, NULL);
      return true;
    }
  }
  return false;
}

static bool parse_text(Options* o, const char* name, const char* text)
{
  const struct {
    const char* name;
    const char** value;
  } texts[] = {{"input", &o->input},     {"model", &o->model},
               {"load", &o->load},       {"preset", &o->preset},
               {"save", &o->save},       {"ask", &o->ask},
               {"project", &o->project}, {"set", &o->set[o->n_set]}};
  for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); ++i) {
    if (!strcmp(texts[i].name, name)) {
      *texts[i].value = text;
      o->n_set += !strcmp(name, "set") && o->n_set < MAX_SET;
      return true;
    }
  }
  return false;
}

void options_parse(char** arguments, Options* o)
{
  for (char** a = arguments; *a; ++a) {
    const char* const name = *a + 2;
    if (strncmp(*a, "--", 2) != 0) {
      o->uri = *a;
    } else if (!parse_flag(o, name)) {
      ++a;
      if (!*a || (!parse_number(o, name, *a) && !parse_text(o, name, *a))) {
        o->uri = NULL;
        break;
      }
    }
  }
  if (!o->uri || o->block < 1 || o->block > MAX_BLOCK) {
    fputs(help, stderr);
    exit(2);
  }
}
