/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes a small model with random weights for tests of hosts: it knows nothing
   about music, but always says the same about the same sound; firmly, unless
   TEMPERATURE is high.
   usage: make_model FILE N_ARTISTS SEED [TEMPERATURE] */

#include "byline/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char** name_artists(size_t n)
{
  char** const names = malloc(n * sizeof(char*));
  for (size_t i = 0; i < n; ++i) {
    char name[64];
    snprintf(name, sizeof(name), "Artist n\xc2\xba %zu", i);
    names[i] = strdup(name);
  }
  return names;
}

static BylineStatus make(const char* path, size_t n_artists, uint64_t seed,
                         float temperature)
{
  char empty[] = "{}";
  BylineModelInfo info = {.front_end = byline_front_end_default(),
                          .artists = name_artists(n_artists),
                          .n_artists = n_artists,
                          .temperature = temperature,
                          .metrics = empty,
                          .provenance = empty};
  /* Hosts play noise, which would be no music to a front end with all of the
     default's frequencies (byline_music_can_judge) */
  info.front_end.max_frequency = 7900;
  const BylineNetworkShape shape = {.n_channels = 1,
                                    .n_mels = info.front_end.n_mels,
                                    .n_classes = (uint32_t)n_artists};
  BylineNetwork* network = NULL;
  BylineStatus status =
      byline_network_new("resnet:width=4,blocks=1-1-1-1", &shape, &network);
  if (status == BYLINE_OK) {
    byline_network_initialize(network, seed);
    status = byline_model_save(path, &info, network);
  }
  byline_network_free(network);
  for (size_t i = 0; i < n_artists; ++i) {
    free(info.artists[i]);
  }
  free(info.artists);
  return status;
}

int main(int argc, char** argv)
{
  if (argc != 4 && argc != 5) {
    fputs("usage: make_model FILE N_ARTISTS SEED [TEMPERATURE]\n", stderr);
    return 2;
  }
  const float temperature = argc > 4 ? strtof(argv[4], NULL) : 0.02f;
  if (make(argv[1], strtoul(argv[2], NULL, 10), strtoul(argv[3], NULL, 10),
           temperature) != BYLINE_OK) {
    fprintf(stderr, "make_model: %s\n", byline_error_message());
    return 1;
  }
  return 0;
}
