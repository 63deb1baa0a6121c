/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* `byline info`: what is in a model file. */

#include "byline/model.h"
#include "cli/command.h"
#include "cli/commands.h"

#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static void print_help(void)
{
  puts("Usage: byline info [OPTION]... MODEL\n"
       "Tell what a model file holds: its artists, its front end, what was\n"
       "measured, how it was made, and the layers of its network.\n\n"
       "  -a, --artists  only the artists' names, one a line, in the order of\n"
       "                 the numbers that the plugin's ports give\n"
       "  -h, --help     show this help");
}

static void print_artists(const BylineModelInfo* info)
{
  for (size_t i = 0; i < info->n_artists; ++i) {
    puts(info->artists[i]);
  }
}

static BylineStatus print_model(const BylineModelInfo* info,
                                const BylineNetwork* network)
{
  const BylineFrontEnd* const front_end = &info->front_end;
  const size_t n_frames = BYLINE_CLIP_FRAMES;
  char* const layers = byline_network_describe(network, n_frames);
  if (!layers) {
    return byline_error(BYLINE_ERROR_MEMORY, "out of memory");
  }
  printf("architecture  %s\n", byline_network_architecture(network));
  printf("front end     %u Hz, FFT %u, hop %u, %u mel bands %g-%g Hz, %g dB\n",
         front_end->sample_rate, front_end->fft_size, front_end->hop,
         front_end->n_mels, (double)front_end->min_frequency,
         (double)front_end->max_frequency, (double)front_end->dynamic_range);
  printf("temperature   %g\n", (double)info->temperature);
  printf("metrics       %s\n", info->metrics);
  printf("provenance    %s\n", info->provenance);
  printf("\n%zu artists\n", info->n_artists);
  for (size_t i = 0; i < info->n_artists; ++i) {
    printf("%5zu  %s\n", i, info->artists[i]);
  }
  printf("\nlayers, for a clip of %zu frames\n%s", n_frames, layers);
  free(layers);
  return BYLINE_OK;
}

int byline_command_info(int argc, char** argv)
{
  static const struct option options[] = {{"artists", no_argument, NULL, 'a'},
                                          {"help", no_argument, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
  bool only_artists = false;
  for (int c; (c = getopt_long(argc, argv, "ah", options, NULL)) != -1;) {
    switch (c) {
    case 'a':
      only_artists = true;
      break;
    case 'h':
      print_help();
      return 0;
    default:
      return 2;
    }
  }
  if (optind != argc - 1) {
    return byline_command_misuse("info", "which model file?");
  }

  BylineModelInfo info;
  BylineNetwork* network = NULL;
  BylineStatus status = byline_model_open(argv[optind], &info, &network);
  if (status != BYLINE_OK) {
    return byline_command_end(status);
  }
  if (only_artists) {
    print_artists(&info);
  } else {
    status = print_model(&info, network);
  }
  byline_network_free(network);
  byline_model_info_free(&info);
  return byline_command_end(status);
}
