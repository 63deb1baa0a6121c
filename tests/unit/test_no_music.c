/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Nobody is named for what is no music, by the models in the box, along the
   live path; and music still passes. */

#include "byline/random.h"
#include "byline/recognizer.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define RATE 24000
#define SECONDS 20
#define N ((size_t)RATE * SECONDS)

static const double pi = 3.14159265358979323846;

static float sound[N];
static BylineRandom randomness;

/* Makes a second's part of a sound, whose parameters are `a` and `b` */
typedef double (*Maker)(double t, double a, double b);

typedef struct {
  const char* name;
  Maker make;
  double a;
  double b;
} Signal;

/* ---- what is no music */

static double turn(double x)
{
  return x - floor(x);
}

static double noise(void)
{
  return 0.2 * (double)byline_random_normal(&randomness);
}

static double sine(double t, double a, double b)
{
  return 0.4 * sin(2 * pi * a * t) + (b > 0 ? 0.4 * sin(2 * pi * b * t) : 0);
}

static double square(double t, double a, double b)
{
  return turn(a * t) < b ? 0.3 : -0.3;
}

static double saw(double t, double a, double b)
{
  return 0.3 * (2 * turn(a * t) - 1) +
         (b > 0 ? 0.3 * (2 * turn(b * t) - 1) : 0);
}

static double triangle(double t, double a, double b)
{
  (void)b;
  return 0.5 * (4 * fabs(turn(a * t) - 0.5) - 1);
}

/* From a up by an octave each b seconds, again and again */
static double sweep(double t, double a, double b)
{
  const double octaves = 4;
  const double u = turn(t / b);
  return 0.4 *
         sin(2 * pi * a * b * (exp2(octaves * u) - 1) / (octaves * log(2)));
}

static double siren(double t, double a, double b)
{
  return 0.4 * sin(2 * pi * a * t - 0.3 * a / b * cos(2 * pi * b * t));
}

static double am(double t, double a, double b)
{
  return 0.4 * sin(2 * pi * a * t) * (0.5 + 0.5 * sin(2 * pi * b * t));
}

/* Noise through a low pass (a > 0) or a high pass (a < 0), as loud as b says */
static double coloured(double t, double a, double b)
{
  static double last;
  (void)t;
  const double x = noise();
  const double before = last;
  last = a > 0 ? last + (1 - a) * (x - last) : x;
  return b * (a > 0 ? last * (1 + 2 * a) : x + a * before);
}

static double gusts(double t, double a, double b)
{
  return coloured(t, a, 1) * exp(1.5 * sin(2 * pi * b * t));
}

static double clipped(double t, double a, double b)
{
  (void)t;
  return fmax(-b, fmin(b, a * noise()));
}

static double hum(double t, double a, double b)
{
  double x = b * noise();
  for (int k = 1; k < 12; ++k) {
    x += 0.2 / k * sin(2 * pi * a * k * t + k);
  }
  return x;
}

/* Clicks each `a` seconds that ring for `b` */
static double clicks(double t, double a, double b)
{
  const double age = a * turn(t / a);
  return 0.9 * exp(-age / b) * cos(2 * pi * 900 * age);
}

static double bursts(double t, double a, double b)
{
  return turn(t / a) < b ? noise() : 0;
}

/* So many random clicks a second, over noise of level b */
static double crackle(double t, double a, double b)
{
  (void)t;
  const bool hit = byline_random_uniform(&randomness, 0, 1) < (float)(a / RATE);
  return b * noise() + (hit ? 3 * noise() : 0);
}

static double drum(double t, double a, double b)
{
  const double age = a * turn(t / a);
  return 0.8 * exp(-age / 0.1) *
         sin(2 * pi * b * (age - 0.02 * exp(-age / 0.02)));
}

/* Two tones while a signal is on, b of each a seconds */
static double telephone(double t, double a, double b)
{
  return turn(t / a) < b ? sine(t, 440, 480) : 0;
}

