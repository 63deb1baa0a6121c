/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/audio_file.h"

#include "audio/container.h"
#include "audio/libav.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* What a resampler of the library takes */
#define MIN_RATE 1000
#define MAX_RATE 1000000

/* How often in a row a container may have nothing to give just now */
#define MAX_STALLS 1000

/* libav's sample formats may change inside a file (chained Ogg streams, broken
   MP3); each frame is converted to stereo floats at the rate of the first */
struct BylineAudioFile {
  char* path;                 ///< For messages
  AVFormatContext* container; ///< The open file
  AVStream* stream;           ///< Its audio; the container's own
  AVCodecContext* decoder;    ///< Single-threaded: files run in parallel
  AVPacket* packet;           ///< Scratch
  AVFrame* frame;             ///< What was decoded last
  SwrContext* converter;      ///< NULL before the first frame
  int input_format;           ///< Sample format that the converter takes
  int input_rate;             ///< Rate that the converter takes
  AVChannelLayout input;      ///< Channels that the converter takes
  int rate;                   ///< Rate that it gives: the file's
  float* planes[2];           ///< Converted samples, left and right
  int capacity;               ///< Of each plane
  int n_ready;                ///< Samples in each plane
  int n_taken;                ///< Of these, already given out
  bool draining;              ///< The container is at its end
  bool damaged;               ///< Something had to be skipped
  bool sounded;               ///< Something could be decoded
};

static int open_decoder(BylineAudioFile* file)
{
  const AVCodecParameters* const parameters = file->stream->codecpar;
  const AVCodec* const codec =
      byline_libav.avcodec_find_decoder(parameters->codec_id);
  if (!codec) {
    return AVERROR_DECODER_NOT_FOUND;
  }
  file->decoder = byline_libav.avcodec_alloc_context3(codec);
  file->packet = byline_libav.av_packet_alloc();
  file->frame = byline_libav.av_frame_alloc();
  if (!file->decoder || !file->packet || !file->frame) {
    return AVERROR(ENOMEM);
  }
  const int code =
      byline_libav.avcodec_parameters_to_context(file->decoder, parameters);
  if (code < 0) {
    return code;
  }
  file->decoder->pkt_timebase = file->stream->time_base;
  file->decoder->thread_count = 1;
  return byline_libav.avcodec_open2(file->decoder, codec, NULL);
}

static void* load(void* nothing)
{
  byline_libav_load();
  return nothing;
}

void byline_audio_file_load_ahead(void)
{
  pthread_t thread;
  if (pthread_create(&thread, NULL, load, NULL) == 0) {
    pthread_detach(thread);
  }
}

static BylineStatus open_stream(BylineAudioFile* file)
{
  BYLINE_TRY(
      byline_container_open(file->path, &file->container, &file->stream));
  const int code = open_decoder(file);
  if (code < 0) {
    return byline_container_error(file->path, code);
  }
  file->rate = file->decoder->sample_rate;
  return file->rate >= MIN_RATE && file->rate <= MAX_RATE
             ? BYLINE_OK
             : byline_error(BYLINE_ERROR_FORMAT,
                            "%s: sample rate of %d Hz is out of range",
                            file->path, file->rate);
}

BylineStatus byline_audio_file_open(const char* path, BylineAudioFile** out)
{
  *out = NULL;
  BYLINE_TRY(byline_libav_load());
  BylineAudioFile* const file = calloc(1, sizeof(*file));
  char* const copy = strdup(path);
  if (!file || !copy) {
    free(copy);
    free(file);
    return byline_no_memory(path);
  }
  file->path = copy;
  const BylineStatus status = open_stream(file);
  if (status != BYLINE_OK) {
    byline_audio_file_close(file);
    return status;
  }
  *out = file;
  return BYLINE_OK;
}

void byline_audio_file_close(BylineAudioFile* file)
{
  if (!file) {
    return;
  }
  free(file->planes[0]);
  free(file->planes[1]);
  byline_libav.swr_free(&file->converter);
  byline_libav.av_channel_layout_uninit(&file->input);
  byline_libav.av_frame_free(&file->frame);
  byline_libav.av_packet_free(&file->packet);
  byline_libav.avcodec_free_context(&file->decoder);
  byline_libav.avformat_close_input(&file->container);
  free(file->path);
  free(file);
}

double byline_audio_file_rate(const BylineAudioFile* file)
{
  return file->rate;
}

/* Hand the decoder the stream's next packet, or the news that there is none. */
static int feed(BylineAudioFile* file)
{
  int code = 0;
  for (int stalls = 0; stalls < MAX_STALLS; ++stalls) {
    code = byline_libav.av_read_frame(file->container, file->packet);
    if (code >= 0 && file->packet->stream_index != file->stream->index) {
      byline_libav.av_packet_unref(file->packet);
      stalls = 0;
    } else if (code != AVERROR(EAGAIN)) {
      break;
    }
  }
  if (code == AVERROR(ENOMEM)) {
    return code;
  }
  if (code < 0) {
    file->draining = true;
    file->damaged |= code != AVERROR_EOF;
    byline_libav.avcodec_send_packet(file->decoder, NULL);
    return 0;
  }
  code = byline_libav.avcodec_send_packet(file->decoder, file->packet);
  byline_libav.av_packet_unref(file->packet);
  file->damaged |= code < 0;
  return code == AVERROR(ENOMEM) ? code : 0;
}

