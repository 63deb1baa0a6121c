/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/effects.h"
#include "tests/unit/sound_file.h"
#include "tests/unit/suite.h"

#include <stdlib.h>
#include <unistd.h>

#define RATE 44100

/* A tone of two seconds, louder on the left. */
static void make_tone(double frequency, double amplitude, BylineSound* sound)
{
  assert_int_equal(byline_sound_new(2 * RATE, RATE, sound), BYLINE_OK);
  for (size_t i = 0; i < sound->n; ++i) {
    const double x = amplitude * sin(2 * M_PI * frequency * (double)i / RATE);
    sound->channels[0][i] = (float)x;
    sound->channels[1][i] = (float)(0.5 * x);
  }
}

static void apply(const char* text, uint64_t seed, BylineSound* sound)
{
  BylineEffectChain chain;
  if (byline_effect_chain_parse(text, &chain) != BYLINE_OK) {
    fail_msg("%s", byline_error_message());
  }
  assert_int_equal(byline_effect_chain_apply(&chain, seed, sound), BYLINE_OK);
}

/* Frequency of the middle half. */
static double frequency_of(const BylineSound* sound)
{
  return measure_frequency(sound->channels[0] + sound->n / 4, sound->n / 2,
                           RATE);
}

/* Level of the middle half, in dB of a full-scale sine. */
static double level_of(const BylineSound* sound, int channel)
{
  return 20 * log10(measure_level(sound->channels[channel] + sound->n / 4,
                                  sound->n / 2) *
                        sqrt(2) +
                    1e-12);
}

/* What an effect does to a tone's level, in dB. */
static double gain_at(double frequency, const char* effect)
{
  BylineSound sound;
  make_tone(frequency, 0.1, &sound);
  const double before = level_of(&sound, 0);
  const double difference = before - level_of(&sound, 1);
  apply(effect, 1, &sound);
  const double after = level_of(&sound, 0);
  if (after > -70) {
    assert_true(fabs(after - level_of(&sound, 1) - difference) < 0.1);
  }
  byline_sound_free(&sound);
  return after - before;
}

/* Rubber Band's phase jumps at what it takes for the beginnings of notes, which
   a bare tone shows most: `tolerance` is for frequency, relative. */
static void check_time(const char* effect, double pitch, double duration,
                       double tolerance)
{
  BylineSound sound;
  make_tone(1000, 0.5, &sound);
  apply(effect, 1, &sound);
  const double frequency = frequency_of(&sound);
  print_message("%s: %.2f Hz, %.3f s, %.2f dB\n", effect, frequency,
                (double)sound.n / RATE, level_of(&sound, 0));
  assert_true(fabs(frequency / (1000 * pitch) - 1) < tolerance);
  assert_true(fabs((double)sound.n / RATE / (2 * duration) - 1) < 0.001);
  assert_true(fabs(level_of(&sound, 0) + 6.02) < (tolerance > 0.001 ? 2 : 0.1));
  byline_sound_free(&sound);
}

static void test_speed_moves_pitch_and_tempo(void** state)
{
  (void)state;
  check_time("speed=1.08", 1.08, 1 / 1.08, 1e-4);
  check_time("speed=0.84", 0.84, 1 / 0.84, 1e-4);
  check_time("speed=1", 1, 1, 1e-4);
}

static void test_tempo_leaves_pitch(void** state)
{
  (void)state;
  check_time("tempo=1.08", 1, 1 / 1.08, 0.005);
  check_time("tempo=0.84", 1, 1 / 0.84, 0.005);
}

static void test_pitch_leaves_tempo(void** state)
{
  (void)state;
  check_time("pitch=1", 1.059463, 1, 0.005);
  check_time("pitch=-2", 0.890899, 1, 0.005);
}

static void test_filters(void** state)
{
  (void)state;
  assert_true(fabs(gain_at(200, "lowpass=2000")) < 0.1);
  assert_true(fabs(gain_at(2000, "lowpass=2000") + 3.01) < 0.1);
  assert_true(fabs(gain_at(4000, "lowpass=2000") + 24.8) < 1);
  assert_true(fabs(gain_at(8000, "highpass=800")) < 0.1);
  assert_true(fabs(gain_at(800, "highpass=800") + 3.01) < 0.1);
  assert_true(fabs(gain_at(400, "highpass=800") + 24.2) < 0.5);
  assert_true(fabs(gain_at(18000, "lowpass=20000")) < 3);
  assert_true(fabs(gain_at(1000, "telephone")) < 0.2);
  assert_true(gain_at(100, "telephone") < -35);
  assert_true(gain_at(9000, "telephone") < -35);
}

static void test_shelves(void** state)
{
  (void)state;
  assert_true(fabs(gain_at(20, "bass=6") - 6) < 0.1);
  assert_true(fabs(gain_at(200, "bass=6") - 3) < 0.1);
  assert_true(fabs(gain_at(5000, "bass=6")) < 0.1);
  assert_true(fabs(gain_at(20000, "treble=-9") + 9) < 0.1);
  assert_true(fabs(gain_at(100, "treble=-9")) < 0.1);
}

