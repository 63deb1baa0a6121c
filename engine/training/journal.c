/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/journal.h"

#include "base/json.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static BylineStatus io_error(const char* path)
{
  return byline_error(BYLINE_ERROR_IO, "%s: cannot write: %s", path,
                      strerror(errno));
}

BylineStatus byline_journal_begin(const char* path, uint64_t size)
{
  const int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
  struct stat info;
  if (fd < 0) {
    return io_error(path);
  }
  BylineStatus status = BYLINE_OK;
  if (fstat(fd, &info) != 0 ||
      ((uint64_t)info.st_size > size && ftruncate(fd, (off_t)size) != 0)) {
    status = io_error(path);
  }
  close(fd);
  return status;
}

static char* epoch_text(const BylineEpoch* e)
{
  json_t* const json = json_pack(
      "{s:I, s:f, s:f, s:f, s:f, s:f, s:f, s:f, s:b, s:f, s:f}", "epoch",
      (json_int_t)e->epoch, "learning_rate", e->learning_rate, "train_loss",
      e->train_loss, "train_accuracy", e->train_accuracy, "validation_loss",
      e->loss, "validation_accuracy", e->accuracy, "validation_song_accuracy",
      e->song_accuracy, "validation_macro_f1", e->f1, "best", (int)e->best,
      "clips_per_second", e->clips_per_second, "waited", e->waited);
  return byline_json_text(json, BYLINE_JSON_SHOWN);
}

BylineStatus byline_journal_append(const char* path, const BylineEpoch* epoch,
                                   uint64_t* size)
{
  char* const text = epoch_text(epoch);
  if (!text) {
    return byline_no_memory(path);
  }
  FILE* const stream = fopen(path, "ab");
  if (!stream) {
    free(text);
    return io_error(path);
  }
  bool written = fprintf(stream, "%s\n", text) >= 0 && fflush(stream) == 0;
  const long end = ftell(stream);
  written = fclose(stream) == 0 && written && end >= 0;
  free(text);
  if (!written) {
    return io_error(path);
  }
  *size = (uint64_t)end;
  return BYLINE_OK;
}

void byline_journal_show(const BylineEpoch* e)
{
  const unsigned long left = (unsigned long)(e->time_left + 0.5);
  byline_log(BYLINE_LOG_NOTE,
             "epoch %llu of %llu: train loss %.3f, %.1f %%; validation clips "
             "%.1f %%, macro F1 %.3f, songs %.1f %%%s; %.1f clips/s, waited "
             "%.1f %%, %lu:%02lu left",
             (unsigned long long)e->epoch, (unsigned long long)e->n_epochs,
             e->train_loss, 100 * e->train_accuracy, 100 * e->accuracy, e->f1,
             100 * e->song_accuracy, e->best ? " (best)" : "",
             e->clips_per_second, 100 * e->waited, left / 60, left % 60);
}

void byline_journal_finish(const char* model_path, uint64_t best_epoch,
                           const BylineEvaluation* validation)
{
  const BylineScores clips = byline_scores_compute(&validation->clips);
  const BylineScores songs = byline_scores_compute(&validation->songs);
  byline_log(BYLINE_LOG_NOTE,
             "%s: epoch %llu, temperature %.2f; validation clips %.1f %%, "
             "macro F1 %.3f, songs %.1f %%",
             model_path, (unsigned long long)best_epoch,
             validation->temperature, 100 * clips.accuracy, clips.macro.f1,
             100 * songs.accuracy);
}
