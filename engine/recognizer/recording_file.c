/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* A recording that is a file; all else about recordings is in recording.c,
   which decodes nothing. */

#include "byline/audio_file.h"
#include "recognizer/recording.h"

/* Samples decoded at a time */
#define BLOCK 8192u

static BylineStatus hear(BylineAudioFile* file, BylineRecordingStream* stream)
{
  float left[BLOCK];
  float right[BLOCK];
  for (;;) {
    size_t n = 0;
    const BylineStatus status =
        byline_audio_file_read(file, left, right, BLOCK, &n);
    if (status != BYLINE_OK || n == 0) {
      return status;
    }
    byline_recording_stream_push(stream, left, right, n);
  }
}

BylineStatus byline_recording_recognize(const char* path,
                                        const BylineModel* model,
                                        const BylineRecordingSettings* settings,
                                        BylineRecording* recording)
{
  *recording = (BylineRecording){.n_observations = 0};
  BylineAudioFile* file = NULL;
  BylineRecordingStream* stream = NULL;
  BylineStatus status = byline_audio_file_open(path, &file);
  BYLINE_THEN(status,
              byline_recording_stream_new(model, byline_audio_file_rate(file),
                                          settings, &stream));
  BYLINE_THEN(status, hear(file, stream));
  BYLINE_THEN(status, byline_recording_stream_end(stream, path, recording));
  byline_recording_stream_free(stream);
  byline_audio_file_close(file);
  return status;
}
