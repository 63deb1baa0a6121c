/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/random.h"
#include "models/cohort.h"
#include "models/likeness.h"
#include "tests/unit/suite.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Two artists, who differ in the second number, while the first one varies
   within each and the third is noise */
static float clips[] = {
    4, 1,  0.1f, -4, 1.2f,  -0.1f, 3,  0.8f,  0, /* the first's */
    4, -1, 0,    -4, -0.8f, 0.1f,  -3, -1.2f, -0.1f,
};
static uint32_t classes[] = {0, 0, 0, 1, 1, 1};

static BylineCohort cohort(void)
{
  return (BylineCohort){
      .n = 6, .n_features = 3, .embeddings = clips, .classes = classes};
}

/* x' W^-1 y by Gauss's elimination, with W as the header has it */
static double direct(const BylineCohort* c, const float* a, const float* b)
{
  enum { D = 3 };
  double mean[D] = {0};
  double deviation[D] = {0};
  double means[2][D] = {{0}};
  for (size_t i = 0; i < c->n; ++i) {
    for (size_t j = 0; j < D; ++j) {
      mean[j] += (double)c->embeddings[i * D + j] / (double)c->n;
      means[c->classes[i]][j] += (double)c->embeddings[i * D + j] / 3;
    }
  }
  for (size_t i = 0; i < c->n; ++i) {
    for (size_t j = 0; j < D; ++j) {
      const double x =
          (double)c->embeddings[i * D + j] - means[c->classes[i]][j];
      deviation[j] += x * x / (double)c->n;
    }
  }
  double x[D];
  double y[D];
  double w[D][D + 1] = {{0}};
  for (size_t j = 0; j < D; ++j) {
    deviation[j] = sqrt(deviation[j]);
    x[j] = ((double)a[j] - mean[j]) / deviation[j];
    y[j] = ((double)b[j] - mean[j]) / deviation[j];
  }
  for (size_t i = 0; i < c->n; ++i) {
    double r[D];
    for (size_t j = 0; j < D; ++j) {
      r[j] = ((double)c->embeddings[i * D + j] - means[c->classes[i]][j]) /
             deviation[j];
    }
    for (size_t j = 0; j < D; ++j) {
      for (size_t k = 0; k < D; ++k) {
        w[j][k] += r[j] * r[k] / (double)c->n;
      }
    }
  }
  const double trace = (w[0][0] + w[1][1] + w[2][2]) / D;
  for (size_t j = 0; j < D; ++j) {
    for (size_t k = 0; k < D; ++k) {
      w[j][k] = 0.1 * w[j][k] + (j == k ? 0.9 * trace : 0);
    }
    w[j][D] = y[j];
  }
  for (size_t p = 0; p < D; ++p) {
    for (size_t j = 0; j < D; ++j) {
      const double factor = w[j][p] / w[p][p];
      for (size_t k = 0; j != p && k <= D; ++k) {
        w[j][k] -= factor * w[p][k];
      }
    }
  }
  return x[0] * w[0][D] / w[0][0] + x[1] * w[1][D] / w[1][1] +
         x[2] * w[2][D] / w[2][2];
}

static float likeness_of(const BylineLikeness* l, const float* a,
                         const float* b)
{
  float* const x = calloc(byline_likeness_size(l, 3), sizeof(float));
  float* const y = calloc(byline_likeness_size(l, 3), sizeof(float));
  byline_likeness_place(l, a, 3, x);
  byline_likeness_place(l, b, 3, y);
  const float likeness = byline_likeness_of(l, 3, x, y);
  free(x);
  free(y);
  return likeness;
}

static void the_formula(void** state)
{
  (void)state;
  const BylineCohort c = cohort();
  BylineLikeness* l = NULL;
  assert_int_equal(byline_likeness_new(&c, &l), BYLINE_OK);
  const float points[][3] = {
      {1, 2, 3}, {-2, 0.5f, 0}, {4, 1, 0.1f}, {0, -3, 0.2f}};
  for (size_t i = 0; i < 4; ++i) {
    for (size_t k = 0; k < 4; ++k) {
      const double expected = direct(&c, points[i], points[k]) /
                              sqrt(direct(&c, points[i], points[i]) *
                                   direct(&c, points[k], points[k]));
      const double found = (double)likeness_of(l, points[i], points[k]);
      assert_true(fabs(found - expected) < 1e-4);
    }
  }
  byline_likeness_free(l);
}

