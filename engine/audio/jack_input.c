/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "audio/jack_input.h"

#ifdef BYLINE_JACK // no_jack.c has the rest

#include <jack/jack.h>
#include <jack/ringbuffer.h>

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct BylineJackInput {
  jack_client_t* client;
  jack_port_t* inputs[2];
  const char* from; ///< As byline_jack_input_open() has it
  bool waits;       ///< That was not there
  BylineJackHear hear;
  void* user;                 ///< Passed to `hear`
  jack_ringbuffer_t* kept[2]; ///< A channel each; NULL where `hear` takes it
  atomic_ulong lost;          ///< Frames
  atomic_bool news;           ///< Ports have come or gone
  atomic_bool gone;           ///< The server has
};

/* ---- what JACK calls */

/* In real time */
static int process(jack_nframes_t n, void* user)
{
  const BylineJackInput* const input = user;
  input->hear(input->user, jack_port_get_buffer(input->inputs[0], n),
              jack_port_get_buffer(input->inputs[1], n), n);
  return 0;
}

static void on_shutdown(void* user)
{
  BylineJackInput* const input = user;
  atomic_store(&input->gone, true);
}

static void on_registration(jack_port_id_t port, int registered, void* user)
{
  BylineJackInput* const input = user;
  (void)port;
  (void)registered;
  atomic_store(&input->news, true);
}

/* In real time: whole frames or nothing */
static void keep(void* user, float* left, float* right, uint32_t n)
{
  BylineJackInput* const input = user;
  const size_t size = n * sizeof(*left);
  if (jack_ringbuffer_write_space(input->kept[0]) < size ||
      jack_ringbuffer_write_space(input->kept[1]) < size) {
    atomic_fetch_add(&input->lost, n);
    return;
  }
  jack_ringbuffer_write(input->kept[0], (const char*)left, size);
  jack_ringbuffer_write(input->kept[1], (const char*)right, size);
}

/* ---- connections */

/* Whether a port is one to listen to */
static bool wanted(const char* port, const char* from)
{
  if (!from) {
    return true;
  }
  if (!strcmp(from, BYLINE_JACK_MONITOR)) {
    const char* const colon = strrchr(port, ':');
    return colon && !strncmp(colon + 1, "monitor_", 8);
  }
  const size_t n = strlen(from);
  return !strncmp(port, from, n) && (!port[n] || port[n] == ':');
}

/* Whether two ports belong to one client */
static bool same_client(const char* a, const char* b)
{
  const size_t n = strcspn(a, ":");
  return !strncmp(a, b, n + 1);
}

/* The first port to the left input and the second of the same client to the
   right; one alone to both */
static void connect_inputs(BylineJackInput* input)
{
  const char* found[2] = {NULL, NULL};
  const unsigned long flags =
      JackPortIsOutput | (input->from ? 0 : JackPortIsPhysical);
  const char** const ports =
      jack_get_ports(input->client, NULL, JACK_DEFAULT_AUDIO_TYPE, flags);
  for (int i = 0; ports && ports[i] && !found[1]; ++i) {
    if (wanted(ports[i], input->from) &&
        (!found[0] || same_client(found[0], ports[i]))) {
      found[found[0] != NULL] = ports[i];
    }
  }
  for (int i = 0; i < 2 && found[0]; ++i) {
    jack_connect(input->client, found[i] ? found[i] : found[0],
                 jack_port_name(input->inputs[i]));
  }
  input->waits = !found[0];
  jack_free(ports);
}

bool byline_jack_input_waits(const BylineJackInput* input)
{
  return input->waits;
}

static bool is_connected(const BylineJackInput* input)
{
  return jack_port_connected(input->inputs[0]) > 0 ||
         jack_port_connected(input->inputs[1]) > 0;
}

bool byline_jack_input_tend(BylineJackInput* input)
{
  if (atomic_load(&input->gone)) {
    byline_error(BYLINE_ERROR_IO, "the JACK server has gone");
    return false;
  }
  if (atomic_exchange(&input->news, false) && input->from &&
      !is_connected(input)) {
    connect_inputs(input);
  }
  return true;
}

/* ---- the rest */

const char* byline_jack_input_name(const BylineJackInput* input)
{
  return jack_port_name(input->inputs[0]);
}

double byline_jack_input_rate(const BylineJackInput* input)
{
  return (double)jack_get_sample_rate(input->client);
}

/* JACK's own lines tell nobody what to do; ours does */
static void say_nothing(const char* line)
{
  (void)line;
}

static BylineStatus open_client(BylineJackInput* input)
{
  static const char* const names[] = {"in_left", "in_right"};
  jack_set_error_function(say_nothing);
  jack_set_info_function(say_nothing);
  input->client = jack_client_open("byline", JackNoStartServer, NULL);
  if (!input->client) {
    return byline_error(BYLINE_ERROR_IO,
                        "no JACK server: start one; PipeWire is one for "
                        "commands that begin with pw-jack");
  }
  jack_set_process_callback(input->client, process, input);
  jack_set_port_registration_callback(input->client, on_registration, input);
  jack_on_shutdown(input->client, on_shutdown, input);
  for (int i = 0; i < 2; ++i) {
    input->inputs[i] = jack_port_register(
        input->client, names[i], JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput, 0);
    if (!input->inputs[i]) {
      return byline_error(BYLINE_ERROR_IO, "JACK has no more ports");
    }
  }
  return BYLINE_OK;
}

BylineStatus byline_jack_input_open(const char* from, BylineJackInput** input)
{
  BylineJackInput* const i = calloc(1, sizeof(*i));
  *input = NULL;
  if (!i) {
    return byline_no_memory(NULL);
  }
  i->from = from;
  const BylineStatus status = open_client(i);
  if (status != BYLINE_OK) {
    byline_jack_input_free(i);
    return status;
  }
  *input = i;
  return BYLINE_OK;
}

BylineStatus byline_jack_input_start(BylineJackInput* input,
                                     BylineJackHear hear, void* user)
{
  input->hear = hear;
  input->user = user;
  if (jack_activate(input->client) != 0) {
    return byline_error(BYLINE_ERROR_IO, "JACK does not start to listen");
  }
  connect_inputs(input);
  return BYLINE_OK;
}

BylineStatus byline_jack_input_start_buffered(BylineJackInput* input,
                                              double seconds)
{
  const double rate = byline_jack_input_rate(input);
  for (int i = 0; i < 2; ++i) {
    input->kept[i] =
        jack_ringbuffer_create((size_t)(seconds * rate) * sizeof(float));
    if (!input->kept[i]) {
      return byline_no_memory(NULL);
    }
    jack_ringbuffer_mlock(input->kept[i]);
  }
  return byline_jack_input_start(input, keep, input);
}

size_t byline_jack_input_read(BylineJackInput* input, float* left, float* right,
                              size_t n)
{
  /* The right channel is written last */
  const size_t there =
      jack_ringbuffer_read_space(input->kept[1]) / sizeof(*left);
  n = n < there ? n : there;
  jack_ringbuffer_read(input->kept[0], (char*)left, n * sizeof(*left));
  jack_ringbuffer_read(input->kept[1], (char*)right, n * sizeof(*right));
  return n;
}

unsigned long byline_jack_input_lost(const BylineJackInput* input)
{
  return atomic_load(&input->lost);
}

void byline_jack_input_free(BylineJackInput* input)
{
  if (input) {
    if (input->client) {
      jack_client_close(input->client);
    }
    for (int i = 0; i < 2; ++i) {
      if (input->kept[i]) {
        jack_ringbuffer_free(input->kept[i]);
      }
    }
    free(input);
  }
}

#endif
