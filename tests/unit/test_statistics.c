/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Statistics of cepstra beside their definition, and discriminants beside what
   they promise. */

#include "byline/evaluation.h"
#include "byline/model.h"
#include "nn/layers.h"
#include "nn/plan.h"
#include "nn/sort_samples.h"
#include "tests/unit/gradient.h"
#include "tests/unit/tiny_training.h"
#include "training/discriminant.h"
#include "training/statistics_fit.h"

#include "tests/unit/near.h"

#define N_MELS 12
#define N_FRAMES 31
#define N_CEPSTRA 5
#define N_QUANTILES 3
#define N_STATISTICS                                                           \
  (2 * N_CEPSTRA * (2 + N_QUANTILES) + N_CEPSTRA * (N_CEPSTRA - 1) / 2)

/* ---- the pool */

/* How much a column of mix, voice and rest counts */
static double weight_of(const float* image, size_t column)
{
  double power[3] = {0};
  for (size_t c = 0; c < 3; ++c) {
    for (size_t r = 0; r < N_MELS; ++r) {
      power[c] += exp((double)image[(c * N_MELS + r) * N_FRAMES + column]);
    }
  }
  return power[1] / (power[1] + power[2]);
}

static double cepstrum_of(const float* image, size_t k, size_t column)
{
  double sum = 0;
  for (size_t r = 0; r < N_MELS; ++r) {
    sum += (double)image[r * N_FRAMES + column] *
           cos(3.14159265358979 * (double)k * ((double)r + 0.5) / N_MELS);
  }
  return sqrt((k ? 2.0 : 1.0) / N_MELS) * sum;
}

static double mean_of(const double* x, const double* weights)
{
  double sum = 0;
  for (size_t i = 0; i < N_FRAMES; ++i) {
    sum += weights[i] * x[i];
  }
  return sum;
}

static double covariance_of(const double* x, const double* y,
                            const double* weights)
{
  double sum = 0;
  for (size_t i = 0; i < N_FRAMES; ++i) {
    sum += weights[i] * (x[i] - mean_of(x, weights)) *
           (y[i] - mean_of(y, weights));
  }
  return sum;
}

/* The smallest value such that it and those below have the share */
static double quantile_of(const double* x, const double* weights, double share)
{
  double best = INFINITY;
  for (size_t i = 0; i < N_FRAMES; ++i) {
    double upto = 0;
    for (size_t k = 0; k < N_FRAMES; ++k) {
      upto += x[k] <= x[i] ? weights[k] : 0;
    }
    best = upto >= share && x[i] < best ? x[i] : best;
  }
  return best;
}

static void check_channel(const float* image, const double* weights,
                          const float* pooled)
{
  static double x[2][N_CEPSTRA][N_FRAMES];
  for (size_t k = 0; k < N_CEPSTRA; ++k) {
    for (size_t i = 0; i < N_FRAMES; ++i) {
      const size_t before = i > 0 ? i - 1 : 0;
      const size_t after = i + 1 < N_FRAMES ? i + 1 : i;
      x[0][k][i] = cepstrum_of(image, k, i);
      x[1][k][i] =
          (cepstrum_of(image, k, after) - cepstrum_of(image, k, before)) /
          (double)(after - before);
    }
  }
  for (size_t slope = 0; slope < 2; ++slope) {
    for (size_t k = 0; k < N_CEPSTRA; ++k) {
      const double* const values = x[slope][k];
      const double variance = covariance_of(values, values, weights);
      assert_near(pooled[k], mean_of(values, weights), 1e-4);
      assert_near(pooled[N_CEPSTRA + k], sqrt(variance), 1e-4);
      for (size_t q = 0; q < N_QUANTILES; ++q) {
        assert_near(pooled[(2 + q) * N_CEPSTRA + k],
                    quantile_of(values, weights, (2.0 * (double)q + 1) / 6),
                    1e-4);
      }
    }
    pooled += (2 + N_QUANTILES) * N_CEPSTRA;
  }
  for (size_t k = 0; k < N_CEPSTRA; ++k) {
    for (size_t j = 0; j < k; ++j) {
      const double* const a = x[0][k];
      const double* const b = x[0][j];
      assert_near(
          *pooled++,
          covariance_of(a, b, weights) /
              sqrt(covariance_of(a, a, weights) * covariance_of(b, b, weights)),
          1e-3);
    }
  }
}

/* A network that is the pool alone; what it says of two clips, of which the
   second is checked */
