/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "evaluation/curves.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char* const keys[] = {
    [BYLINE_CURVE_EPOCH] = "epoch",
    [BYLINE_CURVE_TRAIN_LOSS] = "train_loss",
    [BYLINE_CURVE_LOSS] = "validation_loss",
    [BYLINE_CURVE_TRAIN_ACCURACY] = "train_accuracy",
    [BYLINE_CURVE_ACCURACY] = "validation_accuracy",
    [BYLINE_CURVE_F1] = "validation_macro_f1",
    [BYLINE_CURVE_RATE] = "learning_rate",
};

static BylineStatus append(BylineCurves* curves, const json_t* epoch)
{
  for (int i = 0; i < BYLINE_N_CURVES; ++i) {
    double* const values =
        realloc(curves->values[i], (curves->n + 1) * sizeof(*values));
    if (!values) {
      return byline_error(BYLINE_ERROR_MEMORY, "no memory for %zu epochs",
                          curves->n);
    }
    curves->values[i] = values;
    const json_t* const value = json_object_get(epoch, keys[i]);
    values[curves->n] = json_is_number(value) ? json_number_value(value) : NAN;
  }
  ++curves->n;
  return BYLINE_OK;
}

BylineStatus byline_curves_read(const char* path, BylineCurves* curves)
{
  *curves = (BylineCurves){.n = 0};
  FILE* const stream = fopen(path, "r");
  if (!stream) {
    return byline_error(BYLINE_ERROR_IO, "%s: %s", path, strerror(errno));
  }
  BylineStatus status = BYLINE_OK;
  char* line = NULL;
  size_t size = 0;
  while (status == BYLINE_OK && getline(&line, &size, stream) > 0) {
    json_t* const epoch = json_loads(line, 0, NULL);
    if (json_is_number(json_object_get(epoch, keys[BYLINE_CURVE_EPOCH]))) {
      status = append(curves, epoch);
    }
    json_decref(epoch);
  }
  free(line);
  fclose(stream);
  if (status == BYLINE_OK && curves->n == 0) {
    status = byline_error(BYLINE_ERROR_DATA, "%s: no epoch in it", path);
  }
  if (status != BYLINE_OK) {
    byline_curves_free(curves);
  }
  return status;
}

void byline_curves_free(BylineCurves* curves)
{
  for (int i = 0; i < BYLINE_N_CURVES; ++i) {
    free(curves->values[i]);
  }
  *curves = (BylineCurves){.n = 0};
}
