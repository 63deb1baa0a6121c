/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "audio/trial.h"

#include "audio/libav.h"

/* Packets that are tried */
#define N_PACKETS 100

static int open_decoder(const AVStream* stream, AVCodecContext** decoder)
{
  const AVCodec* const codec =
      byline_libav.avcodec_find_decoder(stream->codecpar->codec_id);
  if (!codec) {
    return AVERROR_DECODER_NOT_FOUND;
  }
  *decoder = byline_libav.avcodec_alloc_context3(codec);
  int code = *decoder ? byline_libav.avcodec_parameters_to_context(
                            *decoder, stream->codecpar)
                      : AVERROR(ENOMEM);
  if (code >= 0) {
    (*decoder)->thread_count = 1;
    (*decoder)->err_recognition = AV_EF_CAREFUL;
    code = byline_libav.avcodec_open2(*decoder, codec, NULL);
  }
  return code;
}

/* Decode one packet. */
static void try_packet(AVCodecContext* decoder, const AVPacket* packet,
                       AVFrame* frame, BylineTrial* trial)
{
  int code = byline_libav.avcodec_send_packet(decoder, packet);
  if (code >= 0) {
    while ((code = byline_libav.avcodec_receive_frame(decoder, frame)) >= 0) {
      ++trial->n_frames;
    }
  }
  trial->n_faults += code != AVERROR(EAGAIN) && code != AVERROR_EOF;
  trial->n_bytes += packet->size;
}

static void try_packets(AVFormatContext* container, const AVStream* stream,
                        AVCodecContext* decoder, AVPacket* packet,
                        AVFrame* frame, BylineTrial* trial)
{
  int64_t first = -1;
  for (int i = 0; i < N_PACKETS; ++i) {
    if (byline_libav.av_read_frame(container, packet) < 0) {
      break;
    }
    first = first < 0 ? packet->pos : first;
    if (packet->stream_index == stream->index) {
      try_packet(decoder, packet, frame, trial);
    }
    if (packet->pos >= first) {
      trial->n_read = packet->pos - first + packet->size;
    }
    byline_libav.av_packet_unref(packet);
  }
}

int byline_trial_run(AVFormatContext* container, const AVStream* stream,
                     BylineTrial* trial)
{
  *trial = (BylineTrial){0};
  AVCodecContext* decoder = NULL;
  AVPacket* packet = byline_libav.av_packet_alloc();
  AVFrame* frame = byline_libav.av_frame_alloc();
  int code = packet && frame ? open_decoder(stream, &decoder) : AVERROR(ENOMEM);
  if (code >= 0) {
    try_packets(container, stream, decoder, packet, frame, trial);
  }
  byline_libav.avcodec_free_context(&decoder);
  byline_libav.av_frame_free(&frame);
  byline_libav.av_packet_free(&packet);
  return code;
}
