/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Discriminants and prototypes beside what they promise. */

#include "byline/random.h"
#include "nn/layers.h"
#include "training/discriminant.h"

#include "tests/unit/near.h"
#include "tests/unit/suite.h"

#include <string.h>

#define N_VALUES 8
#define SONGS 6
#define CLIPS 10
#define ARTISTS 3
#define N (ARTISTS * SONGS * CLIPS)

/* Artists who differ in values 0 and 1 of the first block, in front of noise of
   different sizes; the second block is noise alone. */
static void make_samples(BylineSample* samples, float* values)
{
  BylineRandom random = byline_random_begin(3, 0);
  for (size_t i = 0; i < N; ++i) {
    const size_t song = i / CLIPS;
    const size_t artist = song / SONGS;
    samples[i] = (BylineSample){song, artist, song % SONGS % 5};
    for (size_t k = 0; k < N_VALUES; ++k) {
      const float mean = k < 2 && artist == k ? 6.0f : 0.0f;
      values[i * N_VALUES + k] =
          100 + (float)(k + 1) * (mean + byline_random_normal(&random));
    }
  }
}

static BylineSamples samples_of(const BylineSample* samples, float* values,
                                size_t n_blocks, size_t n_prototypes)
{
  return (BylineSamples){.n = N,
                         .n_values = N_VALUES,
                         .n_artists = ARTISTS,
                         .n_known = ARTISTS,
                         .n_blocks = n_blocks,
                         .n_prototypes = n_prototypes,
                         .samples = samples,
                         .values = values};
}

static double axis_of(const BylineDiscriminant* d, const float* x, size_t axis)
{
  double sum = (double)d->offset[axis];
  for (size_t k = 0; k < N_VALUES; ++k) {
    sum += (double)d->axes[axis * N_VALUES + k] * (double)x[k];
  }
  return sum;
}

static void multiply(const BylinePrototypeSet* set, const float* place,
                     float* products)
{
  for (size_t i = 0; i < set->n; ++i) {
    products[i] = 0;
    for (size_t a = 0; a < set->n_axes; ++a) {
      products[i] += set->places[i * set->n_axes + a] * place[a];
    }
  }
}

static void logits_of(const BylineDiscriminant* d, const float* x,
                      float logits[ARTISTS])
{
  float place[8];
  assert_true(d->n_axes <= 8);
  for (size_t a = 0; a < d->n_axes; ++a) {
    place[a] = (float)axis_of(d, x, a);
  }
  if (d->n_prototypes > 0) {
    const BylinePrototypeSet set = {d->prototypes, d->whose, d->n_prototypes,
                                    d->n_axes,     d->scale, d->by_distance};
    float products[N];
    assert_true(d->n_prototypes <= N);
    multiply(&set, place, products);
    byline_prototype_logits(&set, place, products, ARTISTS, logits);
    return;
  }
  for (size_t k = 0; k < ARTISTS; ++k) {
    logits[k] = d->bias[k];
    for (size_t a = 0; a < d->n_axes; ++a) {
      logits[k] += d->weights[k * d->n_axes + a] * place[a];
    }
  }
}

static size_t answer_of(const BylineDiscriminant* d, const float* x)
{
  float logits[ARTISTS];
  logits_of(d, x, logits);
  size_t best = 0;
  for (size_t k = 1; k < ARTISTS; ++k) {
    best = logits[k] > logits[best] ? k : best;
  }
  return best;
}

