/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* An index of recordings, whose headers' checksums are made right, or nothing
   would get past them; a short song is looked up in it. */

#include "recordings/format.h"
#include "recordings/recordings.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/melody.h"

static void sign(uint8_t* data, size_t size)
{
  BylineIndexHeader header;
  BylineSegmentHeader segment;
  if (size < sizeof(header) + sizeof(segment)) {
    return;
  }
  memcpy(&header, data, sizeof(header));
  header.checksum =
      byline_checksum(0, &header, offsetof(BylineIndexHeader, checksum));
  memcpy(data, &header, sizeof(header));
  memcpy(&segment, data + sizeof(header), sizeof(segment));
  segment.checksum =
      byline_checksum(0, &segment, offsetof(BylineSegmentHeader, checksum));
  memcpy(data + sizeof(header), &segment, sizeof(segment));
}

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
  enum { N = 4 * 16000 };
  static float song[N];
  if (song[N / 2] == 0) {
    melody_play(&(Melody){.song = 1, .begin = 3, .tempo = 1, .pitch = 1}, song,
                N);
  }
  uint8_t* const copy = (uint8_t*)fuzz_text(data, size);
  sign(copy, size);
  BylineRecordings* index = NULL;
  BylineRecordingsListener* listener = NULL;
  if (byline_recordings_open(fuzz_file(copy, size), &index) == BYLINE_OK &&
      byline_recordings_listener_new(index, MELODY_RATE, &listener) ==
          BYLINE_OK) {
    BylineRecordingMatch matches[BYLINE_MAX_MATCHES];
    byline_recordings_listener_feed(listener, song, N);
    byline_recordings_listener_finish(listener);
    const size_t n = byline_recordings_listener_ask(listener, 10, matches);
    for (size_t i = 0; i < n; ++i) {
      fuzz_require(matches[i].recording < byline_recordings_count(index));
    }
    byline_recordings_check(index);
  }
  byline_recordings_listener_free(listener);
  byline_recordings_close(index);
  free(copy);
  return 0;
}