static double keys(double t, double a, double b)
{
  static const double rows[] = {697, 770, 852, 941};
  static const double columns[] = {1209, 1336, 1477};
  const size_t k = (size_t)(t / a);
  return turn(t / a) < b ? 0.6 * sine(t, rows[k * 7 % 4], columns[k * 5 % 3])
                         : 0;
}

static double modem(double t, double a, double b)
{
  const size_t bit = (size_t)(t * b) * 2654435761u % 97 % 2;
  return 0.4 * sin(2 * pi * (bit ? a : a + 200) * t);
}

static double fm(double t, double a, double b)
{
  return 0.4 * sin(2 * pi * a * t + b * sin(2 * pi * 5 * t));
}

static double chord(double t, double a, double b)
{
  return 0.3 * (saw(t, a, 0) + saw(t, a * b, 0) + saw(t, a * 1.5, 0));
}

static double constant(double t, double a, double b)
{
  (void)t;
  return a + b * noise();
}

static double feedback(double t, double a, double b)
{
  return tanh(0.02 * exp(t / 5) * sin(2 * pi * a * t) +
              0.2 * sin(2 * pi * b * t));
}

static const Signal signals[] = {
    {"sine 440", sine, 440, 0},
    {"sine 60", sine, 60, 0},
    {"sine 1000", sine, 1000, 0},
    {"sine 7000", sine, 7000, 0},
    {"dial tone", sine, 350, 440},
    {"beating tones", sine, 440, 441},
    {"square 220", square, 220, 0.5},
    {"pulse 90", square, 90, 0.1},
    {"saw 110", saw, 110, 0},
    {"two saws", saw, 110, 165.3},
    {"triangle 660", triangle, 660, 0},
    {"sweep 20 s", sweep, 50, 20},
    {"sweep 2 s", sweep, 200, 2},
    {"sweep 0.2 s", sweep, 300, 0.2},
    {"siren slow", siren, 900, 0.3},
    {"siren fast", siren, 800, 3},
    {"am 3", am, 1000, 3},
    {"am 0.2", am, 300, 0.2},
    {"fm", fm, 800, 40},
    {"fm low", fm, 300, 5},
    {"white noise", coloured, 0, 1},
    {"pink-like noise", coloured, 0.7, 1},
    {"brown noise", coloured, 0.98, 4},
    {"blue noise", coloured, -0.7, 1},
    {"violet noise", coloured, -0.98, 1},
    {"hiss", coloured, -0.5, 0.02},
    {"quiet noise", coloured, 0, 0.02},
    {"loud noise", coloured, 0, 4},
    {"clipped noise", clipped, 10, 0.9},
    {"wind", gusts, 0.9, 0.15},
    {"surf", gusts, 0.5, 0.08},
    {"hum 50", hum, 50, 0.02},
    {"hum 60", hum, 60, 0.2},
    {"clicks 120 a minute", clicks, 0.5, 0.002},
    {"clicks 1 a second", clicks, 1, 0.01},
    {"pulses 20 a second", clicks, 0.05, 0.001},
    {"metronome", clicks, 0.6, 0.02},
    {"bursts of noise", bursts, 0.5, 0.3},
    {"bursts, fast", bursts, 0.12, 0.5},
    {"vinyl crackle", crackle, 20, 0.02},
    {"rain", crackle, 2000, 0},
    {"hail", crackle, 100, 0.002},
    {"bass drum", drum, 0.5, 60},
    {"tom", drum, 0.8, 140},
    {"ringing tone", telephone, 3, 0.4},
    {"busy tone", telephone, 1, 0.5},
    {"keys", keys, 0.2, 0.5},
    {"keys, slow", keys, 0.6, 0.6},
    {"modem", modem, 1270, 300},
    {"slow modem", modem, 1600, 45},
    {"held chord", chord, 220, 1.26},
    {"low chord", chord, 65, 1.19},
    {"silence", constant, 0, 0},
    {"direct current", constant, 0.5, 0},
    {"noise of 16 bits", constant, 0, 1e-4},
    {"feedback", feedback, 2350, 1210},
};