static void test_discriminates(void** state)
{
  (void)state;
  static BylineSample samples[N];
  static float values[N * N_VALUES];
  static float original[N * N_VALUES];
  make_samples(samples, values);
  memcpy(original, values, sizeof(values));
  const BylineSamples all = samples_of(samples, values, 2, 0);
  BylineDiscriminant d;
  assert_int_equal(byline_discriminant_fit(&all, 5, 4, &d), BYLINE_OK);
  assert_true(d.loss >= 0 && d.loss < 0.05);
  assert_int_equal(d.blocks & 1, 1);

  size_t n_right = 0;
  double spread[2] = {0};
  double mean[2][ARTISTS] = {{0}};
  for (size_t i = 0; i < N; ++i) {
    const float* const x = original + i * N_VALUES;
    n_right += answer_of(&d, x) == samples[i].artist;
    for (size_t a = 0; a < 2; ++a) {
      mean[a][samples[i].artist] += axis_of(&d, x, a) / (SONGS * CLIPS);
    }
  }
  for (size_t i = 0; i < N; ++i) {
    for (size_t a = 0; a < 2; ++a) {
      const double from =
          axis_of(&d, original + i * N_VALUES, a) - mean[a][samples[i].artist];
      spread[a] += from * from / N;
    }
  }
  assert_true(n_right > N - 3);
  /* Two axes tell three artists apart, alike whatever the size of values; the
     mean of the artists is their origin, further axes add nothing */
  for (size_t a = 0; a < 2; ++a) {
    assert_true(spread[a] > 0.5 && spread[a] < 1.5);
    assert_near(mean[a][0] + mean[a][1] + mean[a][2], 0, 1e-2);
  }
  for (size_t k = 0; k < ARTISTS; ++k) {
    for (size_t a = 2; a < d.n_axes; ++a) {
      assert_near(d.weights[k * d.n_axes + a], 0, 1e-3);
    }
  }
  byline_discriminant_free(&d);
}

/* Two artists whose songs are of two kinds each, of which their means know
   little: prototypes tell them apart better. */
static void test_compares_with_songs(void** state)
{
  (void)state;
  enum { KINDS = 2 };
  static BylineSample samples[N];
  static float values[N * N_VALUES];
  static float original[N * N_VALUES];
  BylineRandom random = byline_random_begin(7, 0);
  for (size_t i = 0; i < N; ++i) {
    const size_t song = i / CLIPS;
    const size_t artist = song / SONGS;
    const size_t kind = song % KINDS;
    samples[i] = (BylineSample){song, artist, song / KINDS % 5};
    for (size_t k = 0; k < N_VALUES; ++k) {
      /* Around the corners of a square, and one of its own */
      const float corner[ARTISTS][3] = {{5, 5, 0}, {5, -5, 0}, {0, 0, 9}};
      const float mean =
          k < 3 ? (artist < 2 && kind ? -1.0f : 1.0f) * corner[artist][k] : 0;
      values[i * N_VALUES + k] =
          mean + (k == artist ? 2.0f : 0.0f) + byline_random_normal(&random);
    }
  }
  memcpy(original, values, sizeof(values));
  size_t n_linear = 0;
  for (size_t most = 0; most <= 64; most += 64) {
    memcpy(values, original, sizeof(values));
    const BylineSamples all = samples_of(samples, values, 1, most);
    BylineDiscriminant d;
    assert_int_equal(byline_discriminant_fit(&all, 4, 0, &d), BYLINE_OK);
    assert_int_equal(d.n_prototypes, most ? ARTISTS * SONGS : 0);
    assert_int_equal(d.by_distance, !most);
    size_t n_right = 0;
    for (size_t i = 0; i < N; ++i) {
      n_right += answer_of(&d, original + i * N_VALUES) == samples[i].artist;
    }
    if (most) {
      assert_true(n_right >= n_linear + N / 20);
    } else {
      n_linear = n_right;
    }
    byline_discriminant_free(&d);
  }
}

/* Where prototypes are fewer than songs, neighbours have one together, each
   artist one at least. */
