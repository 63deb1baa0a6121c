/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Sound from the JACK server. */

#include "watch_source.h"

#include "audio/jack_input.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct {
  BylineSource source;
  BylineJackInput* input;
  const char* from; ///< Client or port to listen to, or NULL
} Jack;

static void hear(void* user, float* left, float* right, uint32_t n)
{
  byline_watch_hear(user, left, right, n);
}

static BylineStatus start(BylineSource* source, BylineWatch* watch)
{
  const Jack* const jack = (const Jack*)source;
  BYLINE_TRY(byline_jack_input_start(jack->input, hear, watch));
  if (byline_jack_input_waits(jack->input)) {
    fprintf(stderr, "byline-window: %s is not there yet; or connect %s\n",
            jack->from ? jack->from : "a sound card",
            byline_jack_input_name(jack->input));
  }
  return BYLINE_OK;
}

static bool alive(const BylineSource* source)
{
  const Jack* const jack = (const Jack*)source;
  return byline_jack_input_tend(jack->input);
}

static void free_jack(BylineSource* source)
{
  Jack* const jack = (Jack*)source;
  byline_jack_input_free(jack->input);
  free(jack);
}

BylineStatus byline_source_open_jack(const char* from, BylineSource** source)
{
  Jack* const jack = calloc(1, sizeof(*jack));
  *source = NULL;
  if (!jack) {
    return byline_no_memory(NULL);
  }
  const BylineStatus status = byline_jack_input_open(from, &jack->input);
  if (status != BYLINE_OK) {
    free(jack);
    return status;
  }
  jack->source = (BylineSource){byline_jack_input_rate(jack->input), start,
                                alive, free_jack};
  jack->from = from;
  *source = &jack->source;
  return BYLINE_OK;
}
