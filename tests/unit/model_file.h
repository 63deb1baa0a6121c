/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* A small model, and the file that it is saved in. */

#ifndef BYLINE_TESTS_MODEL_FILE_H
#define BYLINE_TESTS_MODEL_FILE_H

#include "byline/model.h"
#include "byline/random.h"
#include "tests/unit/suite.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define N_ARTISTS 3

static char path[64];

static inline int set_up(void** state)
{
  (void)state;
  snprintf(path, sizeof(path), "/tmp/byline-test-model-%ld.safetensors",
           (long)getpid());
  return 0;
}

static inline int tear_down(void** state)
{
  (void)state;
  unlink(path);
  return 0;
}

static inline BylineNetwork* new_network(void)
{
  const BylineNetworkShape shape = {1, 128, N_ARTISTS};
  BylineNetwork* network = NULL;
  assert_int_equal(
      byline_network_new("resnet:width=8,blocks=1-1-1-1", &shape, &network),
      BYLINE_OK);
  byline_network_initialize(network, 7);
  /* As after training: no two values of a kind are the same */
  BylineRandom random = byline_random_begin(7, 0);
  for (size_t i = 0; i < byline_network_tensor_count(network); ++i) {
    const BylineTensor* const tensor = byline_network_tensor(network, i);
    for (size_t k = 0; k < tensor->n_values; ++k) {
      tensor->values[k] += byline_random_uniform(&random, 0.01f, 0.1f);
    }
  }
  return network;
}

static char* artists[] = {"Bj\xc3\xb6rk", "\"Weird Al\"\tYankovic", "AC/DC"};

static inline BylineModelInfo new_info(void)
{
  return (BylineModelInfo){.front_end = byline_front_end_default(),
                           .artists = artists,
                           .n_artists = N_ARTISTS,
                           .temperature = 1.2345678f,
                           .metrics = "{\"accuracy\":0.75}",
                           .provenance = "{\"seed\":1}"};
}

static inline void save(void)
{
  const BylineModelInfo info = new_info();
  BylineNetwork* const network = new_network();
  assert_int_equal(byline_model_save(path, &info, network), BYLINE_OK);
  byline_network_free(network);
}

#endif // BYLINE_TESTS_MODEL_FILE_H