static void check_pool(uint32_t n_channels)
{
  const BylineNetworkShape shape = {n_channels, N_MELS,
                                    n_channels * N_STATISTICS};
  BylineNetwork* const begun = byline_network_begin(&shape);
  const unsigned pool =
      byline_cepstral_pool_add(begun, "pool", 0, N_CEPSTRA, N_QUANTILES);
  BylineNetwork* network = NULL;
  BylinePlan* plan = NULL;
  assert_int_equal(byline_network_finish(begun, "pool", pool, &network),
                   BYLINE_OK);
  const BylinePlanSettings settings = {
      .mode = BYLINE_PLAN_INFER, .max_batch = 2, .max_frames = N_FRAMES + 5};
  assert_int_equal(byline_plan_new(network, &settings, &plan), BYLINE_OK);
  assert_int_equal(byline_plan_set_shape(plan, 2, N_FRAMES), BYLINE_OK);
  const size_t size = (size_t)n_channels * N_MELS * N_FRAMES;
  float* const image = byline_plan_input(plan);
  fill_normal(image, 2 * size, 1.5f, 7);
  const float* const pooled =
      byline_plan_forward(plan) + n_channels * N_STATISTICS;

  double weights[N_FRAMES];
  double sum = 0;
  for (size_t i = 0; i < N_FRAMES; ++i) {
    weights[i] = n_channels == 3 ? weight_of(image + size, i) : 1;
    sum += weights[i];
  }
  for (size_t i = 0; i < N_FRAMES; ++i) {
    weights[i] /= sum;
  }
  for (size_t c = 0; c < n_channels; ++c) {
    check_channel(image + size + c * N_MELS * N_FRAMES, weights,
                  pooled + c * N_STATISTICS);
  }
  byline_plan_free(plan);
  byline_network_free(network);
}

/* Numbers of both signs and all sizes, some of them alike; weights go along. */
static void test_sorts(void** state)
{
  (void)state;
  enum { MOST = 300 };
  static float values[MOST];
  static BylineSampled samples[2 * MOST];
  fill_normal(values, MOST, 1, 11);
  for (size_t n = 0; n <= MOST; n += 1 + n / 2) {
    size_t n_left = 0; /* That are not zero */
    for (size_t i = 0; i < n; ++i) {
      const float value = i % 7 ? ldexpf(values[i], (int)(i % 40) - 20) : 0;
      samples[i] = (BylineSampled){value, 2 * value};
      n_left += i % 7 != 0;
    }
    byline_sort_samples(samples, n, samples + MOST);
    for (size_t i = 0; i < n; ++i) {
      assert_true(i == 0 || samples[i - 1].value <= samples[i].value);
      assert_true(samples[i].weight == 2 * samples[i].value);
      n_left -= samples[i].value != 0;
    }
    assert_int_equal(n_left, 0);
  }
}

static void test_pools_what_it_says(void** state)
{
  (void)state;
  check_pool(1);
  check_pool(3);
}

/* ---- discriminants */

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

