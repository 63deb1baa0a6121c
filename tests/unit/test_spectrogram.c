/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/front_end.h"
#include "byline/random.h"
#include "tests/unit/suite.h"
#include "voice/voice_queue.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979324

/* Columns gathered by a spectrogram */
typedef struct {
  float* cells;    ///< n_frames x n_mels
  size_t n_mels;   ///< Bands
  size_t n_frames; ///< Columns so far
} Picture;

static void add_column(void* user, const float* column)
{
  Picture* const picture = user;
  const size_t size = picture->n_mels * sizeof(float);
  picture->cells = realloc(picture->cells, (picture->n_frames + 1) * size);
  assert_non_null(picture->cells);
  memcpy(picture->cells + picture->n_frames * picture->n_mels, column, size);
  ++picture->n_frames;
}

static BylineSpectrogram* new_spectrogram(const BylineFrontEnd* front_end,
                                          double rate)
{
  BylineSpectrogram* spectrogram = NULL;
  assert_int_equal(byline_spectrogram_new(front_end, &byline_voice_finder, rate,
                                          &spectrogram),
                   BYLINE_OK);
  return spectrogram;
}

static Picture analyse(const BylineFrontEnd* front_end, double rate,
                       const float* left, const float* right, size_t n)
{
  Picture picture = {NULL, front_end->n_mels, 0};
  BylineSpectrogram* const spectrogram = new_spectrogram(front_end, rate);
  byline_spectrogram_push(spectrogram, left, right, n, add_column, &picture);
  byline_spectrogram_free(spectrogram);
  return picture;
}

static float* new_noise(size_t n, uint64_t seed)
{
  float* const samples = malloc(n * sizeof(float));
  assert_non_null(samples);
  BylineRandom random = byline_random_begin(seed, 0);
  for (size_t i = 0; i < n; ++i) {
    samples[i] = 0.1f * byline_random_normal(&random);
  }
  return samples;
}

/* ---- the definition, written down again without any of the engine's code */

/* Power of bin `bin` of a Hann-windowed stretch, by the definition of the DFT;
   a full-scale sine's main lobe adds up to 1 */
static double dft_power(const float* samples, uint32_t n, uint32_t bin)
{
  double re = 0;
  double im = 0;
  for (uint32_t i = 0; i < n; ++i) {
    const double x =
        (double)samples[i] * (0.5 - 0.5 * cos(2 * PI * i / (double)n));
    const double angle = 2 * PI * (double)((uint64_t)i * bin % n) / n;
    re += x * cos(angle);
    im -= x * sin(angle);
  }
  const double full_scale = n / 4.0;
  return (re * re + im * im) / (1.5 * full_scale * full_scale);
}

static double mel(double hz)
{
  return 2595 * log10(1 + hz / 700);
}

/* The weight of a frequency in a band: straight lines in Hz between corners at
   equal steps in mel */
static double weight(const BylineFrontEnd* fe, uint32_t band, double hz)
{
  const double step =
      (mel((double)fe->max_frequency) - mel((double)fe->min_frequency)) /
      (fe->n_mels + 1);
  double corners[3];
  for (uint32_t i = 0; i < 3; ++i) {
    const double m = mel((double)fe->min_frequency) + step * (band + i);
    corners[i] = 700 * (pow(10, m / 2595) - 1);
  }
  if (hz <= corners[0] || hz >= corners[2]) {
    return 0;
  }
  return hz < corners[1] ? (hz - corners[0]) / (corners[1] - corners[0])
                         : (corners[2] - hz) / (corners[2] - corners[1]);
}

static void expected_column(const BylineFrontEnd* fe, const float* samples,
                            double* column)
{
  const uint32_t n = fe->fft_size;
  memset(column, 0, fe->n_mels * sizeof(double));
  for (uint32_t bin = 0; bin <= n / 2; ++bin) {
    const double power = dft_power(samples, n, bin);
    const double hz = bin * (double)fe->sample_rate / n;
    for (uint32_t band = 0; band < fe->n_mels; ++band) {
      column[band] += power * weight(fe, band, hz);
    }
  }
  for (uint32_t band = 0; band < fe->n_mels; ++band) {
    column[band] = fmax(-100, 10 * log10(column[band] + 1e-30));
  }
}

/* Noise, softer towards its end, and a few sines */
static float* new_test_sound(double rate, size_t n)
{
  float* const samples = new_noise(n, 1);
  for (size_t i = 0; i < n; ++i) {
    const double t = (double)i / rate;
    const double fade = 1 - (double)i / (double)n;
    samples[i] =
        (float)(fade * (double)samples[i] + 0.5 * sin(2 * PI * 440 * t) +
                0.01 * sin(2 * PI * 5000 * t));
  }
  return samples;
}

