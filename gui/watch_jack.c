/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Sound from the JACK server: the sound card's, another program's, or whatever
   is connected by hand. */

#include "watch_source.h"

#ifdef BYLINE_JACK

#include <jack/jack.h>

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  BylineSource source;
  jack_client_t* client;
  jack_port_t* inputs[2];
  const char* from; ///< Client or port to listen to, or NULL
  BylineWatch* watch;
  atomic_bool gone; ///< The server has
} Jack;

/* JACK's thread, in real time */
static int process(jack_nframes_t n, void* user)
{
  Jack* const jack = user;
  byline_watch_hear(jack->watch, jack_port_get_buffer(jack->inputs[0], n),
                    jack_port_get_buffer(jack->inputs[1], n), n);
  return 0;
}

static void on_shutdown(void* user)
{
  Jack* const jack = user;
  atomic_store(&jack->gone, true);
}

/* Whether a port is the one that is wanted, or one of the wanted client's */
static bool wanted(const char* port, const char* from)
{
  const size_t n = strlen(from);
  return !strncmp(port, from, n) && (!port[n] || port[n] == ':');
}

/* The first port to the left input and the second to the right; one alone to
   both */
static void connect_inputs(const Jack* jack)
{
  const char* found[2] = {NULL, NULL};
  const unsigned long flags =
      JackPortIsOutput | (jack->from ? 0 : JackPortIsPhysical);
  const char** const ports =
      jack_get_ports(jack->client, NULL, JACK_DEFAULT_AUDIO_TYPE, flags);
  for (int i = 0; ports && ports[i] && !found[1]; ++i)
    if (!jack->from || wanted(ports[i], jack->from))
      found[found[0] != NULL] = ports[i];
  for (int i = 0; i < 2 && found[0]; ++i)
    jack_connect(jack->client, found[i] ? found[i] : found[0],
                 jack_port_name(jack->inputs[i]));
  if (!found[0])
    fprintf(stderr, "byline-window: %s is not there; connect %s by hand\n",
            jack->from ? jack->from : "a sound card",
            jack_port_name(jack->inputs[0]));
  jack_free(ports);
}

static BylineStatus start(BylineSource* source, BylineWatch* watch)
{
  Jack* const jack = (Jack*)source;
  jack->watch = watch;
  if (jack_activate(jack->client) != 0)
    return byline_error(BYLINE_ERROR_IO, "JACK does not start to listen");
  connect_inputs(jack);
  return BYLINE_OK;
}

static bool alive(const BylineSource* source)
{
  const Jack* const jack = (const Jack*)source;
  if (!atomic_load(&jack->gone))
    return true;
  byline_error(BYLINE_ERROR_IO, "the JACK server has gone");
  return false;
}

static void free_jack(BylineSource* source)
{
  Jack* const jack = (Jack*)source;
  jack_client_close(jack->client);
  free(jack);
}

BylineStatus byline_source_open_jack(const char* from, BylineSource** source)
{
  static const char* const names[] = {"in_left", "in_right"};
  Jack* const jack = calloc(1, sizeof(*jack));
  *source = NULL;
  if (!jack)
    return byline_error(BYLINE_ERROR_MEMORY, "out of memory");
  jack->client = jack_client_open("byline", JackNoStartServer, NULL);
  if (!jack->client) {
    free(jack);
    return byline_error(BYLINE_ERROR_IO,
                        "no JACK server: start one, or name a recording");
  }
  jack->source = (BylineSource){(double)jack_get_sample_rate(jack->client),
                                start, alive, free_jack};
  jack->from = from;
  *source = &jack->source;
  jack_set_process_callback(jack->client, process, jack);
  jack_on_shutdown(jack->client, on_shutdown, jack);
  for (int i = 0; i < 2; ++i) {
    jack->inputs[i] = jack_port_register(
        jack->client, names[i], JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput, 0);
    if (!jack->inputs[i]) {
      byline_source_free(*source);
      *source = NULL;
      return byline_error(BYLINE_ERROR_IO, "JACK has no more ports");
    }
  }
  return BYLINE_OK;
}

#else

BylineStatus byline_source_open_jack(const char* from, BylineSource** source)
{
  (void)from;
  *source = NULL;
  return byline_error(BYLINE_ERROR_USAGE,
                      "which recording? This was built without JACK");
}

#endif