static double axis_of(const BylineDiscriminant* d, const float* x, size_t axis)
{
  double sum = (double)d->offset[axis];
  for (size_t k = 0; k < N_VALUES; ++k) {
    sum += (double)d->axes[axis * N_VALUES + k] * (double)x[k];
  }
  return sum;
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
    byline_prototype_logits(&set, place, ARTISTS, logits);
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
  const BylineSamples all = {.n = N,
                             .n_values = N_VALUES,
                             .n_artists = ARTISTS,
                             .n_known = ARTISTS,
                             .n_blocks = 2,
                             .samples = samples,
                             .values = values};
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
    const BylineSamples all = {.n = N,
                               .n_values = N_VALUES,
                               .n_artists = ARTISTS,
                               .n_known = ARTISTS,
                               .n_blocks = 1,
                               .n_prototypes = most,
                               .samples = samples,
                               .values = values};
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
    const BylineSamples all = {.n = N,
                               .n_values = N_VALUES,
                               .n_artists = ARTISTS,
                               .n_known = ARTISTS,
                               .n_blocks = 2,
                               .n_prototypes = most[i],
                               .samples = samples,
                               .values = values};
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
  const BylineSamples all = {.n = N,
                             .n_values = N_VALUES,
                             .n_artists = ARTISTS,
                             .n_known = ARTISTS,
                             .n_blocks = 1,
                             .samples = samples,
                             .values = values};
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
  BylineSamples all = {.n = N,
                       .n_values = N_VALUES,
                       .n_artists = ARTISTS + 1,
                       .n_known = ARTISTS + 1,
                       .n_blocks = 1,
                       .samples = samples,
                       .values = values};
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
  const BylineSamples all = {.n = N,
                             .n_values = N_VALUES,
                             .n_artists = ARTISTS,
                             .n_known = ARTISTS,
                             .n_blocks = 1,
                             .samples = samples,
                             .values = values};
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

/* ---- prototypes */

static void test_prototype_logits(void** state)
{
  (void)state;
  const float places[] = {1, 0, 0, 1, 0.6f, 0.8f, 0, 0};
  const float whose[] = {0, 0, 2, -1};
  const float place[] = {3, 4};
  BylinePrototypeSet set = {places, whose, 4, 2, 0.5f, false};
  float logits[3];
  byline_prototype_logits(&set, place, 3, logits);
  assert_near(logits[0], 0.5 * log((exp(25 * 0.6) + exp(25 * 0.8)) / 2), 1e-3);
  assert_true(logits[1] < -1000); // has none
  assert_near(logits[2], 12.5, 1e-3);
  set.by_distance = true;
  byline_prototype_logits(&set, place, 3, logits);
  assert_near(logits[0], 0.5 * log((exp(3 - 0.5) + exp(4 - 0.5)) / 2), 1e-3);
  assert_near(logits[2], 0.5 * (5 - 0.5), 1e-3);
  set.by_distance = false;
  const float nowhere[] = {0, 0};
  byline_prototype_logits(&set, nowhere, 1, logits);
  assert_near(logits[0], 0, 1e-3);
}

/* ---- nobody */

/* Beside its definition; and gradients */
static void test_shares_what_is_nobodys(void** state)
{
  (void)state;
  const BylineNetworkShape shape = {1, N_MELS, 3};
  BylineNetwork* const begun = byline_network_begin(&shape);
  const unsigned pool = byline_global_pool_add(
      begun, "pool", byline_rows_to_channels_add(begun, "rows", 0));
  const unsigned all = byline_linear_add(begun, "all", pool, 5);
  byline_reject_class_add(begun, "nobody", all, 3);
  BylineNetwork* network = NULL;
  assert_int_equal(byline_network_finish(begun, "nobody", all, &network),
                   BYLINE_OK);
  byline_network_initialize(network, 4);
  BylinePlanSettings settings = {
      .mode = BYLINE_PLAN_TRAIN, .max_batch = 2, .max_frames = N_FRAMES};
  check_gradients(network, &settings);

  BylinePlan* plan = NULL;
  settings.mode = BYLINE_PLAN_INFER;
  assert_int_equal(byline_plan_new(network, &settings, &plan), BYLINE_OK);
  fill_normal(byline_plan_input(plan), 2 * N_MELS * N_FRAMES, 1, 5);
  float answer[6];
  memcpy(answer, byline_plan_forward(plan), sizeof(answer));
  byline_softmax(answer, 2, 3, 1, answer);
  size_t n = 0;
  float logits[10];
  memcpy(logits, byline_plan_embedding(plan, &n), sizeof(logits));
  assert_int_equal(n, 5);
  byline_softmax(logits, 2, 5, 1, logits);
  for (size_t i = 0; i < 6; ++i) {
    const float* const p = logits + i / 3 * 5;
    assert_near(answer[i], p[i % 3] + (p[3] + p[4]) / 3, 1e-5);
  }
  byline_plan_free(plan);
  byline_network_free(network);
}

/* ---- as an architecture */

static double right_share(BylineNetwork* network, const BylineDataset* dataset)
{
  BylinePredictions predictions;
  BylineEvaluation evaluation;
  const BylinePredictionTask task = {.network = network,
                                     .dataset = dataset,
                                     .split = BYLINE_TEST,
                                     .n_frames = 40};
  assert_int_equal(byline_predict(&task, &predictions), BYLINE_OK);
  assert_int_equal(byline_evaluation_compute(&predictions, 1, &evaluation),
                   BYLINE_OK);
  const double share = byline_scores_compute(&evaluation.clips).accuracy;
  byline_evaluation_free(&evaluation);
  byline_predictions_free(&predictions);
  return share;
}

static BylineNetwork* new_network(const char* architecture)
{
  const BylineNetworkShape shape = {1, TINY_MELS, TINY_ARTISTS};
  BylineNetwork* network = NULL;
  assert_int_equal(byline_classifier_new(architecture, &shape, &network),
                   BYLINE_OK);
  byline_network_initialize(network, 1);
  return network;
}

/* Alone, and as a member whose other member says nothing */
static void test_fits_members(void** state)
{
  (void)state;
  TinyTraining t;
  assert_true(tiny_training_begin(&t, "clip_frames = 40\n"));
  const BylineStatisticsInput lesson = {.dataset = t.dataset,
                                        .recipe = &t.recipe};
  static const char* const architectures[] = {
      "statistics:features=8",
      "0.5*resnet:width=4,blocks=1-1+0.5*statistics:features=8",
      "bands:features=8+playing:features=8"};
  for (size_t i = 0; i < 3; ++i) {
    BylineNetwork* const network = new_network(architectures[i]);
    assert_true(byline_statistics_are_in(network));
    assert_int_equal(byline_statistics_are_all(network), i != 1);
    assert_int_equal(byline_statistics_fit(network, &lesson), BYLINE_OK);
    assert_true(right_share(network, t.dataset) == 1);
    byline_network_free(network);
  }
  tiny_training_end(&t);
}

/* A random network's features are enough for a classifier that is solved for.
 */
static void test_fits_heads(void** state)
{
  (void)state;
  TinyTraining t;
  assert_true(tiny_training_begin(&t, "clip_frames = 40\n"));
  const BylineStatisticsInput lesson = {.dataset = t.dataset,
                                        .recipe = &t.recipe};
  BylineNetwork* const network =
      new_network("wavenet:width=16,skip=16,layers=2,stacks=1");
  assert_true(!byline_statistics_are_in(network));
  assert_int_equal(byline_head_fit(network, &lesson), BYLINE_OK);
  assert_true(right_share(network, t.dataset) == 1);
  byline_network_free(network);
  tiny_training_end(&t);
}

/* ---- together */

/* Members that measure the same measure it once, and say what they say */
static void test_members_share(void** state)
{
  (void)state;
  static const char members[] =
      "statistics:cepstra=6+texture:cepstra=8+bands+playing+"
      "statistics:cepstra=5+playing+bands+texture:cepstra=8+"
      "statistics:cepstra=6+texture:cepstra=7";
  enum { N_SHARED = 4, N_CLASSES = 3, N_CELLS = 2 * 3 * N_MELS * N_FRAMES };
  const BylineNetworkShape shape = {3, N_MELS, N_CLASSES};
  static const BylinePlanMode modes[] = {BYLINE_PLAN_TRAIN, BYLINE_PLAN_INFER,
                                         BYLINE_PLAN_EMBED};
  BylineNetwork* network = NULL;
  BylinePlan* plans[3];
  const float* logits[3];
  assert_int_equal(byline_network_new(members, &shape, &network), BYLINE_OK);
  byline_network_initialize(network, 2);
  for (unsigned k = 0; k < 3; ++k) {
    const BylinePlanSettings settings = {
        .mode = modes[k], .max_batch = 2, .max_frames = N_FRAMES};
    unsigned n_shared = 0;
    assert_int_equal(byline_plan_new(network, &settings, &plans[k]), BYLINE_OK);
    for (unsigned i = 0; i < network->n_layers; ++i) {
      n_shared += plans[k]->nodes[i].root != i;
    }
    assert_int_equal(n_shared, k ? N_SHARED : 0);
    fill_normal(byline_plan_input(plans[k]), N_CELLS, 1, 4);
    logits[k] = byline_plan_forward(plans[k]);
  }
  assert_memory_equal(logits[1], logits[0], 2 * N_CLASSES * sizeof(float));
  byline_plan_want_embedding(plans[1], false);
  memset((float*)logits[1], 0, 2 * N_CLASSES * sizeof(float));
  (void)byline_plan_forward(plans[1]);
  assert_memory_equal(logits[1], logits[0], 2 * N_CLASSES * sizeof(float));
  for (unsigned k = 1; k < 3; ++k) {
    size_t n = 0;
    const float* const alone = byline_plan_embedding(plans[0], &n);
    const float* const shared = byline_plan_embedding(plans[k], &n);
    assert_memory_equal(shared, alone, 2 * n * sizeof(float));
  }
  for (unsigned k = 0; k < 3; ++k) {
    byline_plan_free(plans[k]);
  }
  byline_network_free(network);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_sorts),
      cmocka_unit_test(test_pools_what_it_says),
      cmocka_unit_test(test_discriminates),
      cmocka_unit_test(test_compares_with_songs),
      cmocka_unit_test(test_songs_share_prototypes),
      cmocka_unit_test(test_prototype_logits),
      cmocka_unit_test(test_finds_what_tells_songs_apart),
      cmocka_unit_test(test_refuses_what_cannot_be_told_apart),
      cmocka_unit_test(test_learns_from_one_song_each),
      cmocka_unit_test(test_shares_what_is_nobodys),
      cmocka_unit_test(test_fits_members),
      cmocka_unit_test(test_fits_heads),
      cmocka_unit_test(test_members_share),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
