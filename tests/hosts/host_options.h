/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file host_options.h
   What the test host can be told to do.
*/

#ifndef BYLINE_TESTS_HOST_OPTIONS_H
#define BYLINE_TESTS_HOST_OPTIONS_H

/** Frames of the largest block. */
#define MAX_BLOCK 8192

/** Controls that may be turned. */
#define MAX_SET 32

/** The command line. */
typedef struct {
  const char* uri;
  const char* input;
  const char* model;
  const char* load;
  const char* preset;
  const char* save;
  const char* ask; ///< PROPERTY=PATH
  const char* project;
  const char* set[MAX_SET + 1];
  int n_set;
  double seconds;
  double rate;
  double block;
  double seed; ///< Of random blocks, negative for fixed ones
  double cycles;
  int in_place, crossed, freewheel, real_time; // as the options
  int bare, unconnected, attach, quiet, carla, replace, bounce, reload;
} Options;

/** Read the command line; ends the program when it makes no sense. */
void options_parse(char** arguments, Options* options);

#endif // BYLINE_TESTS_HOST_OPTIONS_H
