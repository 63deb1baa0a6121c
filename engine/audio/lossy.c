/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "audio/lossy.h"

#include "audio/libav.h"

#include <stdbool.h>
#include <string.h>

/* A round trip under way */
typedef struct {
  AVCodecContext* encoder;
  AVCodecContext* decoder;
  AVFrame* sent;     ///< What the encoder gets
  AVFrame* received; ///< What the decoder gives
  AVPacket* packet;
  float* channels[2];
  size_t n;       ///< Samples of each channel
  size_t n_sent;  ///< So many were encoded
  size_t n_back;  ///< So many came back
  size_t n_delay; ///< Samples of delay that are still to come back
} Trip;

static int open_encoder(Trip* trip, const AVCodec* codec, long bit_rate)
{
  const AVChannelLayout stereo = AV_CHANNEL_LAYOUT_STEREO;
  AVCodecContext* const encoder = byline_libav.avcodec_alloc_context3(codec);
  trip->encoder = encoder;
  if (!encoder) {
    return AVERROR(ENOMEM);
  }
  encoder->sample_fmt = AV_SAMPLE_FMT_NONE;
  for (const enum AVSampleFormat* f = codec->sample_fmts; f && *f >= 0; ++f) {
    if (*f == AV_SAMPLE_FMT_FLT || *f == AV_SAMPLE_FMT_FLTP) {
      encoder->sample_fmt = *f;
    }
  }
  encoder->sample_rate = BYLINE_LOSSY_RATE;
  encoder->bit_rate = bit_rate;
  encoder->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  const int code =
      byline_libav.av_channel_layout_copy(&encoder->ch_layout, &stereo);
  return code < 0 ? code : byline_libav.avcodec_open2(encoder, codec, NULL);
}

static int open_decoder(Trip* trip)
{
  const AVCodec* const codec =
      byline_libav.avcodec_find_decoder(trip->encoder->codec_id);
  AVCodecParameters* parameters = byline_libav.avcodec_parameters_alloc();
  trip->decoder = codec ? byline_libav.avcodec_alloc_context3(codec) : NULL;
  int code = trip->decoder && parameters ? 0 : AVERROR(ENOMEM);
  if (code >= 0) {
    code =
        byline_libav.avcodec_parameters_from_context(parameters, trip->encoder);
  }
  if (code >= 0) {
    code =
        byline_libav.avcodec_parameters_to_context(trip->decoder, parameters);
  }
  byline_libav.avcodec_parameters_free(&parameters);
  if (code >= 0) {
    /* The delay is taken away here, once and for all codecs alike */
    trip->decoder->flags2 |= AV_CODEC_FLAG2_SKIP_MANUAL;
  }
  return code < 0 ? code
                  : byline_libav.avcodec_open2(trip->decoder, codec, NULL);
}

static int open_frames(Trip* trip)
{
  trip->sent = byline_libav.av_frame_alloc();
  trip->received = byline_libav.av_frame_alloc();
  trip->packet = byline_libav.av_packet_alloc();
  if (!trip->sent || !trip->received || !trip->packet) {
    return AVERROR(ENOMEM);
  }
  trip->sent->nb_samples = trip->encoder->frame_size;
  trip->sent->format = trip->encoder->sample_fmt;
  trip->sent->sample_rate = BYLINE_LOSSY_RATE;
  const int code = byline_libav.av_channel_layout_copy(
      &trip->sent->ch_layout, &trip->encoder->ch_layout);
  return code < 0 ? code : byline_libav.av_frame_get_buffer(trip->sent, 0);
}

/* Put back what the decoder gave, over samples that are long encoded. */
static void put_back(Trip* trip)
{
  const AVFrame* const frame = trip->received;
  const size_t n = (size_t)frame->nb_samples;
  const size_t lead = trip->n_delay < n ? trip->n_delay : n;
  const size_t room = trip->n - trip->n_back;
  const size_t n_new = n - lead < room ? n - lead : room;
  for (int c = 0; c < 2; ++c) {
    const float* const samples =
        (const float*)(const void*)frame->extended_data[c];
    memcpy(trip->channels[c] + trip->n_back, samples + lead,
           n_new * sizeof(*samples));
  }
  trip->n_delay -= lead;
  trip->n_back += n_new;
}