static void compare_with_dft(const BylineFrontEnd* fe)
{
  const size_t n = 40 * fe->hop + fe->fft_size;
  float* const sound = new_test_sound(fe->sample_rate, n);
  const Picture picture = analyse(fe, fe->sample_rate, sound, NULL, n);
  assert_int_equal(picture.n_frames, 41);
  double* const column = malloc(fe->n_mels * sizeof(double));
  assert_non_null(column);
  const size_t frames[] = {0, 1, 23, 40};
  for (size_t i = 0; i < 4; ++i) {
    expected_column(fe, sound + frames[i] * fe->hop, column);
    for (uint32_t band = 0; band < fe->n_mels; ++band) {
      const float cell = picture.cells[frames[i] * fe->n_mels + band];
      if (fabs((double)cell - column[band]) > 0.005) {
        fail_msg("frame %zu band %u: %g dB, not %g", frames[i], band,
                 (double)cell, column[band]);
      }
    }
  }
  free(column);
  free(sound);
  free(picture.cells);
}

static void columns_are_those_of_a_dft(void** state)
{
  (void)state;
  const BylineFrontEnd front_ends[] = {
      byline_front_end_default(),
      {16000, 512, 160, 40, 0.0f, 8000.0f, 60.0f, BYLINE_FOCUS_MIX, 0},
      {22050, 64, 64, 3, 500.0f, 11025.0f, 60.0f, BYLINE_FOCUS_MIX, 0},
  };
  for (size_t i = 0; i < 3; ++i) {
    compare_with_dft(&front_ends[i]);
  }
}

static void resampling_keeps_the_picture(void** state)
{
  (void)state;
  const BylineFrontEnd fe = byline_front_end_default();
  const double rates[] = {44100, 48000, 96000, 32000};
  const double tones[] = {110, 1000, 6000, 10800};
  Picture reference = {NULL, 0, 0};
  for (size_t k = 0; k < 5; ++k) {
    const double rate = k == 0 ? fe.sample_rate : rates[k - 1];
    const size_t n = (size_t)rate;
    float* const sound = malloc(n * sizeof(float));
    assert_non_null(sound);
    for (size_t i = 0; i < n; ++i) {
      double sum = 0;
      for (size_t j = 0; j < 4; ++j) {
        sum += 0.2 * sin(2 * PI * tones[j] * (double)i / rate);
      }
      sound[i] = (float)sum;
    }
    const Picture picture = analyse(&fe, rate, sound, NULL, n);
    free(sound);
    if (k == 0) {
      reference = picture;
      continue;
    }
    /* The first columns differ: there, the sound begins suddenly */
    assert_true(picture.n_frames + 1 >= reference.n_frames);
    for (size_t i = 2 * fe.n_mels; i < picture.n_frames * fe.n_mels; ++i) {
      if (reference.cells[i] > -60) {
        assert_float_equal(picture.cells[i], reference.cells[i], 0.05f);
      }
    }
    free(picture.cells);
  }
  free(reference.cells);
}

static void pieces_do_not_matter(void** state)
{
  (void)state;
  const BylineFrontEnd fe = byline_front_end_default();
  const double rates[] = {24000, 44100, 192000};
  for (size_t k = 0; k < 3; ++k) {
    const size_t n = 60000;
    float* const left = new_noise(n, 2);
    float* const right = new_noise(n, 3);
    const Picture whole = analyse(&fe, rates[k], left, right, n);
    BylineSpectrogram* const spectrogram = new_spectrogram(&fe, rates[k]);
    BylineRandom random = byline_random_begin(4, 0);
    const uint64_t max_pieces[] = {1, 100, 1500, 20000};
    for (size_t i = 0; i < 4; ++i) {
      Picture cut = {NULL, fe.n_mels, 0};
      byline_spectrogram_reset(spectrogram);
      for (size_t done = 0; done < n;) {
        size_t piece = (size_t)byline_random_below(&random, max_pieces[i] + 1);
        piece = piece < n - done ? piece : n - done;
        byline_spectrogram_push(spectrogram, left + done, right + done, piece,
                                add_column, &cut);
        done += piece;
      }
      assert_int_equal(cut.n_frames, whole.n_frames);
      assert_memory_equal(cut.cells, whole.cells,
                          whole.n_frames * fe.n_mels * sizeof(float));
      free(cut.cells);
    }
    byline_spectrogram_free(spectrogram);
    free(left);
    free(right);
    free(whole.cells);
  }
}

/* Non-finite and absurd samples count as zero, and leave no trace later */
static void broken_samples_count_as_zero(void** state)
{
  (void)state;
  const BylineFrontEnd fe = byline_front_end_default();
  const double rates[] = {24000, 44100};
  const float bad[] = {NAN, -NAN, INFINITY, -INFINITY, 3e38f};
  for (size_t k = 0; k < 2; ++k) {
    const size_t n = 30000;
    float* const broken = new_noise(n, 5);
    float* const mended = new_noise(n, 5);
    for (size_t i = 100; i < n; i += 997) {
      broken[i] = bad[i % 5];
      mended[i] = 0;
    }
    const Picture a = analyse(&fe, rates[k], broken, NULL, n);
    const Picture b = analyse(&fe, rates[k], mended, NULL, n);
    assert_true(a.n_frames > 0);
    assert_int_equal(a.n_frames, b.n_frames);
    assert_memory_equal(a.cells, b.cells,
                        a.n_frames * fe.n_mels * sizeof(float));
    free(broken);
    free(mended);
    free(a.cells);
    free(b.cells);
  }
}