#define N_SIGNALS (sizeof(signals) / sizeof(signals[0]))

/* A tune: notes of four partials, a bass, and drums */
static double tune(double t, double a, double b)
{
  static const int notes[] = {0, 4, 7, 12, 11, 7,  5, 9,
                              2, 5, 7, 4,  0,  -5, 3, 7};
  const double tick = turn(t * b);
  const size_t k = (size_t)(t * b);
  const double f = a * exp2(notes[(k * 7 + k / 5) % 16] / 12.0);
  const double low = a / 4 * exp2(notes[k / 8 % 16] / 12.0);
  double x = 0.2 * exp(-tick) * sin(2 * pi * low * t);
  for (int i = 1; i < 5; ++i) {
    x += 0.2 / i * exp(-2 * tick) * sin(2 * pi * f * i * t);
  }
  return x + (k % 4 == 2 ? exp(-30 * tick) * noise() : 0);
}

/* ---- */

/* What was answered */
typedef struct {
  size_t n;
  size_t n_named;  ///< Answers with a name
  size_t n_ranked; ///< Answers with a ranking
} Count;

static void count(void* user, const BylineAnswer* answer)
{
  Count* const c = user;
  ++c->n;
  c->n_named += answer->artist >= 0 || answer->state == BYLINE_STATE_KNOWN;
  c->n_ranked += answer->top[0].artist >= 0;
}

static void make(const Signal* signal)
{
  randomness = byline_random_begin(11, 1);
  for (size_t i = 0; i < N; ++i) {
    sound[i] = (float)signal->make((double)i / RATE, signal->a, signal->b);
  }
}

static Count ask(BylineModel* model, const Signal* signal)
{
  Count c = {.n = 0};
  const BylineRecognizerSettings settings =
      byline_recognizer_settings_default();
  const BylineRecognizerEvents events = {.answer = count, .user = &c};
  BylineRecognizer* recognizer = NULL;
  assert_int_equal(
      byline_recognizer_new(model, RATE, &settings, &events, &recognizer),
      BYLINE_OK);
  make(signal);
  byline_recognizer_push(recognizer, sound, NULL, N);
  byline_recognizer_free(recognizer);
  assert_true(c.n >= SECONDS - 1);
  return c;
}

static void name_nobody(const char* path)
{
  BylineModel* model = NULL;
  assert_int_equal(byline_model_load(path, &model), BYLINE_OK);
  size_t n_wrong = 0;
  for (size_t i = 0; i < N_SIGNALS; ++i) {
    const Count c = ask(model, &signals[i]);
    if (c.n_named > 0) {
      print_message("%s: named in %zu of %zu answers, ranked in %zu\n",
                    signals[i].name, c.n_named, c.n, c.n_ranked);
      ++n_wrong;
    }
  }
  byline_model_free(model);
  assert_int_equal(n_wrong, 0);
}

static void test_default_model_names_nobody(void** state)
{
  (void)state;
  name_nobody("presets/default.safetensors");
}

static void test_small_model_names_nobody(void** state)
{
  (void)state;
  name_nobody("presets/small.safetensors");
}

/* A tune is music: it is ranked from the first look on */
static void test_tunes_are_music(void** state)
{
  (void)state;
  BylineModel* model = NULL;
  assert_int_equal(byline_model_load("presets/small.safetensors", &model),
                   BYLINE_OK);
  for (int i = 0; i < 4; ++i) {
    const Signal signal = {"tune", tune, 220 + 60 * i, 2 + i};
    const Count c = ask(model, &signal);
    print_message("tune %d: ranked in %zu of %zu\n", i, c.n_ranked, c.n);
    assert_true(c.n_ranked + 5 >= c.n);
  }
  byline_model_free(model);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_default_model_names_nobody),
      cmocka_unit_test(test_small_model_names_nobody),
      cmocka_unit_test(test_tunes_are_music),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
