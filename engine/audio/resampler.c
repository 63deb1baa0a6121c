/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/resampler.h"

#include "audio/half_band.h"
#include "audio/kaiser.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979324

#define MIN_RATE 1e3
#define MAX_RATE 1e6

/* The filter: frequencies up to PASS times the lower rate go through, nothing
   from STOP times it on, ATTENUATION in dB */
#define PASS 0.455
#define STOP 0.5
#define ATTENUATION 90.0

/* Taps are a multiple of this, for the inner loop; 128 bytes, so that all rows
   are aligned */
#define LANES 32u

/* The largest table of filters, in floats.  Where there are more phases than
   fit, neighbours are interpolated, TABLE_STEPS of them to a period of the
   lower rate, which keeps the error below ATTENUATION. */
#define MAX_TABLE (1u << 18)
#define TABLE_STEPS 512.0

/* How much input is taken in at a time, in samples */
#define BLOCK BYLINE_HALF_BAND_BLOCK

typedef float Vec8 __attribute__((vector_size(32)));

/* The sum of the products of `n` pairs, a multiple of LANES */
typedef float (*DotFunction)(const float* a, const float* b, size_t n);

/* As long as half of the input's rate is well above the output's, the input is
   brought to it first, for next to nothing; the filter is half as long then. */
struct BylineResampler {
  uint32_t step;     ///< step / n_phases = halved / output rate, reduced
  uint32_t n_phases; ///< Places that an output can have between two inputs
  uint32_t phase;    ///< The next output's, 0 to n_phases - 1
  DotFunction dot;   ///< The inner loop
  bool interpolated; ///< There are fewer rows than phases
  size_t n_rows;     ///< Filters from one input sample to the next
  size_t n_taps;     ///< Coefficients in a filter, a multiple of LANES
  float* rows;       ///< n_rows + 1 filters
  float* input;      ///< Samples that are still needed, and room for BLOCK
  size_t n_input;    ///< How many are in `input`
  size_t begin;      ///< First sample that the next output needs
  size_t n_still;    ///< So many of the last samples, at least, were 0
  unsigned n_halves; ///< How often the rate is halved before
  BylineHalfBand halves[];
};

/* Make `ratio` a fraction: the last convergent of its continued fraction with
   terms below 10^7.  For whole rates this is exact, for others off by less
   than 10^-13, a sample in years. */
static void make_fraction(double ratio, uint32_t* numerator,
                          uint32_t* denominator)
{
  const double limit = 1e7;
  double p[2] = {1, 0};
  double q[2] = {0, 1};
  for (double x = ratio;; x = 1 / (x - floor(x))) {
    const double next_p = floor(x) * p[0] + p[1];
    const double next_q = floor(x) * q[0] + q[1];
    if (!(next_p < limit && next_q < limit)) {
      break;
    }
    p[1] = p[0];
    q[1] = q[0];
    p[0] = next_p;
    q[0] = next_q;
  }
  *numerator = (uint32_t)p[0];
  *denominator = (uint32_t)q[0];
}

/* The filter for an output `fraction` of a sample after the middle of its taps,
   with gain 1 for a constant */
static void fill_row(float* row, size_t n_taps, double fraction, double cutoff)
{
  const double half = (double)n_taps / 2;
  double sum = 0;
  for (size_t i = 0; i < n_taps; ++i) {
    const double t = (double)i - (half - 1) - fraction;
    sum += byline_sinc(2 * cutoff * t) * byline_kaiser(t / half, ATTENUATION);
  }
  for (size_t i = 0; i < n_taps; ++i) {
    const double t = (double)i - (half - 1) - fraction;
    row[i] = (float)(byline_sinc(2 * cutoff * t) *
                     byline_kaiser(t / half, ATTENUATION) / sum);
  }
}

/* Decide on the filter's size; `lower` is the lower rate in units of the input
   rate (Kaiser 1974 for the length) */
