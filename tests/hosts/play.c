/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* A player in JACK: plays a recording once, from its beginning, and ends.
   usage: play RECORDING [CLIENT [NAME]]
   With the name of a client, waits until that has inputs for sound, and plays
   to the first two; '' for none.  It is byline-player in JACK, or NAME.  The
   recording is decoded before it starts, so that JACK's thread only copies: no
   thread for a disk, and no rights that an ordinary account lacks.  Ends early
   on TERM, HUP and INT, and fails where the server goes, stands still, or the
   client does not come. */

#include "byline/audio_file.h"
#include "byline/resampler.h"

#include <errno.h>
#include <jack/jack.h>

#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
  BLOCK = 4096,  // Samples decoded at a time
  PATIENCE = 30, // Seconds that anything may take that should be there at once
  PAUSE_MS = 20, // Between two looks
};

/** What plays. */
typedef struct {
  float* channels[2]; ///< `n` samples each, at the server's rate
  size_t n;           ///< How many
  jack_client_t* client;
  jack_port_t* outputs[2];
  atomic_size_t position; ///< The next sample, written by JACK's thread
  atomic_bool playing;    ///< Whether the recording goes on
  atomic_bool gone;       ///< The server has
} Player;

static volatile sig_atomic_t ended; // By a signal
static const char* waiting_for;     // What the alarm is for

static void end(int signal)
{
  (void)signal;
  ended = 1;
}

/* A call into JACK's library that does not return */
static void give_up(int signal)
{
  (void)signal;
  static const char start[] = "play: waited in vain for ";
  if (write(STDERR_FILENO, start, sizeof(start) - 1) < 0 ||
      write(STDERR_FILENO, waiting_for, strlen(waiting_for)) < 0 ||
      write(STDERR_FILENO, "\n", 1) < 0) {
    _exit(2);
  }
  _exit(1);
}

static void await(const char* what)
{
  waiting_for = what;
  alarm(what ? PATIENCE : 0);
}

static void fail(const char* message)
{
  fprintf(stderr, "play: %s\n", message);
  exit(1);
}

/* ---- the recording */

static void append(Player* player, BylineResampler** resamplers, size_t n,
                   float samples[2][BLOCK])
{
  const size_t room = player->n + byline_resampler_bound(resamplers[0], n);
  size_t more = 0;
  for (int c = 0; c < 2; ++c) {
    float* const grown = realloc(player->channels[c], room * sizeof(float));
    if (!grown) {
      fail("out of memory");
    }
    player->channels[c] = grown;
    more = byline_resampler_process(resamplers[c], samples[c], n,
                                    grown + player->n);
  }
  player->n += more;
}

/* Decode a recording at the server's rate */
static void decode(Player* player, const char* path)
{
  static float samples[2][BLOCK];
  const double rate = (double)jack_get_sample_rate(player->client);
  BylineAudioFile* file = NULL;
  BylineResampler* resamplers[2] = {NULL, NULL};
  BylineStatus status = byline_audio_file_open(path, &file);
  for (int c = 0; c < 2 && status == BYLINE_OK; ++c) {
    status = byline_resampler_new(byline_audio_file_rate(file), rate,
                                  &resamplers[c]);
  }
  for (size_t n = 1; n > 0 && status == BYLINE_OK;) {
    status = byline_audio_file_read(file, samples[0], samples[1], BLOCK, &n);
    append(player, resamplers, n, samples);
  }
  if (status != BYLINE_OK) {
    fail(byline_error_message());
  }
  byline_resampler_free(resamplers[0]);
  byline_resampler_free(resamplers[1]);
  byline_audio_file_close(file);
}

/* ---- JACK */

/* JACK's thread: the next samples, then silence */
static int process(jack_nframes_t n_frames, void* user)
{
  Player* const player = user;
  const size_t position = atomic_load(&player->position);
  const size_t left = atomic_load(&player->playing) ? player->n - position : 0;
  const size_t n = left < n_frames ? left : n_frames;
  for (int c = 0; c < 2; ++c) {
    float* const out = jack_port_get_buffer(player->outputs[c], n_frames);
    memset(out, 0, n_frames * sizeof(float));
    if (n > 0) {
      memcpy(out, player->channels[c] + position, n * sizeof(float));
    }
  }
  atomic_store(&player->position, position + n);
  return 0;
}