/* What varies within artists counts less than what tells them apart */
static void within_counts_less(void** state)
{
  (void)state;
  const BylineCohort c = cohort();
  const BylineCohort none = {.n = 0};
  BylineLikeness* l = NULL;
  BylineLikeness* plain = NULL;
  assert_int_equal(byline_likeness_new(&c, &l), BYLINE_OK);
  assert_int_equal(byline_likeness_new(&none, &plain), BYLINE_OK);
  const float a[3] = {4, 1, 0};
  const float same_artist[3] = {-4, 1, 0};
  const float other_artist[3] = {4, -1, 0};
  assert_true(likeness_of(l, a, same_artist) > likeness_of(l, a, other_artist));
  assert_true(likeness_of(plain, a, same_artist) <
              likeness_of(plain, a, other_artist));
  assert_true(fabsf(likeness_of(plain, a, a) - 1) < 1e-5f);
  byline_likeness_free(l);
  byline_likeness_free(plain);
}

/* Clips of kinds, around which they scatter */
enum { KINDS = 24, KNOWN = 12, EACH = 40, D = 10, N_CLIPS = KNOWN * EACH };

typedef struct {
  float kinds[KINDS * D];
  float clips[N_CLIPS * D]; ///< Of the first kinds, which are known
  uint32_t classes[N_CLIPS];
} Kinds;

static void draw_clip(BylineRandom* random, const float* kind, float* clip)
{
  for (size_t j = 0; j < D; ++j) {
    clip[j] = kind[j] + byline_random_normal(random);
  }
}

static void draw_kinds(BylineRandom* random, Kinds* k)
{
  for (size_t i = 0; i < (size_t)KINDS * D; ++i) {
    k->kinds[i] = 2 * byline_random_normal(random);
  }
  for (size_t i = 0; i < N_CLIPS; ++i) {
    k->classes[i] = (uint32_t)(i / EACH);
    draw_clip(random, k->kinds + k->classes[i] * D, k->clips + i * D);
  }
}

/* Of clips of kinds that are not known, few stand out enough for another such
   kind, and nearly all for their own */
static void enough_is_rare_among_others(void** state)
{
  (void)state;
  static Kinds k;
  BylineRandom random = byline_random_begin(4, 0);
  draw_kinds(&random, &k);
  const BylineCohort c = {.n = N_CLIPS,
                          .n_features = D,
                          .embeddings = k.clips,
                          .classes = k.classes};
  BylineLikeness* l = NULL;
  assert_int_equal(byline_likeness_new(&c, &l), BYLINE_OK);
  const size_t size = byline_likeness_size(l, D);
  float* const point = calloc(2, size * sizeof(*point));
  size_t n_other = 0;
  size_t n_own = 0;
  for (size_t i = 0; i < N_CLIPS; ++i) {
    const size_t own = KNOWN + i / EACH;
    float clip[D];
    draw_clip(&random, k.kinds + own * D, clip);
    byline_likeness_place(l, clip, D, point);
    for (size_t kind = KNOWN; kind < KINDS; ++kind) {
      byline_likeness_place(l, k.kinds + kind * D, D, point + size);
      const bool enough = byline_likeness_of(l, D, point, point + size) -
                              byline_likeness_to_known(l, point) >=
                          byline_likeness_enough(l);
      n_own += enough && kind == own;
      n_other += enough && kind != own;
    }
  }
  const double share = (double)n_other / (N_CLIPS * (KINDS - KNOWN - 1));
  print_message("others' %.3f, own %.3f\n", share, (double)n_own / N_CLIPS);
  assert_true(share > 0.001 && share < 0.06);
  assert_true((double)n_own > 0.8 * N_CLIPS);
  free(point);
  byline_likeness_free(l);
}

/* The formula, by the known ones' means; nothing where nobody is known */
static void the_known_are_a_standard(void** state)
{
  (void)state;
  const BylineCohort c = cohort();
  const BylineCohort none = {.n = 0};
  const float a[3] = {1, 2, 3};
  const float middles[2][3] = {{1, 1, 0}, {-1, -1, 0}};
  BylineLikeness* l = NULL;
  assert_int_equal(byline_likeness_new(&c, &l), BYLINE_OK);
  float* const x = calloc(byline_likeness_size(l, 3), sizeof(float));
  byline_likeness_place(l, a, 3, x);
  double sum = 0;
  for (size_t i = 0; i < 2; ++i) {
    sum += exp(12 * (double)likeness_of(l, a, middles[i])) / 2;
  }
  const double known = (double)byline_likeness_to_known(l, x);
  assert_true(fabs(known - log(sum) / 12) < 1e-4);
  byline_likeness_free(l);
  assert_int_equal(byline_likeness_new(&none, &l), BYLINE_OK);
  assert_true(byline_likeness_to_known(l, x) == 0);
  byline_likeness_free(l);
  free(x);
}