/* Decode the next frame, stepping over damage; AVERROR_EOF at the end. */
static int decode(BylineAudioFile* file)
{
  for (;;) {
    int code = byline_libav.avcodec_receive_frame(file->decoder, file->frame);
    if (code == 0 || code == AVERROR_EOF || code == AVERROR(ENOMEM)) {
      return code;
    }
    file->damaged |= code != AVERROR(EAGAIN);
    if (file->draining) {
      return AVERROR_EOF;
    }
    code = feed(file);
    if (code < 0) {
      return code;
    }
  }
}

/* libav's own matrix halves mono's power, and it has none for channels in no
   known order: let all of them be heard alike on both sides. */
static int mix_evenly(SwrContext* converter, int n_channels)
{
  double* const matrix = calloc((size_t)n_channels * 2, sizeof(*matrix));
  if (!matrix) {
    return AVERROR(ENOMEM);
  }
  for (int i = 0; i < 2 * n_channels; ++i) {
    matrix[i] = 1.0 / n_channels;
  }
  const int code = byline_libav.swr_set_matrix(converter, matrix, n_channels);
  free(matrix);
  return code;
}

static bool converter_fits(const BylineAudioFile* file, const AVFrame* frame)
{
  return file->converter && file->input_format == frame->format &&
         file->input_rate == frame->sample_rate &&
         byline_libav.av_channel_layout_compare(&file->input,
                                                &frame->ch_layout) == 0;
}

/* Make the converter fit the current frame. */
static int set_up_converter(BylineAudioFile* file)
{
  const AVFrame* const frame = file->frame;
  AVChannelLayout stereo = AV_CHANNEL_LAYOUT_STEREO;
  byline_libav.swr_free(&file->converter);
  int code =
      byline_libav.av_channel_layout_copy(&file->input, &frame->ch_layout);
  if (code < 0) {
    return code;
  }
  file->input_format = frame->format;
  file->input_rate = frame->sample_rate;

  AVChannelLayout known = {0};
  const int n_channels = file->input.nb_channels;
  if (file->input.order == AV_CHANNEL_ORDER_UNSPEC) {
    byline_libav.av_channel_layout_default(&known, n_channels);
  } else if ((code = byline_libav.av_channel_layout_copy(&known,
                                                         &file->input)) < 0) {
    return code;
  }
  code = byline_libav.swr_alloc_set_opts2(
      &file->converter, &stereo, AV_SAMPLE_FMT_FLTP, file->rate, &known,
      frame->format, frame->sample_rate, 0, NULL);
  if (code >= 0 &&
      (n_channels == 1 || known.order == AV_CHANNEL_ORDER_UNSPEC)) {
    code = mix_evenly(file->converter, n_channels);
  }
  byline_libav.av_channel_layout_uninit(&known);
  return code < 0 ? code : byline_libav.swr_init(file->converter);
}

static int reserve(BylineAudioFile* file, int capacity)
{
  if (capacity <= file->capacity) {
    return 0;
  }
  for (int i = 0; i < 2; ++i) {
    float* const plane =
        realloc(file->planes[i], (size_t)capacity * sizeof(*plane));
    if (!plane) {
      return AVERROR(ENOMEM);
    }
    file->planes[i] = plane;
  }
  file->capacity = capacity;
  return 0;
}

/* Convert the current frame into the planes. */
static int convert(BylineAudioFile* file)
{
  AVFrame* const frame = file->frame;
  int code = 0;
  if (!converter_fits(file, frame) && (code = set_up_converter(file)) < 0) {
    byline_libav.swr_free(&file->converter);
    return code;
  }
  const int bound =
      byline_libav.swr_get_out_samples(file->converter, frame->nb_samples);
  if (bound < 0 || (code = reserve(file, bound)) < 0) {
    return bound < 0 ? bound : code;
  }
  return byline_libav.swr_convert(
      file->converter, (uint8_t**)file->planes, file->capacity,
      (const uint8_t**)frame->extended_data, frame->nb_samples);
}

/* Fill the planes anew; n_ready stays 0 at the end of the file. */
static BylineStatus refill(BylineAudioFile* file)
{
  file->n_ready = 0;
  file->n_taken = 0;
  while (file->n_ready == 0) {
    int code = decode(file);
    if (code == AVERROR_EOF) {
      break;
    }
    if (code == 0) {
      code = convert(file);
    }
    if (code == AVERROR(ENOMEM)) {
      return byline_container_error(file->path, code);
    }
    file->damaged |= code < 0;
    file->n_ready = code > 0 ? code : 0;
  }
  file->sounded |= file->n_ready > 0;
  if (file->damaged && !file->sounded) {
    return byline_error(BYLINE_ERROR_FORMAT, "%s: damaged beyond decoding",
                        file->path);
  }
  return BYLINE_OK;
}

BylineStatus byline_audio_file_read(BylineAudioFile* file, float* left,
                                    float* right, size_t capacity, size_t* n)
{
  *n = 0;
  while (*n < capacity) {
    if (file->n_taken == file->n_ready) {
      const BylineStatus status = refill(file);
      if (status != BYLINE_OK || file->n_ready == 0) {
        return status;
      }
    }
    const size_t room = capacity - *n;
    const size_t ready = (size_t)(file->n_ready - file->n_taken);
    const size_t count = ready < room ? ready : room;
    memcpy(left + *n, file->planes[0] + file->n_taken, count * sizeof(*left));
    memcpy(right + *n, file->planes[1] + file->n_taken, count * sizeof(*right));
    file->n_taken += (int)count;
    *n += count;
  }
  return BYLINE_OK;
}
