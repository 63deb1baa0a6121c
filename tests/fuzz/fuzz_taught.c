/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* A file of taught artists, or what a session has of them */

#include "recognizer/taught_file.h"
#include "tests/fuzz/fuzz.h"

static void check(const BylineTaught* taught)
{
  for (size_t i = 0; i < taught->n_lessons; ++i) {
    const BylineTaughtLesson* const l = &taught->lessons[i];
    fuzz_require(l->id != 0 && l->name[0] != '\0');
    fuzz_require(l->lesson.n_clips >= 1 &&
                 l->lesson.n_clips <= BYLINE_LESSON_CLIPS);
    fuzz_require(l->lesson.n_features == taught->n_features);
  }
  for (size_t i = 0; i < taught->n_changes; ++i) {
    byline_taught_name(taught, taught->changes[i].artist);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
  BylineTaught taught;
  if (byline_taught_parse("fuzz", data, size, true, &taught) != BYLINE_OK) {
    return 0;
  }
  check(&taught);
  /* What was read can be written and read again */
  size_t written = 0;
  void* const bytes = byline_taught_dump(&taught, &written);
  BylineTaught again;
  fuzz_require(bytes && byline_taught_parse("again", bytes, written, true,
                                            &again) == BYLINE_OK);
  fuzz_require(again.n_lessons == taught.n_lessons);
  check(&again);
  fuzz_require(byline_taught_join(&again, &taught) == BYLINE_OK);
  byline_taught_free(&again);
  byline_taught_free(&taught);
  free(bytes);
  return 0;
}