static void test_songs_share_prototypes(void** state)
{
  (void)state;
  static BylineSample samples[N];
  static float values[N * N_VALUES];
  const size_t most[] = {64, 18, 17, 9, 4, 3};
  const size_t expected[] = {18, 18, 9, 9, 3, 3};
  for (size_t i = 0; i < sizeof(most) / sizeof(*most); ++i) {
    make_samples(samples, values);
    const BylineSamples all = samples_of(samples, values, 2, most[i]);
    BylineDiscriminant d;
    assert_int_equal(byline_discriminant_fit(&all, 5, 0, &d), BYLINE_OK);
    assert_int_equal(d.n_prototypes, expected[i]);
    for (size_t k = 0; k < d.n_prototypes; ++k) {
      double square = 0;
      for (size_t a = 0; a < d.n_axes; ++a) {
        const double x = (double)d.prototypes[k * d.n_axes + a];
        square += x * x;
      }
      assert_near(square, 1, 1e-4);
      assert_true(d.whose[k] == (float)(k * ARTISTS / d.n_prototypes));
    }
    byline_discriminant_free(&d);
  }
}

/* Value 0 tells songs apart, value 1 only drifts within them, further ones are
   noise: the first axis of songs hears value 0, whoever the artists are. */
static void test_finds_what_tells_songs_apart(void** state)
{
  (void)state;
  static BylineSample samples[N];
  static float values[N * N_VALUES];
  BylineRandom random = byline_random_begin(6, 0);
  for (size_t i = 0; i < N; ++i) {
    const size_t song = i / CLIPS;
    samples[i] = (BylineSample){song, song % ARTISTS, song / ARTISTS % 5};
    for (size_t k = 0; k < N_VALUES; ++k) {
      const float mean = k == 0 ? (float)(song * 7 % 18) : 0.0f;
      const float size = k == 1 ? 30.0f : 1.0f;
      values[i * N_VALUES + k] = mean + size * byline_random_normal(&random);
    }
  }
  static float original[N * N_VALUES];
  memcpy(original, values, sizeof(values));
  const BylineSamples all = samples_of(samples, values, 1, 0);
  BylineDiscriminant d;
  assert_int_equal(byline_discriminant_fit(&all, 4, 2, &d), BYLINE_OK);
  double of_songs[ARTISTS * SONGS] = {0};
  double within = 0;
  double between = 0;
  double middle = 0;
  for (size_t pass = 0; pass < 2; ++pass) {
    for (size_t i = 0; i < N; ++i) {
      double place = (double)d.song_offset[0];
      for (size_t k = 0; k < N_VALUES; ++k) {
        place += (double)d.song_axes[k] * (double)original[i * N_VALUES + k];
      }
      const double from = place - of_songs[i / CLIPS];
      of_songs[i / CLIPS] += pass == 0 ? place / CLIPS : 0;
      within += pass == 1 ? from * from / N : 0;
      middle += pass == 0 ? place / N : 0;
    }
  }
  for (size_t s = 0; s < (size_t)ARTISTS * SONGS; ++s) {
    between += of_songs[s] * of_songs[s] / (ARTISTS * SONGS);
  }
  assert_near(middle, 0, 1e-2);
  assert_true(within < 1.5 && between > 5 * within);
  byline_discriminant_free(&d);
}

static void test_refuses_what_cannot_be_told_apart(void** state)
{
  (void)state;
  static BylineSample samples[N];
  static float values[N * N_VALUES];
  make_samples(samples, values);
  BylineDiscriminant d;
  BylineSamples all = samples_of(samples, values, 1, 0);
  all.n_artists = all.n_known = ARTISTS + 1;
  assert_int_equal(byline_discriminant_fit(&all, 4, 3, &d), BYLINE_ERROR_DATA);
  for (size_t i = 0; i < (size_t)N * N_VALUES; ++i) {
    values[i] = 3;
  }
  all.n_artists = all.n_known = ARTISTS;
  assert_int_equal(byline_discriminant_fit(&all, 4, 3, &d), BYLINE_ERROR_DATA);
}

/* One song each: nothing can be tried out, and yet something is found; with
   prototypes, too. */
