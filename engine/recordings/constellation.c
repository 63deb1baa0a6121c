/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recordings/constellation.h"

#include "base/file.h"

#include <stdlib.h>
#include <string.h>

#define MAGIC "BylinePk"
#define VERSION 1u

/* The beginning of a file; the peaks follow as they are in memory */
typedef struct {
  char magic[8];       ///< MAGIC
  uint32_t byte_order; ///< BYLINE_INDEX_ORDER
  uint32_t version;    ///< VERSION
  uint64_t n;          ///< Peaks
  double duration;     ///< Seconds
  uint64_t content;    ///< Checksum of the peaks
  uint64_t checksum;   ///< Of all before
} Header;

_Static_assert(sizeof(BylinePeak) == 12, "a peak has no padding");

void byline_constellation_free(BylineConstellation* constellation)
{
  free(constellation->peaks);
  *constellation = (BylineConstellation){0};
}

bool byline_constellation_store(const BylineConstellation* c,
                                BylineStoredConstellation* stored)
{
  const uint32_t last = c->n ? c->peaks[c->n - 1].time : 0;
  const size_t n_pieces = last / BYLINE_PIECE_HOPS + 1;
  *stored = (BylineStoredConstellation){
      .peaks = malloc((c->n + 1) * sizeof(*stored->peaks)),
      .pieces = calloc(n_pieces, sizeof(*stored->pieces)),
      .n_pieces = n_pieces};
  if (!stored->peaks || !stored->pieces) {
    return false;
  }
  size_t piece = 0;
  for (size_t i = 0; i < c->n; ++i) {
    const uint32_t time = c->peaks[i].time;
    while (piece < time / BYLINE_PIECE_HOPS) {
      stored->pieces[++piece].first_peak = (uint32_t)i;
    }
    stored->peaks[i] =
        byline_peak_store(time % BYLINE_PIECE_HOPS, &c->peaks[i]);
  }
  return true;
}

void byline_stored_constellation_free(BylineStoredConstellation* stored)
{
  free(stored->peaks);
  free(stored->pieces);
  *stored = (BylineStoredConstellation){0};
}

/* A checksum of peaks, whose size need not be a multiple of 8 */
static uint64_t sum_of(const BylinePeak* peaks, size_t n)
{
  uint64_t last[2] = {0};
  const size_t n_pairs = n / 2;
  if (n % 2) {
    memcpy(last, &peaks[n - 1], sizeof(*peaks));
  }
  const uint64_t sum = byline_checksum(0, peaks, n_pairs * 2 * sizeof(*peaks));
  return byline_checksum(sum, last, sizeof(last));
}

BylineStatus
byline_constellation_write(const char* path,
                           const BylineConstellation* constellation)
{
  BylineOutput output;
  const BylineStatus status = byline_output_open(path, &output);
  if (status != BYLINE_OK) {
    return status;
  }
  Header header = {.magic = MAGIC,
                   .byte_order = BYLINE_INDEX_ORDER,
                   .version = VERSION,
                   .n = constellation->n,
                   .duration = constellation->duration,
                   .content = sum_of(constellation->peaks, constellation->n)};
  header.checksum = byline_checksum(0, &header, offsetof(Header, checksum));
  /* An error stays with the stream until it is committed */
  fwrite(&header, sizeof(header), 1, output.stream);
  if (constellation->n > 0) {
    fwrite(constellation->peaks, sizeof(BylinePeak), constellation->n,
           output.stream);
  }
  return byline_output_commit(&output);
}

static BylineStatus check(const char* path, const Header* header, size_t size)
{
  const bool is_ours = memcmp(header->magic, MAGIC, sizeof(header->magic)) == 0;
  if (!is_ours || header->byte_order != BYLINE_INDEX_ORDER ||
      header->version != VERSION ||
      header->checksum !=
          byline_checksum(0, header, offsetof(Header, checksum)) ||
      header->n > size / sizeof(BylinePeak) ||
      sizeof(*header) + header->n * sizeof(BylinePeak) != size) {
    return byline_error(BYLINE_ERROR_FORMAT,
                        "%s: not a recording's peaks as this Byline keeps them",
                        path);
  }
  return BYLINE_OK;
}

static bool are_in_order(const BylinePeak* peaks, size_t n)
{
  for (size_t i = 1; i < n; ++i) {
    if (peaks[i].time < peaks[i - 1].time) {
      return false;
    }
  }
  return true;
}

BylineStatus byline_constellation_read(const char* path,
                                       BylineConstellation* constellation)
{
  *constellation = (BylineConstellation){0};
  BylineMapping file;
  Header header = {.n = 0};
  BylineStatus status = byline_mapping_open(path, &file);
  if (status != BYLINE_OK) {
    return status;
  }
  if (file.size >= sizeof(header)) {
    memcpy(&header, file.data, sizeof(header));
  }
  status = check(path, &header, file.size);
  if (status == BYLINE_OK) {
    const size_t n = (size_t)header.n;
    BylinePeak* const peaks = malloc((n + 1) * sizeof(*peaks));
    if (!peaks) {
      status = byline_no_memory(path);
    } else {
      memcpy(peaks, (const char*)file.data + sizeof(header),
             n * sizeof(*peaks));
      *constellation = (BylineConstellation){
          .peaks = peaks, .n = n, .capacity = n, .duration = header.duration};
      if (sum_of(peaks, n) != header.content || !are_in_order(peaks, n)) {
        byline_constellation_free(constellation);
        status = byline_error(BYLINE_ERROR_FORMAT, "%s: damaged", path);
      }
    }
  }
  byline_mapping_close(&file);
  return status;
}