/* Nothing but numbers comes out of a cohort that is all the same */
static void nothing_varies(void** state)
{
  (void)state;
  float same[12];
  for (size_t i = 0; i < 12; ++i) {
    same[i] = 2;
  }
  const BylineCohort c = {
      .n = 4, .n_features = 3, .embeddings = same, .classes = classes};
  BylineLikeness* l = NULL;
  assert_int_equal(byline_likeness_new(&c, &l), BYLINE_OK);
  const float a[3] = {1, 2, 3};
  const float b[3] = {2, 2, 2};
  assert_true(isfinite(likeness_of(l, a, b)));
  assert_true(isfinite(likeness_of(l, b, b)));
  byline_likeness_free(l);
}

/* ---- cohorts */

static void a_cohort_is_fair(void** state)
{
  (void)state;
  enum { N = 1200 };
  float* const embeddings = calloc(N, 2 * sizeof(float));
  uint32_t* const whose = calloc(N, sizeof(*whose));
  for (uint32_t i = 0; i < N; ++i) {
    whose[i] = i < 1000 ? 0 : i < N - 1 ? 1 + i % 3 : 4;
    embeddings[2 * i] = (float)i;
  }
  BylineCohort c;
  assert_int_equal(byline_cohort_choose(embeddings, 2, whose, N, &c),
                   BYLINE_OK);
  assert_in_range(c.n, 400, BYLINE_MAX_COHORT);
  size_t counts[5] = {0};
  for (size_t i = 0; i < c.n; ++i) {
    ++counts[c.classes[i]];
    assert_true(i == 0 || c.classes[i] >= c.classes[i - 1]);
    assert_int_equal(whose[(size_t)c.embeddings[2 * i]], c.classes[i]);
  }
  assert_true(counts[0] > 250 && counts[1] > 60 && counts[3] > 60);
  assert_int_equal(counts[4], 0); // one clip tells nothing of what varies
  byline_cohort_clear(&c);
  free(embeddings);
  free(whose);
}

/* Of more songs than there is room for two clips of, some, from first to last
 */
static void cohorts_of_many_songs(void** state)
{
  (void)state;
  enum { N = 3000 };
  float* const embeddings = calloc(N, sizeof(float));
  uint32_t* const songs = calloc(N, sizeof(*songs));
  for (uint32_t i = 0; i < N; ++i) {
    songs[i] = i / 3;
  }
  BylineCohort c;
  assert_int_equal(byline_cohort_choose(embeddings, 1, songs, N, &c),
                   BYLINE_OK);
  assert_in_range(c.n, 400, BYLINE_MAX_COHORT);
  assert_true(c.classes[0] < 10 && c.classes[c.n - 1] > 990);
  for (size_t i = 0; i < c.n; i += 2) {
    assert_int_equal(c.classes[i], c.classes[i + 1]);
  }
  byline_cohort_clear(&c);
  free(embeddings);
  free(songs);
}

static void cohorts_join(void** state)
{
  (void)state;
  BylineCohort a;
  BylineCohort b;
  assert_int_equal(byline_cohort_choose(clips, 3, classes, 6, &a), BYLINE_OK);
  assert_int_equal(byline_cohort_choose(clips, 3, classes, 6, &b), BYLINE_OK);
  assert_int_equal(byline_cohort_join(&a, &b), BYLINE_OK);
  assert_int_equal(a.n, 6);
  assert_int_equal(a.n_features, 6);
  assert_true(a.embeddings[6] == clips[3] && a.embeddings[9] == clips[3]);
  /* Of other clips there is none for both */
  byline_cohort_clear(&b);
  assert_int_equal(byline_cohort_choose(clips, 3, classes, 5, &b), BYLINE_OK);
  assert_int_equal(byline_cohort_join(&a, &b), BYLINE_OK);
  assert_int_equal(a.n, 0);
  byline_cohort_clear(&a);
  byline_cohort_clear(&b);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_formula),
      cmocka_unit_test(within_counts_less),
      cmocka_unit_test(nothing_varies),
      cmocka_unit_test(a_cohort_is_fair),
      cmocka_unit_test(cohorts_join),
      cmocka_unit_test(enough_is_rare_among_others),
      cmocka_unit_test(the_known_are_a_standard),
      cmocka_unit_test(cohorts_of_many_songs),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