/* Decode a packet, or at the end, NULL, what is left. */
static int decode(Trip* trip, const AVPacket* packet)
{
  int code = byline_libav.avcodec_send_packet(trip->decoder, packet);
  while (code >= 0) {
    code = byline_libav.avcodec_receive_frame(trip->decoder, trip->received);
    if (code >= 0 && (trip->received->format != AV_SAMPLE_FMT_FLTP ||
                      trip->received->ch_layout.nb_channels != 2)) {
      code = AVERROR(EINVAL);
    }
    if (code >= 0) {
      put_back(trip);
    }
  }
  return code == AVERROR(EAGAIN) || code == AVERROR_EOF ? 0 : code;
}

/* Encode a frame, or at the end, NULL, what is left, and decode it. */
static int encode(Trip* trip, const AVFrame* frame)
{
  int code = byline_libav.avcodec_send_frame(trip->encoder, frame);
  while (code >= 0) {
    code = byline_libav.avcodec_receive_packet(trip->encoder, trip->packet);
    if (code >= 0) {
      code = decode(trip, trip->packet);
      byline_libav.av_packet_unref(trip->packet);
    }
  }
  return code == AVERROR(EAGAIN) || code == AVERROR_EOF ? 0 : code;
}

/* Make the next frame; silence follows the sound. */
static int fill_frame(Trip* trip)
{
  AVFrame* const frame = trip->sent;
  const int code = byline_libav.av_frame_make_writable(frame);
  if (code < 0) {
    return code;
  }
  const bool planar =
      byline_libav.av_sample_fmt_is_planar(trip->encoder->sample_fmt) != 0;
  const size_t size = (size_t)frame->nb_samples;
  for (size_t i = 0; i < size; ++i) {
    const size_t at = trip->n_sent + i;
    for (size_t c = 0; c < 2; ++c) {
      float* const samples =
          (float*)(void*)frame->extended_data[planar ? c : 0];
      samples[planar ? i : 2 * i + c] =
          at < trip->n ? trip->channels[c][at] : 0;
    }
  }
  frame->pts = (int64_t)trip->n_sent;
  trip->n_sent += size;
  return 0;
}

/* Until all is back; the codec's delay is less than a second. */
static int travel(Trip* trip)
{
  int code = 0;
  while (code >= 0 && trip->n_back < trip->n &&
         trip->n_sent < trip->n + BYLINE_LOSSY_RATE) {
    code = fill_frame(trip);
    if (code >= 0) {
      code = encode(trip, trip->sent);
    }
  }
  return code;
}

BylineStatus byline_lossy_round_trip(const char* encoder, long bit_rate,
                                     float* left, float* right, size_t n)
{
  BYLINE_TRY(byline_libav_load());
  const AVCodec* const codec =
      byline_libav.avcodec_find_encoder_by_name(encoder);
  if (!codec) {
    return byline_error(BYLINE_ERROR_DATA,
                        "FFmpeg's libraries have no encoder %s here", encoder);
  }
  Trip trip = {.channels = {left, right}, .n = n};
  int code = open_encoder(&trip, codec, bit_rate);
  if (code >= 0) {
    trip.n_delay = (size_t)trip.encoder->initial_padding;
    code = open_decoder(&trip);
  }
  if (code >= 0) {
    code = open_frames(&trip);
  }
  if (code >= 0) {
    code = travel(&trip);
  }
  byline_libav.av_packet_free(&trip.packet);
  byline_libav.av_frame_free(&trip.sent);
  byline_libav.av_frame_free(&trip.received);
  byline_libav.avcodec_free_context(&trip.encoder);
  byline_libav.avcodec_free_context(&trip.decoder);
  if (code == AVERROR(ENOMEM)) {
    return byline_no_memory(NULL);
  }
  char text[AV_ERROR_MAX_STRING_SIZE] = "";
  byline_libav.av_strerror(code, text, sizeof(text));
  return code >= 0 ? BYLINE_OK
                   : byline_error(BYLINE_ERROR_DATA,
                                  "%s does not work at %ld bits a second: %s",
                                  encoder, bit_rate, text);
}