static void choose_sizes(BylineResampler* r, double lower)
{
  const double transition = 2 * PI * (STOP - PASS) * lower;
  const double n_taps = (ATTENUATION - 7.95) / (2.285 * transition) + 1;
  r->n_taps = ((size_t)n_taps / LANES + 1) * LANES;
  r->n_rows = r->n_phases;
  r->interpolated = r->n_phases * r->n_taps > MAX_TABLE;
  if (r->interpolated) {
    r->n_rows = (size_t)ceil(TABLE_STEPS * lower);
  }
}

/* In LANES partial sums, for speed.  The order of additions is fixed, so every
   machine gives the same result. */
static inline __attribute__((always_inline)) float
sum_products(const float* restrict a, const float* restrict b, size_t n)
{
  Vec8 sums[LANES / 8] = {{0}};
  for (size_t i = 0; i < n; i += LANES) {
    for (size_t j = 0; j < LANES / 8; ++j) {
      Vec8 x;
      Vec8 y;
      memcpy(&x, a + i + 8 * j, sizeof(x));
      memcpy(&y, b + i + 8 * j, sizeof(y));
      sums[j] += x * y;
    }
  }
  const Vec8 s = (sums[0] + sums[2]) + (sums[1] + sums[3]);
  return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
}

static float dot_any(const float* a, const float* b, size_t n)
{
  return sum_products(a, b, n);
}

#ifdef __x86_64__
__attribute__((target("avx2"))) static float dot_avx2(const float* a,
                                                      const float* b, size_t n)
{
  return sum_products(a, b, n);
}
#endif

/* The fastest that this machine can run */
static DotFunction choose_dot(void)
{
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx2")) {
    return dot_avx2;
  }
#endif
  return dot_any;
}

static BylineStatus init(BylineResampler* r, double input_rate,
                         double output_rate)
{
  for (unsigned i = 0; i < r->n_halves; ++i, input_rate /= 2) {
    byline_half_band_init(&r->halves[i], ATTENUATION);
  }
  const double lower = fmin(1, output_rate / input_rate);
  make_fraction(input_rate / output_rate, &r->step, &r->n_phases);
  choose_sizes(r, lower);
  r->dot = choose_dot();
  r->rows = aligned_alloc(64, (r->n_rows + 1) * r->n_taps * sizeof(float));
  r->input = aligned_alloc(64, (r->n_taps + BLOCK) * sizeof(float));
  if (!r->rows || !r->input) {
    return byline_no_memory("a resampler");
  }
  const double cutoff = (PASS + STOP) / 2 * lower;
  for (size_t i = 0; i <= r->n_rows; ++i) {
    fill_row(r->rows + i * r->n_taps, r->n_taps, (double)i / (double)r->n_rows,
             cutoff);
  }
  byline_resampler_reset(r);
  return BYLINE_OK;
}

/* How often the rate can be halved before it is converted */
static unsigned count_halves(double input_rate, double output_rate)
{
  unsigned n = 0;
  while (STOP * output_rate <= BYLINE_HALF_BAND_PASS * input_rate) {
    input_rate /= 2;
    ++n;
  }
  return n;
}

BylineStatus byline_resampler_new(double input_rate, double output_rate,
                                  BylineResampler** resampler)
{
  *resampler = NULL;
  if (!(input_rate >= MIN_RATE && input_rate <= MAX_RATE &&
        output_rate >= MIN_RATE && output_rate <= MAX_RATE)) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "cannot convert from %g to %g Hz: sample rates are "
                        "from %g to %g Hz",
                        input_rate, output_rate, MIN_RATE, MAX_RATE);
  }
  const unsigned n_halves = count_halves(input_rate, output_rate);
  BylineResampler* const r =
      calloc(1, sizeof(*r) + n_halves * sizeof(*r->halves));
  if (!r) {
    return byline_no_memory("a resampler");
  }
  r->n_halves = n_halves;
  const BylineStatus status = init(r, input_rate, output_rate);
  if (status != BYLINE_OK) {
    byline_resampler_free(r);
    return status;
  }
  *resampler = r;
  return BYLINE_OK;
}

void byline_resampler_free(BylineResampler* resampler)
{
  if (resampler) {
    free(resampler->rows);
    free(resampler->input);
    free(resampler);
  }
}

