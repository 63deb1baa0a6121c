/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file format.h
   The file that an index is.

   A header, then segments one after the other, each complete in itself: what
   was added at one time.  Numbers are little-endian; all begins at multiples of
   8 bytes.  A segment is

       BylineSegmentHeader
       BylineStoredRecording[n_recordings]
       BylineStoredPiece[n_pieces]  of recordings, of half an hour at most
       uint32_t[n_peaks]            BylineStoredPeak, by piece, then time
       uint32_t[2^bucket_bits + 1]  where each bucket's postings begin
       uint32_t[n_postings]         key's next bits << peak_bits | peak, in
                                    order in each bucket
       char[text_size]              strings, each ended by a 0

   Keys of quads (quads.h) with the same upper bits are in one bucket, and as
   many of the bits below these as find room stand beside each peak's number.
   Keys follow from the peaks, by which segments are merged.

   Adding writes a segment behind the last one and its header at last, so that a
   program that is killed leaves something that nobody reads, and who has the
   file mapped is not disturbed.  All else is written beside and renamed.
*/

#ifndef BYLINE_RECORDINGS_FORMAT_H
#define BYLINE_RECORDINGS_FORMAT_H

#include "recordings/peaks.h"

#include <stddef.h>
#include <stdint.h>

#define BYLINE_INDEX_MAGIC "BylineRI"
#define BYLINE_SEGMENT_MAGIC "Segment"
#define BYLINE_INDEX_VERSION 2u
#define BYLINE_INDEX_ORDER 0x01020304u

/** The file's beginning. */
typedef struct {
  char magic[8];       ///< BYLINE_INDEX_MAGIC
  uint32_t byte_order; ///< BYLINE_INDEX_ORDER
  uint32_t version;    ///< BYLINE_INDEX_VERSION
  uint64_t reserved[5];
  uint64_t checksum; ///< Of all before
} BylineIndexHeader;

/** A segment's beginning. */
typedef struct {
  char magic[8];         ///< BYLINE_SEGMENT_MAGIC
  uint64_t size;         ///< Bytes, this included
  uint64_t text_size;    ///< Bytes of strings, a multiple of 8
  uint32_t n_recordings; ///< How many, at least 1
  uint32_t n_pieces;     ///< At least as many
  uint32_t n_peaks;      ///< Less than 2^26
  uint32_t n_postings;   ///< In all buckets
  uint32_t bucket_bits;  ///< Upper bits of keys, 8 to 26
  uint32_t peak_bits;    ///< That a peak's number takes, 1 to 26
  uint64_t content;      ///< Checksum of all behind this header
  uint64_t checksum;     ///< Of all before
} BylineSegmentHeader;

/** A recording.  Texts are offsets into the strings. */
typedef struct {
  uint64_t file_size;   ///< Of its file, when it was added
  int64_t file_time;    ///< When that had been changed, seconds since 1970
  uint32_t duration;    ///< Milliseconds
  uint32_t first_piece; ///< Its pieces end where the next one's begin
  uint32_t path;        ///< Of the file
  uint32_t title;       ///< Title
  uint32_t artist;      ///< Artist
  uint32_t album;       ///< Album
  uint32_t id;          ///< Of the recording
  uint32_t unused;      ///< 0
} BylineStoredRecording;

/** A piece of a recording. */
typedef struct {
  uint32_t recording;  ///< Whose
  uint32_t first_peak; ///< Its peaks end where the next one's begin
} BylineStoredPiece;

/** Hops of a piece, at most: 17 bits. */
#define BYLINE_PIECE_HOPS (1u << 17)

/** A peak: time in the piece << 15 | frequency / 2 << 4 | level. */
typedef uint32_t BylineStoredPeak;

/** What a peak is stored as; `time` is that in its piece. */
static inline BylineStoredPeak byline_peak_store(uint32_t time,
                                                 const BylinePeak* peak)
{
  const uint32_t frequency = (peak->frequency + 1u) / 2;
  const int level = (int)((peak->level + 80) / 5);
  return time << 15 | (frequency < 2047 ? frequency : 2047) << 4 |
         (uint32_t)(level < 0    ? 0
                    : level > 15 ? 15
                                 : level);
}

/** Its time in the piece, in hops. */
static inline uint32_t byline_stored_time(BylineStoredPeak peak)
{
  return peak >> 15;
}

/** Its frequency, in a peak's units. */
static inline uint32_t byline_stored_frequency(BylineStoredPeak peak)
{
  return (peak >> 4 & 2047) * 2;
}

/** The peak again. */
static inline BylinePeak byline_stored_peak(BylineStoredPeak peak)
{
  return (BylinePeak){.time = byline_stored_time(peak),
                      .frequency = (uint16_t)byline_stored_frequency(peak),
                      .level = (float)(peak & 15)};
}

/** The bits of a key that stand beside a peak's number. */
static inline uint32_t byline_posting_tag(const BylineSegmentHeader* header,
                                          uint32_t key)
{
  return key << header->bucket_bits >> header->peak_bits;
}

/** A checksum of `size` bytes, a multiple of 8, at a multiple of 8; to go on
    from another, or from 0. */
uint64_t byline_checksum(uint64_t sum, const void* data, size_t size);

/** How large a segment is, in bytes. */
uint64_t byline_index_segment_size(uint64_t n_recordings, uint64_t n_pieces,
                                   uint64_t n_peaks, uint64_t bucket_bits,
                                   uint64_t n_postings, uint64_t text_size);

/** A segment's parts, in a file or to be written. */
typedef struct {
  BylineSegmentHeader header;
  const BylineStoredRecording* recordings;
  const BylineStoredPiece* pieces;
  const BylineStoredPeak* peaks;
  const uint32_t* buckets;
  const uint32_t* postings;
  const char* text;
} BylineIndexSegment;

/** Find the parts of a segment, which begins at a multiple of 8, from its
   header in `s`, which has been checked. */
void byline_index_segment_lay_out(const char* begin, BylineIndexSegment* s);

/** Where a piece's peaks end. */
static inline uint32_t byline_piece_end(const BylineIndexSegment* s,
                                        uint32_t piece)
{
  return piece + 1 < s->header.n_pieces ? s->pieces[piece + 1].first_peak
                                        : s->header.n_peaks;
}

#endif // BYLINE_RECORDINGS_FORMAT_H