static void stereo_is_averaged(void** state)
{
  (void)state;
  const BylineFrontEnd fe = byline_front_end_default();
  const size_t n = 20000;
  float* const noise = new_noise(n, 6);
  float* const opposite = malloc(n * sizeof(float));
  assert_non_null(opposite);
  for (size_t i = 0; i < n; ++i) {
    opposite[i] = -noise[i];
  }
  const Picture mono = analyse(&fe, 24000, noise, NULL, n);
  const Picture same = analyse(&fe, 24000, noise, noise, n);
  const Picture none = analyse(&fe, 24000, noise, opposite, n);
  for (size_t i = 0; i < mono.n_frames * fe.n_mels; ++i) {
    assert_float_equal(mono.cells[i], same.cells[i], 1e-6);
    assert_float_equal(none.cells[i], BYLINE_SILENCE_DB, 0);
  }
  free(noise);
  free(opposite);
  free(mono.cells);
  free(same.cells);
  free(none.cells);
}

/* In bands wider than Hann's main lobe, the sum over bands is the power */
static void full_scale_sine_is_0_db(void** state)
{
  (void)state;
  const BylineFrontEnd fe = byline_front_end_default();
  const size_t n = fe.fft_size;
  float* const sine = malloc(n * sizeof(float));
  assert_non_null(sine);
  for (double hz = 150; hz < 10500; hz *= 1.1) {
    for (size_t i = 0; i < n; ++i) {
      sine[i] = (float)sin(2 * PI * hz * (double)i / fe.sample_rate);
    }
    const Picture picture = analyse(&fe, fe.sample_rate, sine, NULL, n);
    double sum = 0;
    for (size_t band = 0; band < fe.n_mels; ++band) {
      sum += pow(10, 0.1 * (double)picture.cells[band]);
    }
    assert_true(fabs(10 * log10(sum)) < 0.2);
    free(picture.cells);
  }
  free(sine);
}

/* ---- clips */

/* The same sound, fainter: the same picture */
static void level_does_not_matter(void** state)
{
  (void)state;
  const BylineFrontEnd fe = byline_front_end_default();
  const size_t n = 72000;
  float* const sound = new_noise(n, 8);
  const Picture loud = analyse(&fe, fe.sample_rate, sound, NULL, n);
  for (size_t i = 0; i < n; ++i) {
    sound[i] *= 0.2f;
  }
  const Picture faint = analyse(&fe, fe.sample_rate, sound, NULL, n);
  const size_t n_cells = loud.n_frames * fe.n_mels;
  float* const image_of_loud = malloc(n_cells * sizeof(float));
  float* const image_of_faint = malloc(n_cells * sizeof(float));
  assert_true(image_of_loud && image_of_faint);
  byline_clip_normalize(&fe, loud.cells, loud.n_frames, image_of_loud);
  byline_clip_normalize(&fe, faint.cells, loud.n_frames, image_of_faint);
  for (size_t i = 0; i < n_cells; ++i) {
    assert_float_equal(loud.cells[i] - faint.cells[i], 13.9794f, 0.002f);
    assert_float_equal(image_of_loud[i], image_of_faint[i], 0.002f);
  }
  free(sound);
  free(loud.cells);
  free(faint.cells);
  free(image_of_loud);
  free(image_of_faint);
}

/* ---- settings */

static void frames_are_counted(void** state)
{
  (void)state;
  const BylineFrontEnd fe = byline_front_end_default();
  assert_int_equal(byline_front_end_frames(&fe, 10), BYLINE_CLIP_FRAMES);
  assert_int_equal(byline_front_end_frames(&fe, 2048 / 24000.0), 1);
  assert_int_equal(byline_front_end_frames(&fe, 2047 / 24000.0), 0);
  assert_int_equal(byline_front_end_frames(&fe, 0), 0);
  assert_int_equal(byline_front_end_frames(&fe, -1), 0);
  assert_int_equal(byline_front_end_frames(&fe, NAN), 0);
  for (size_t n = 0; n < 10000; n += 37) {
    float* const zeros = calloc(n + 1, sizeof(float));
    assert_non_null(zeros);
    const Picture picture = analyse(&fe, 24000, zeros, NULL, n);
    assert_int_equal(byline_front_end_frames(&fe, (double)n / 24000),
                     picture.n_frames);
    free(zeros);
    free(picture.cells);
  }
  assert_true(fabs(byline_front_end_time(&fe, 30) - 1.12) < 1e-12);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(columns_are_those_of_a_dft),
      cmocka_unit_test(resampling_keeps_the_picture),
      cmocka_unit_test(pieces_do_not_matter),
      cmocka_unit_test(broken_samples_count_as_zero),
      cmocka_unit_test(stereo_is_averaged),
      cmocka_unit_test(full_scale_sine_is_0_db),
      cmocka_unit_test(level_does_not_matter),
      cmocka_unit_test(frames_are_counted),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