void byline_resampler_reset(BylineResampler* resampler)
{
  /* Silence before the first sample, so that it is the middle of the first
     output's taps */
  for (unsigned i = 0; i < resampler->n_halves; ++i) {
    byline_half_band_reset(&resampler->halves[i]);
  }
  resampler->n_input = resampler->n_taps / 2 - 1;
  memset(resampler->input, 0, resampler->n_input * sizeof(float));
  resampler->n_still = resampler->n_input;
  resampler->begin = 0;
  resampler->phase = 0;
}

void byline_resampler_join(BylineResampler* resampler,
                           const BylineResampler* other)
{
  for (unsigned i = 0; i < resampler->n_halves; ++i) {
    byline_half_band_join(&resampler->halves[i], &other->halves[i]);
  }
  resampler->n_input = other->n_input;
  memset(resampler->input, 0, resampler->n_input * sizeof(float));
  resampler->n_still = resampler->n_input;
  resampler->begin = other->begin;
  resampler->phase = other->phase;
}

size_t byline_resampler_bound(const BylineResampler* resampler, size_t n_input)
{
  for (unsigned i = 0; i < resampler->n_halves; ++i) {
    n_input = n_input / 2 + 1;
  }
  const double ratio = (double)resampler->n_phases / resampler->step;
  return (size_t)((double)n_input * ratio) + 2;
}

/* The output at the current position.  Digital silence, in which plugins spend
   much of their time, is not worth a filter. */
static float interpolate(const BylineResampler* r)
{
  if (r->n_still >= r->n_input) {
    return 0;
  }
  const float* const input = r->input + r->begin;
  if (!r->interpolated) {
    return r->dot(r->rows + r->phase * r->n_taps, input, r->n_taps);
  }
  const double place = (double)r->phase / r->n_phases * (double)r->n_rows;
  const size_t row = (size_t)place;
  const float weight = (float)(place - (double)row);
  const float* const filter = r->rows + row * r->n_taps;
  const float a = r->dot(filter, input, r->n_taps);
  const float b = r->dot(filter + r->n_taps, input, r->n_taps);
  return a + weight * (b - a);
}

/* Give out all that the samples in `input` suffice for */
static size_t convert(BylineResampler* r, float* output)
{
  size_t n = 0;
  while (r->begin + r->n_taps <= r->n_input) {
    output[n++] = interpolate(r);
    const uint64_t phase = (uint64_t)r->phase + r->step;
    r->begin += phase / r->n_phases;
    r->phase = (uint32_t)(phase % r->n_phases);
  }
  return n;
}

/* Drop what is no longer needed; `begin` may lie in sound yet to come */
static void discard(BylineResampler* r)
{
  const size_t n = r->begin < r->n_input ? r->begin : r->n_input;
  memmove(r->input, r->input + n, (r->n_input - n) * sizeof(float));
  r->n_input -= n;
  r->begin -= n;
}

static bool is_still(const float* samples, size_t n)
{
  size_t n_loud = 0;
  for (size_t i = 0; i < n; ++i) {
    n_loud += samples[i] != 0;
  }
  return n_loud == 0;
}

/* Take in a block: halved, into `input`, behind what is still needed */
static void take_in(BylineResampler* r, const float* block, size_t n)
{
  float* const end = r->input + r->n_input;
  if (r->n_halves == 0) {
    memcpy(end, block, n * sizeof(float));
  }
  for (unsigned i = 0; i < r->n_halves; ++i) {
    n = byline_half_band_process(&r->halves[i], i == 0 ? block : end, n, end);
  }
  r->n_input += n;
  r->n_still = is_still(end, n) ? r->n_still + n : 0;
}

size_t byline_resampler_process(BylineResampler* resampler, const float* input,
                                size_t n_input, float* output)
{
  size_t n_output = 0;
  for (size_t done = 0; done < n_input;) {
    const size_t rest = n_input - done;
    const size_t n = rest < BLOCK ? rest : BLOCK;
    take_in(resampler, input + done, n);
    done += n;
    n_output += convert(resampler, output + n_output);
    discard(resampler);
  }
  return n_output;
}