static void test_gain(void** state)
{
  (void)state;
  assert_true(fabs(gain_at(1000, "gain=-12") + 12) < 0.01);
}

/* The mid stays, the side changes. */
static void test_width(void** state)
{
  (void)state;
  static const double factors[] = {0, 0.5, 2};
  for (size_t k = 0; k < sizeof(factors) / sizeof(*factors); ++k) {
    BylineSound sound;
    char effect[32];
    make_tone(1000, 0.5, &sound);
    for (size_t i = 0; i < sound.n; ++i) {
      sound.channels[1][i] *= -1; // mid 1/4, side 3/4 of the left
    }
    const float left = sound.channels[0][100];
    snprintf(effect, sizeof(effect), "width=%g", factors[k]);
    apply(effect, 1, &sound);
    assert_float_equal(sound.channels[0][100],
                       (0.25 + 0.75 * factors[k]) * left, 1e-6);
    assert_float_equal(sound.channels[1][100],
                       (0.25 - 0.75 * factors[k]) * left, 1e-6);
    byline_sound_free(&sound);
  }
}

/* Above the threshold, 20 dB more come out as 20 / ratio dB more. */
static void test_compressor(void** state)
{
  (void)state;
  BylineSound quiet;
  BylineSound soft;
  BylineSound loud;
  make_tone(1000, 0.01, &quiet);
  make_tone(1000, 0.1, &soft);
  make_tone(1000, 1, &loud);
  apply("compress=4", 1, &quiet);
  apply("compress=4", 1, &soft);
  apply("compress=4", 1, &loud);
  assert_true(fabs(level_of(&quiet, 0) + 40) < 0.1);
  assert_true(fabs(level_of(&loud, 0) - level_of(&soft, 0) - 5) < 0.5);
  byline_sound_free(&quiet);
  byline_sound_free(&soft);
  byline_sound_free(&loud);
}

static void test_noise(void** state)
{
  (void)state;
  BylineSound clean;
  BylineSound noisy;
  BylineSound other;
  make_tone(1000, 0.5, &clean);
  make_tone(1000, 0.5, &noisy);
  make_tone(1000, 0.5, &other);
  apply("noise=20", 1, &noisy);
  apply("noise=20", 2, &other);
  assert_memory_not_equal(noisy.channels[0], other.channels[0],
                          noisy.n * sizeof(float));
  byline_sound_free(&other);
  make_tone(1000, 0.5, &other);
  apply("noise=20", 1, &other);
  assert_memory_equal(noisy.channels[0], other.channels[0],
                      noisy.n * sizeof(float));
  double signal = 0;
  double noise = 0;
  for (int c = 0; c < 2; ++c) {
    for (size_t i = 0; i < clean.n; ++i) {
      const double x = (double)clean.channels[c][i];
      const double e = (double)noisy.channels[c][i] - x;
      signal += x * x;
      noise += e * e;
    }
  }
  assert_true(fabs(10 * log10(signal / noise) - 20) < 0.1);
  byline_sound_free(&clean);
  byline_sound_free(&noisy);
  byline_sound_free(&other);
}

/* The echoes of a click fall by 60 dB in the time given. */
static void test_bandpass(void** state)
{
  (void)state;
  assert_true(fabs(gain_at(1000, "bandpass=1000")) < 0.5);
  assert_true(fabs(gain_at(500, "bandpass=1000") + 3) < 0.5);
  assert_true(fabs(gain_at(2000, "bandpass=1000") + 3) < 0.5);
  assert_true(gain_at(250, "bandpass=1000") < -22);
  assert_true(gain_at(4000, "bandpass=1000") < -22);
}

/* What an audience adds is as loud as asked for, lies where hands and voices
   do, comes in bursts and from all sides. */
static void test_crowd(void** state)
{
  (void)state;
  BylineSound sound;
  BylineSound crowd;
  make_tone(997, 0.5, &sound);
  make_tone(997, 0.5, &crowd);
  const double power = byline_sound_power(&sound);
  apply("crowd=10", 1, &crowd);
  double product = 0;
  double sums[2] = {0};
  double fourth = 0;
  for (size_t i = 0; i < sound.n; ++i) {
    double x[2];
    for (int c = 0; c < 2; ++c) {
      crowd.channels[c][i] -= sound.channels[c][i];
      x[c] = (double)crowd.channels[c][i];
      sums[c] += x[c] * x[c];
    }
    product += x[0] * x[1];
    fourth += x[0] * x[0] * x[0] * x[0];
  }
  const double n = (double)sound.n;
  assert_true(fabs(10 * log10(power / byline_sound_power(&crowd)) - 10) < 0.01);
  assert_true(fourth / n / pow(sums[0] / n, 2) > 4); /* 3 for steady noise */
  assert_true(product / sqrt(sums[0] * sums[1]) < 0.9);
  const double all = byline_sound_power(&crowd);
  apply("highpass=6000", 1, &crowd);
  assert_true(byline_sound_power(&crowd) < 0.02 * all);
  byline_sound_free(&sound);
  byline_sound_free(&crowd);
}

