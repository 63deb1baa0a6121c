/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/range_test.h"

#include "base/file.h"
#include "base/stop.h"
#include "training/trainer.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

/* The test ends when the average of the last losses is so many times its
   lowest.  How much of itself that average keeps: */
#define RISE 3.0
#define KEEP 0.9

/* Steps to either side that are averaged, for the eye and for the suggestion */
#define REACH 5

static BylineStatus run_steps(BylineTrainer* t, double low, double high,
                              size_t n_steps, BylineRangeTest* test)
{
  const volatile sig_atomic_t* const stop = t->training->stop;
  double average = 0;
  double lowest = INFINITY;
  for (size_t i = 0; i < n_steps; ++i) {
    BYLINE_TRY(byline_stop_check(stop));
    t->rate = low * pow(high / low, (double)i / (double)(n_steps - 1));
    const BylineStatus status = byline_trainer_step(t);
    if (status == BYLINE_ERROR_DATA && i > 0) {
      break; /* Diverged, as was to be expected sooner or later */
    }
    if (status != BYLINE_OK) {
      return status;
    }
    average = KEEP * average + (1 - KEEP) * t->step_loss;
    test->rates[i] = t->rate;
    test->losses[i] = t->step_loss;
    const double smoothed = average / (1 - pow(KEEP, (double)i + 1));
    test->n = i + 1;
    byline_progress("range test", "steps", i + 1, n_steps);
    /* The average of the first few says nothing */
    if (i < REACH || smoothed < lowest) {
      lowest = smoothed;
    } else if (smoothed > RISE * lowest) {
      break;
    }
  }
  return BYLINE_OK;
}

static double average_around(const BylineRangeTest* test, size_t i)
{
  assert(i < test->n);
  const size_t first = i > REACH ? i - REACH : 0;
  const size_t end = i + REACH + 1 < test->n ? i + REACH + 1 : test->n;
  double sum = 0;
  for (size_t k = first; k < end; ++k) {
    sum += test->losses[k];
  }
  return sum / (double)(end - first);
}

/* The rate at which the loss is lowest (Smith 2017), averaged around each so
   that it does not lag behind; twice as much, since a schedule that falls to
   nothing is at half of its peak on average. */
static void suggest(BylineRangeTest* test)
{
  test->lowest = INFINITY;
  for (size_t i = 0; i < test->n; ++i) {
    test->smoothed[i] = average_around(test, i);
    if (test->smoothed[i] < test->lowest) {
      test->lowest = test->smoothed[i];
      test->suggested = 2 * test->rates[i];
    }
  }
}

static BylineStatus measure(BylineTrainer* trainer, double low, double high,
                            size_t n_steps, BylineRangeTest* test)
{
  BYLINE_TRY(byline_trainer_begin(trainer));
  test->rates = calloc(n_steps, sizeof(double));
  test->losses = calloc(n_steps, sizeof(double));
  test->smoothed = calloc(n_steps, sizeof(double));
  if (!test->rates || !test->losses || !test->smoothed) {
    return byline_no_memory(NULL);
  }
  BYLINE_TRY(byline_trainer_start_batches(trainer));
  BYLINE_TRY(run_steps(trainer, low, high, n_steps, test));
  suggest(test);
  return BYLINE_OK;
}

BylineStatus byline_range_test(const BylineTraining* training, double low,
                               double high, size_t n_steps,
                               BylineRangeTest* test)
{
  *test = (BylineRangeTest){.n = 0};
  BylineTraining kept_nowhere = *training;
  kept_nowhere.folder = NULL;
  BylineTrainer trainer = {.training = &kept_nowhere};
  const BylineStatus status = measure(&trainer, low, high, n_steps, test);
  byline_trainer_end(&trainer);
  if (status != BYLINE_OK) {
    byline_range_test_free(test);
  }
  return status;
}

void byline_range_test_free(BylineRangeTest* test)
{
  free(test->rates);
  free(test->losses);
  free(test->smoothed);
  *test = (BylineRangeTest){.n = 0};
}

static BylineStatus write_table(const BylineRangeTest* test, const char* path)
{
  BylineOutput output;
  BYLINE_TRY(byline_output_open(path, &output));
  fprintf(output.stream, "step\tlearning_rate\tloss\tsmoothed\n");
  for (size_t i = 0; i < test->n; ++i) {
    fprintf(output.stream, "%zu\t%.6g\t%.6g\t%.6g\n", i + 1, test->rates[i],
            test->losses[i], test->smoothed[i]);
  }
  return byline_output_commit(&output);
}

BylineStatus byline_range_test_write(const BylineRangeTest* test,
                                     const char* folder)
{
  char path[4096];
  snprintf(path, sizeof(path), "%s/lr.tsv", folder);
  BYLINE_TRY(byline_folder_make(folder));
  return write_table(test, path);
}
