/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file resampler.h
   From any sample rate to the model's, as a stream.

   A windowed-sinc polyphase filter (Kaiser window; see J. O. Smith, "Digital
   Audio Resampling").  Our own rather than libsoxr because it runs inside other
   people's hosts: Debian's libsoxr brings libgomp, whose static thread-local
   storage can make dlopen() fail, and has no static library.
*/

#ifndef BYLINE_RESAMPLER_H
#define BYLINE_RESAMPLER_H

#include "byline/status.h"

#include <stddef.h>

/** A conversion in progress. */
typedef struct BylineResampler BylineResampler;

/**
   Prepare a conversion.

   @param input_rate 1000 to 1 000 000 Hz.
   @param output_rate 1000 to 1 000 000 Hz.
   @param[out] resampler To be freed with byline_resampler_free().
   @return BYLINE_OK, BYLINE_ERROR_USAGE or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_resampler_new(double input_rate, double output_rate,
                                  BylineResampler** resampler);

/** Free a conversion.  NULL is fine. */
void byline_resampler_free(BylineResampler* resampler);

/** Forget the past: the next sample is the first. */
void byline_resampler_reset(BylineResampler* resampler);

/**
   Forget the past and go on in step with another conversion of the same rates:
   as if it had been given silence wherever the other was given samples.
*/
void byline_resampler_join(BylineResampler* resampler,
                           const BylineResampler* other);

/** The most samples that `n_input` samples can give. */
size_t byline_resampler_bound(const BylineResampler* resampler, size_t n_input);

/**
   Convert what there is.

   The filter's delay is taken out: output sample k belongs to the time k /
   output_rate.  However the input is cut into calls, the output is the same,
   bit for bit.  Does not allocate.

   @param input `n_input` samples.
   @param[out] output Room for byline_resampler_bound() samples.
   @return How many samples were written.
*/
size_t byline_resampler_process(BylineResampler* resampler, const float* input,
                                size_t n_input, float* output);

#endif // BYLINE_RESAMPLER_H
