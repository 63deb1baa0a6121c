/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "audio/duration.h"

#include "audio/container.h"
#include "audio/libav.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

/* How near to the end a header says the last packets are looked for, and how
   far from it they may end, in seconds */
#define LAST_SECONDS 1.0
#define TOLERANCE 1.5

/* Room for an ID3 tag's end and the first frame of an MP3 file, and for the
   last page of an Ogg file, which is 65 307 bytes long at most */
#define MP3_HEAD 4096
#define OGG_TAIL 65536

/* The bits a second that MPEG audio may have, with some room */
#define LEAST_RATE 6e3
#define MOST_RATE 4e5

/* Times of packets, in seconds */
typedef struct {
  double total; ///< Of all together
  double end;   ///< Where the last one ends
} Packets;

/* Read what is left of a stream. */
static Packets read_packets(AVFormatContext* container, const AVStream* stream)
{
  Packets packets = {0};
  AVPacket* packet = byline_libav.av_packet_alloc();
  const double unit = av_q2d(stream->time_base);
  const int64_t start =
      stream->start_time != AV_NOPTS_VALUE ? stream->start_time : 0;
  while (packet && byline_libav.av_read_frame(container, packet) >= 0) {
    if (packet->stream_index == stream->index) {
      packets.total += (double)packet->duration * unit;
      if (packet->pts != AV_NOPTS_VALUE) {
        packets.end = (double)(packet->pts + packet->duration - start) * unit;
      }
    }
    byline_libav.av_packet_unref(packet);
  }
  byline_libav.av_packet_free(&packet);
  return packets;
}

/* Whether packets are there until shortly before the end. */
static bool reaches_end(AVFormatContext* container, const AVStream* stream,
                        double duration)
{
  const double unit = av_q2d(stream->time_base);
  const int64_t start =
      stream->start_time != AV_NOPTS_VALUE ? stream->start_time : 0;
  const double place = duration > LAST_SECONDS ? duration - LAST_SECONDS : 0;
  if (byline_libav.av_seek_frame(container, stream->index,
                                 start + (int64_t)(place / unit),
                                 AVSEEK_FLAG_BACKWARD) < 0) {
    return false;
  }
  return fabs(read_packets(container, stream).end - duration) <= TOLERANCE;
}

/* The length of the ID3v2 tag that a file begins with, 0 if there is none. */
static size_t id3_length(const uint8_t* head)
{
  return memcmp(head, "ID3", 3) != 0
             ? 0
             : 10 + ((size_t)(head[6] & 127) << 21 |
                     (size_t)(head[7] & 127) << 14 |
                     (size_t)(head[8] & 127) << 7 | (head[9] & 127));
}

static size_t read_at(const char* path, int64_t offset, int whence,
                      uint8_t* data, size_t size)
{
  FILE* const file = fopen(path, "rbe");
  size_t n = 0;
  if (file && (fseek(file, (long)offset, whence) == 0 ||
               (whence == SEEK_END && fseek(file, 0, SEEK_SET) == 0))) {
    n = fread(data, 1, size, file);
  }
  if (file) {
    fclose(file);
  }
  return n;
}

static uint32_t big_endian(const uint8_t* data)
{
  return (uint32_t)data[0] << 24 | (uint32_t)data[1] << 16 |
         (uint32_t)data[2] << 8 | data[3];
}

/* Whether an MP3 file is as long as its Xing header says, in bytes, and has as
   many as its duration needs: libav believes the number of frames there (the
   LAME project's "Mp3 info tag"). */
static bool mp3_is_whole(const char* path, int64_t file_size, double duration)
{
  uint8_t head[MP3_HEAD];
  if (read_at(path, 0, SEEK_SET, head, sizeof(head)) < sizeof(head)) {
    return false;
  }
  const size_t begin = id3_length(head);
  if (begin > 0 && read_at(path, (int64_t)begin, SEEK_SET, head, sizeof(head)) <
                       sizeof(head)) {
    return false;
  }
  const uint8_t* tag = memmem(head, sizeof(head) - 16, "Xing", 4);
  tag = tag ? tag : memmem(head, sizeof(head) - 16, "Info", 4);
  const uint32_t flags = tag ? big_endian(tag + 4) : 0;
  if ((flags & 3) != 3) {
    return false;
  }
  const double rate = 8 * (double)big_endian(tag + 12) / duration;
  if (rate < LEAST_RATE || rate > MOST_RATE) {
    return false;
  }
  /* A tag at the end may make up for what is missing there; hardly for 2 % */
  return (double)(file_size - (int64_t)begin) >=
         0.98 * (double)big_endian(tag + 12);
}

/* Whether the last page of an Ogg file is of the stream that it begins with
   (RFC 3533): others that follow it are left out of the length. */
static bool ogg_is_one_stream(const char* path)
{
  uint8_t head[32];
  uint8_t tail[OGG_TAIL];
  const size_t n = read_at(path, -OGG_TAIL, SEEK_END, tail, sizeof(tail));
  if (read_at(path, 0, SEEK_SET, head, sizeof(head)) < sizeof(head)) {
    return false;
  }
  const uint8_t* last = NULL;
  for (size_t i = 0; i + 18 <= n; ++i) {
    if (!memcmp(tail + i, "OggS", 4)) {
      last = tail + i;
    }
  }
  return last && !memcmp(last + 14, head + 14, 4);
}

/* Whether the file's own word on its length can be taken. */
static bool is_reliable(const char* path, AVFormatContext* container,
                        const AVStream* stream, double duration)
{
  const char* const format = container->iformat->name;
  const bool guessed =
      container->duration_estimation_method == AVFMT_DURATION_FROM_BITRATE;
  if (!(duration > 0)) {
    return false;
  }
  if (guessed) {
    /* Right where no bits are saved */
    return byline_libav.av_get_exact_bits_per_sample(
               stream->codecpar->codec_id) > 0;
  }
  if (!strcmp(format, "mp3")) {
    return mp3_is_whole(path, byline_libav.avio_size(container->pb), duration);
  }
  if (!strcmp(format, "ogg")) {
    return ogg_is_one_stream(path);
  }
  /* Trackers' music has no end that could be cut off */
  return !strcmp(format, "libopenmpt") || !strcmp(format, "libgme") ||
         reaches_end(container, stream, duration);
}

/* As the header has it; 0 when neither the stream nor the file says */
static double stated(const AVFormatContext* container, const AVStream* stream)
{
  if (stream->duration > 0) {
    return (double)stream->duration * av_q2d(stream->time_base);
  }
  return container->duration > 0 ? (double)container->duration / AV_TIME_BASE
                                 : 0;
}

double byline_duration_measure(const char* path, AVFormatContext* container,
                               AVStream* stream)
{
  const double duration = stated(container, stream);
  if (is_reliable(path, container, stream, duration)) {
    return duration;
  }
  AVFormatContext* again = NULL;
  AVStream* all = NULL;
  if (byline_container_open(path, &again, &all) != BYLINE_OK) {
    return duration;
  }
  const Packets packets = read_packets(again, all);
  byline_libav.avformat_close_input(&again);
  return packets.total > 0 ? packets.total : duration;
}