/* How alike two sounds are, 1 for the same up to gain, in their middle. */
static double likeness(const BylineSound* a, const BylineSound* b)
{
  double ab = 0;
  double aa = 0;
  double bb = 0;
  for (size_t i = a->n / 4; i < 3 * a->n / 4; ++i) {
    const double x = (double)a->channels[0][i];
    const double y = (double)b->channels[0][i];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / sqrt(aa * bb);
}

/* A codec keeps what is heard well, in its place, and drops the top. */
static void check_codec(const char* effect, double top)
{
  BylineSound sound;
  BylineSound coded;
  make_tone(3000, 0.3, &sound);
  make_tone(3000, 0.3, &coded);
  apply("noise=20,lowpass=4000", 1, &sound);
  apply("noise=20,lowpass=4000", 1, &coded);
  apply(effect, 1, &coded);
  assert_int_equal(coded.n, sound.n);
  assert_true(coded.rate == sound.rate);
  print_message("%s: likeness %.4f, %.2f dB at 1 kHz, %.1f dB at %g Hz\n",
                effect, likeness(&sound, &coded), gain_at(1000, effect),
                gain_at(top, effect), top);
  assert_true(likeness(&sound, &coded) > 0.98);
  assert_true(likeness(&sound, &coded) < 0.999999);
  assert_true(fabs(gain_at(1000, effect)) < 1);
  assert_true(gain_at(top, effect) < -40);
  byline_sound_free(&sound);
  byline_sound_free(&coded);
}

static void test_lossy_codecs(void** state)
{
  (void)state;
  check_codec("mp3=64", 16000);
  check_codec("opus=64", 21000);
}

static void test_reverb_decays_in_time(void** state)
{
  (void)state;
  BylineSound sound;
  assert_int_equal(byline_sound_new(2 * RATE, RATE, &sound), BYLINE_OK);
  sound.channels[0][0] = 1;
  sound.channels[1][0] = 1;
  apply("reverb=1.5", 3, &sound);
  const size_t n = RATE / 4;
  const double early = measure_level(sound.channels[0] + RATE / 4, n);
  const double late = measure_level(sound.channels[0] + RATE, n);
  const double slope = 20 * log10(early / late) / 0.75;
  print_message("reverb=1.5: %.1f dB a second\n", slope);
  assert_true(fabs(slope - 60 / 1.5) < 5);
  assert_memory_not_equal(sound.channels[0], sound.channels[1],
                          sound.n * sizeof(float));
  byline_sound_free(&sound);
}

static void test_chain_is_in_order(void** state)
{
  (void)state;
  BylineEffectChain chain;
  assert_int_equal(
      byline_effect_chain_parse("speed=1.04,telephone,noise=20", &chain),
      BYLINE_OK);
  assert_int_equal(chain.n, 3);
  assert_string_equal(chain.steps[0].effect->name, "speed");
  assert_true(chain.steps[0].value == 1.04);
  assert_string_equal(chain.steps[1].effect->name, "telephone");
  assert_true(chain.steps[2].value == 20);
}

static void test_bad_chains(void** state)
{
  (void)state;
  static const char* const bad[] = {
      "",
      "loud",
      "speed",
      "speed=",
      "speed=fast",
      "speed=9",
      "speed=1.0x",
      "speed=nan",
      "telephone=1",
      "gain=1,,gain=1",
      "gain=1,",
      "=1",
      "speedy=1",
      "spee=1",
      ("gain=1,gain=1,gain=1,gain=1,gain=1,gain=1,gain=1,gain=1,gain=1,gain=1,"
       "gain=1,gain=1,gain=1,gain=1,gain=1,gain=1,gain=1")};
  for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); ++i) {
    BylineEffectChain chain;
    if (byline_effect_chain_parse(bad[i], &chain) != BYLINE_ERROR_USAGE) {
      fail_msg("'%s' was taken", bad[i]);
    }
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_speed_moves_pitch_and_tempo),
      cmocka_unit_test(test_tempo_leaves_pitch),
      cmocka_unit_test(test_pitch_leaves_tempo),
      cmocka_unit_test(test_filters),
      cmocka_unit_test(test_shelves),
      cmocka_unit_test(test_gain),
      cmocka_unit_test(test_width),
      cmocka_unit_test(test_compressor),
      cmocka_unit_test(test_noise),
      cmocka_unit_test(test_bandpass),
      cmocka_unit_test(test_crowd),
      cmocka_unit_test(test_lossy_codecs),
      cmocka_unit_test(test_reverb_decays_in_time),
      cmocka_unit_test(test_chain_is_in_order),
      cmocka_unit_test(test_bad_chains),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