static void on_shutdown(void* user)
{
  Player* const player = user;
  atomic_store(&player->gone, true);
}

static void quiet(const char* message)
{
  (void)message; // that memory cannot be locked, on every ordinary account
}

static void open_client(Player* player, const char* name)
{
  static const char* const names[] = {"out_1", "out_2"};
  jack_set_error_function(quiet);
  jack_set_info_function(quiet);
  await("the JACK server");
  player->client = jack_client_open(name, JackNoStartServer, NULL);
  await(NULL);
  if (!player->client) {
    fail("no JACK server");
  }
  jack_set_process_callback(player->client, process, player);
  jack_on_shutdown(player->client, on_shutdown, player);
  for (int c = 0; c < 2; ++c) {
    player->outputs[c] = jack_port_register(
        player->client, names[c], JACK_DEFAULT_AUDIO_TYPE, JackPortIsOutput, 0);
    if (!player->outputs[c]) {
      fail("JACK has no more ports");
    }
  }
}

/* Whether there is nothing more to wait for */
static bool over(const Player* player)
{
  return ended || atomic_load(&player->gone);
}

static void pause_shortly(void)
{
  const struct timespec pause = {0, PAUSE_MS * 1000000L};
  nanosleep(&pause, NULL);
}

/* Both outputs to a client's first two inputs, or to the only one.  Whether
   that is done: a client has inputs before it is active, and then none can be
   connected. */
static bool connect_to(const Player* player, const char* client)
{
  char pattern[256];
  snprintf(pattern, sizeof(pattern), "^%s:", client);
  const char** const inputs = jack_get_ports(
      player->client, pattern, JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput);
  bool done = inputs && inputs[0];
  for (int c = 0; c < 2 && done; ++c) {
    const char* const input = inputs[c] ? inputs[c] : inputs[0];
    const int status =
        jack_connect(player->client, jack_port_name(player->outputs[c]), input);
    done = status == 0 || status == EEXIST;
  }
  jack_free(inputs);
  return done;
}

static void find_client(const Player* player, const char* client)
{
  int looks = PATIENCE * 1000 / PAUSE_MS;
  while (!over(player) && !connect_to(player, client)) {
    if (--looks == 0) {
      fprintf(stderr,
              "play: waited in vain for inputs of %s that can be connected\n",
              client);
      exit(1);
    }
    pause_shortly();
  }
}

/* Until the end; a server that stands still is not waited for */
static void play(Player* player)
{
  size_t last = 0;
  int looks = PATIENCE * 1000 / PAUSE_MS;
  atomic_store(&player->playing, true);
  while (!over(player) && last < player->n) {
    const size_t position = atomic_load(&player->position);
    looks = position == last ? looks - 1 : PATIENCE * 1000 / PAUSE_MS;
    if (looks == 0) {
      fail("the JACK server stands still");
    }
    last = position;
    pause_shortly();
  }
}

int main(int argc, char** argv)
{
  static Player player;
  if (argc < 2 || argc > 4) {
    fail("usage: play RECORDING [CLIENT [NAME]]");
  }
  signal(SIGALRM, give_up);
  open_client(&player, argc == 4 ? argv[3] : "byline-player");
  signal(SIGTERM, end);
  signal(SIGHUP, end);
  signal(SIGINT, end);
  decode(&player, argv[1]);
  await("JACK to start");
  if (jack_activate(player.client) != 0) {
    fail("JACK does not start");
  }
  await(NULL);
  if (argc > 2 && argv[2][0]) {
    find_client(&player, argv[2]);
  }
  play(&player);
  if (atomic_load(&player.gone)) {
    fail("the JACK server has gone");
  }
  await("JACK to let it go");
  jack_client_close(player.client);
  free(player.channels[0]);
  free(player.channels[1]);
  return 0;
}