static void test_learns_from_one_song_each(void** state)
{
  (void)state;
  static BylineSample samples[N];
  static float values[N * N_VALUES];
  make_samples(samples, values);
  for (size_t i = 0; i < N; ++i) {
    samples[i].song = samples[i].artist;
    samples[i].fold = 0;
  }
  const BylineSamples all = samples_of(samples, values, 1, 0);
  BylineDiscriminant d;
  assert_int_equal(byline_discriminant_fit(&all, 4, 3, &d), BYLINE_OK);
  assert_true(d.loss < 0);
  byline_discriminant_free(&d);

  /* One clip each, too */
  make_samples(samples, values);
  for (size_t i = 0; i < N; ++i) {
    samples[i].song = i;
  }
  BylineSamples songs = all;
  songs.n_prototypes = N;
  assert_int_equal(byline_discriminant_fit(&songs, 4, 3, &d), BYLINE_OK);
  assert_int_equal(d.n_prototypes, N);
  byline_discriminant_free(&d);
}

/* Threads share the work, and find the same to the bit. */
static void test_threads_change_nothing(void** state)
{
  (void)state;
  static BylineSample samples[N];
  static float values[N * N_VALUES];
  BylineDiscriminant found[2];
  BylineThreadPool* pool = NULL;
  assert_int_equal(byline_thread_pool_new(3, &pool), BYLINE_OK);
  for (size_t i = 0; i < 2; ++i) {
    make_samples(samples, values);
    BylineSamples all = samples_of(samples, values, 2, N);
    all.pool = i ? pool : NULL;
    assert_int_equal(byline_discriminant_fit(&all, 5, 4, &found[i]), BYLINE_OK);
  }
  assert_true(found[0].loss == found[1].loss);
  assert_true(found[0].shrinkage == found[1].shrinkage);
  assert_int_equal(found[0].blocks, found[1].blocks);
  assert_memory_equal(found[0].axes, found[1].axes,
                      5 * N_VALUES * sizeof(float));
  byline_discriminant_free(&found[0]);
  byline_discriminant_free(&found[1]);
  byline_thread_pool_free(pool);
}

/* ---- prototypes */

static void test_prototype_logits(void** state)
{
  (void)state;
  const float places[] = {1, 0, 0, 1, 0.6f, 0.8f, 0, 0};
  const float whose[] = {0, 0, 2, -1};
  const float place[] = {3, 4};
  BylinePrototypeSet set = {places, whose, 4, 2, 0.5f, false};
  float logits[3];
  float products[4];
  multiply(&set, place, products);
  byline_prototype_logits(&set, place, products, 3, logits);
  assert_near(logits[0], 0.5 * log((exp(25 * 0.6) + exp(25 * 0.8)) / 2), 1e-3);
  assert_true(logits[1] < -1000); // has none
  assert_near(logits[2], 12.5, 1e-3);
  set.by_distance = true;
  multiply(&set, place, products);
  byline_prototype_logits(&set, place, products, 3, logits);
  assert_near(logits[0], 0.5 * log((exp(3 - 0.5) + exp(4 - 0.5)) / 2), 1e-3);
  assert_near(logits[2], 0.5 * (5 - 0.5), 1e-3);
  set.by_distance = false;
  const float nowhere[] = {0, 0};
  multiply(&set, nowhere, products);
  byline_prototype_logits(&set, nowhere, products, 1, logits);
  assert_near(logits[0], 0, 1e-3);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_discriminates),
      cmocka_unit_test(test_compares_with_songs),
      cmocka_unit_test(test_songs_share_prototypes),
      cmocka_unit_test(test_finds_what_tells_songs_apart),
      cmocka_unit_test(test_refuses_what_cannot_be_told_apart),
      cmocka_unit_test(test_learns_from_one_song_each),
      cmocka_unit_test(test_threads_change_nothing),
      cmocka_unit_test(test_prototype_logits),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
