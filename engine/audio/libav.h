/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file libav.h
   The functions of FFmpeg's libraries that are used, opened when a sound file
   first is (base/shared_library.h): `byline_libav.av_read_frame(...)`.
*/

#ifndef BYLINE_AUDIO_LIBAV_H
#define BYLINE_AUDIO_LIBAV_H

#include "byline/status.h"

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/murmur3.h>
#include <libswresample/swresample.h>

#define BYLINE_LIBAV_AVUTIL(F)                                                 \
  F(av_channel_layout_compare)                                                 \
  F(av_channel_layout_copy)                                                    \
  F(av_channel_layout_default)                                                 \
  F(av_channel_layout_uninit)                                                  \
  F(av_dict_free)                                                              \
  F(av_dict_get)                                                               \
  F(av_dict_set)                                                               \
  F(av_frame_alloc)                                                            \
  F(av_frame_free)                                                             \
  F(av_frame_get_buffer)                                                       \
  F(av_frame_make_writable)                                                    \
  F(av_free)                                                                   \
  F(av_log_set_level)                                                          \
  F(av_murmur3_alloc)                                                          \
  F(av_murmur3_final)                                                          \
  F(av_murmur3_init)                                                           \
  F(av_murmur3_update)                                                         \
  F(av_sample_fmt_is_planar)                                                   \
  F(av_strerror)

#define BYLINE_LIBAV_AVCODEC(F)                                                \
  F(av_get_exact_bits_per_sample)                                              \
  F(av_packet_alloc)                                                           \
  F(av_packet_free)                                                            \
  F(av_packet_unref)                                                           \
  F(avcodec_alloc_context3)                                                    \
  F(avcodec_find_decoder)                                                      \
  F(avcodec_find_encoder_by_name)                                              \
  F(avcodec_free_context)                                                      \
  F(avcodec_get_name)                                                          \
  F(avcodec_open2)                                                             \
  F(avcodec_parameters_alloc)                                                  \
  F(avcodec_parameters_free)                                                   \
  F(avcodec_parameters_from_context)                                           \
  F(avcodec_parameters_to_context)                                             \
  F(avcodec_receive_frame)                                                     \
  F(avcodec_receive_packet)                                                    \
  F(avcodec_send_frame)                                                        \
  F(avcodec_send_packet)

#define BYLINE_LIBAV_AVFORMAT(F)                                               \
  F(av_find_best_stream)                                                       \
  F(av_probe_input_buffer2)                                                    \
  F(av_read_frame)                                                             \
  F(av_seek_frame)                                                             \
  F(avformat_close_input)                                                      \
  F(avformat_find_stream_info)                                                 \
  F(avformat_open_input)                                                       \
  F(avio_closep)                                                               \
  F(avio_open2)                                                                \
  F(avio_read)                                                                 \
  F(avio_seek)                                                                 \
  F(avio_size)

#define BYLINE_LIBAV_SWRESAMPLE(F)                                             \
  F(swr_alloc_set_opts2)                                                       \
  F(swr_convert)                                                               \
  F(swr_free)                                                                  \
  F(swr_get_out_samples)                                                       \
  F(swr_init)                                                                  \
  F(swr_set_matrix)

/* As the libraries' headers declare it */
#define BYLINE_LIBAV_POINTER(name) __typeof__(name)* name;

/** Pointers to the functions. */
typedef struct {
  BYLINE_LIBAV_AVUTIL(BYLINE_LIBAV_POINTER)
  BYLINE_LIBAV_AVCODEC(BYLINE_LIBAV_POINTER)
  BYLINE_LIBAV_AVFORMAT(BYLINE_LIBAV_POINTER)
  BYLINE_LIBAV_SWRESAMPLE(BYLINE_LIBAV_POINTER)
} BylineLibav;

/** To be used after byline_libav_load() only. */
extern BylineLibav byline_libav;

/**
   Open the libraries, unless they are open.  Afterwards libav says nothing on
   standard error.

   From any thread.

   @return BYLINE_OK or BYLINE_ERROR_DATA, with the linker's words.
*/
BylineStatus byline_libav_load(void);

#endif // BYLINE_AUDIO_LIBAV_H
