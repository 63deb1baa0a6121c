/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What is no music: tones, sweeps, noises, clicks, signals, machines, weather,
   animals, speech.  Each is made a sample at a time, from the time in seconds
   and two parameters. */

#ifndef BYLINE_TESTS_SIGNALS_H
#define BYLINE_TESTS_SIGNALS_H

#include "byline/random.h"
#include "training/speech.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#define RATE 24000
#define SECONDS 20
#define N ((size_t)RATE * SECONDS)

typedef double (*Maker)(double t, double a, double b);

typedef struct {
  const char* name;
  Maker make;
  double a;
  double b;
} Signal;

static BylineRandom randomness;

/* ---- parts */

static double turn(double x)
{
  return x - floor(x);
}

/* A number from 0 to 1 that belongs to k */
static double hash(double k)
{
  uint64_t x = (uint64_t)(int64_t)k * 0x9e3779b97f4a7c15u + 12345;
  x = (x ^ (x >> 29)) * 0xbf58476d1ce4e5b9u;
  return (double)((x ^ (x >> 32)) >> 40) / (double)(1 << 24);
}

static double noise(void)
{
  return 0.2 * (double)byline_random_normal(&randomness);
}

static double wave(double f, double t)
{
  return sin(2 * 3.14159265358979323846 * f * t);
}

static double decay(double age, double seconds)
{
  return exp(-age / seconds);
}

/* ---- tones */

static double sine(double t, double a, double b)
{
  return 0.4 * wave(a, t) + (b > 0 ? 0.4 * wave(b, t) : 0);
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

static double chord(double t, double a, double b)
{
  return 0.3 * (saw(t, a, 0) + saw(t, a * b, 0) + saw(t, a * 1.5, 0));
}

static double am(double t, double a, double b)
{
  return 0.4 * wave(a, t) * (0.5 + 0.5 * wave(b, t));
}

static double fm(double t, double a, double b)
{
  return 0.4 * sin(2 * 3.14159265358979323846 * a * t + b * wave(5, t));
}

static double feedback(double t, double a, double b)
{
  return tanh(0.02 * exp(t / 5) * wave(a, t) + 0.2 * wave(b, t));
}

static double hum(double t, double a, double b)
{
  double x = b * noise();
  for (int k = 1; k < 12; ++k) {
    x += 0.2 / k * wave(a * k, t + k / a);
  }
  return x;
}

static double hum_and_clicks(double t, double a, double b)
{
  const double age = turn(t + 0.3 * hash(floor(t)));
  return hum(t, a, 0.02) + 0.7 * decay(age, b) * noise() * 5;
}

/* Octaves that rise for ever (Shepard 1964), an octave in a seconds */
static double shepard(double t, double a, double b)
{
  double x = 0;
  for (int k = 0; k < 9; ++k) {
    const double place = k + turn(t / a);
    const double turns = a * 20 * exp2(place) / log(2);
    x += exp(-0.1 * (place - 4.5) * (place - 4.5)) * wave(b, turns / b);
  }
  return 0.2 * x;
}

/* ---- tones that move */

/* Four octaves up from a in b seconds, again and again */
static double sweep(double t, double a, double b)
{
  const double octaves = 4;
  return 0.4 *
         wave(a * b / (octaves * log(2)), exp2(octaves * turn(t / b)) - 1);
}

static double siren_phase(double t, double a, double b)
{
  return a * t - 0.3 * a / b / 6.283185307 * cos(6.283185307 * b * t);
}

static double siren(double t, double a, double b)
{
  return 0.4 * wave(1, siren_phase(t, a, b));
}

static double square_siren(double t, double a, double b)
{
  return turn(siren_phase(t, a, b)) < 0.5 ? 0.3 : -0.3;
}

static double two_tone_horn(double t, double a, double b)
{
  return square(t, turn(t / b) < 0.5 ? a : a * 4 / 3, 0.5);
}

/* From one frequency straight to another, again and again */
static double yelp(double t, double a, double b)
{
  const double u = turn(t / b);
  return square(b * (u + 0.4 * u * u), a, 0.5);
}

/* ---- notes that nobody composed */

/* A beep every b seconds at one of many frequencies above a */
static double square_beeps(double t, double a, double b)
{
  const double k = floor(t / b);
  return square(t, a * (1 + 13 * hash(k)), 0.5);
}

static double sine_beeps(double t, double a, double b)
{
  return sine(t, a * exp2(4 * hash(floor(t / b))), 0);
}

/* The bands of a third of an octave, one after another */
static double test_tones(double t, double a, double b)
{
  return sine(t, a * exp2(fmod(floor(t / b), 20) / 3), 0);
}

static double three_tones(double t, double a, double b)
{
  static const double tones[] = {1, 10, 70};
  return sine(t, a * tones[(size_t)(t / b) % 3], 0);
}

static double telephone(double t, double a, double b)
{
  return turn(t / a) < b ? sine(t, 440, 480) : 0;
}

static double warble(double t, double a, double b)
{
  const double tone = turn(t * b) < 0.5 ? a : 1.25 * a;
  return turn(t / 3) < 0.6 ? square(t, tone, 0.5) : 0;
}

static double keys(double t, double a, double b)
{
  static const double rows[] = {697, 770, 852, 941};
  static const double columns[] = {1209, 1336, 1477};
  const double k = floor(t / a);
  return turn(t / a) < b ? 0.6 * sine(t, rows[(size_t)(4 * hash(k))],
                                      columns[(size_t)(3 * hash(k + 0.5e6))])
                         : 0;
}

static double alarm_clock(double t, double a, double b)
{
  return turn(t) < 0.5 && turn(t / b) < 0.5 ? square(t, a, 0.5) : 0;
}

static double morse(double t, double a, double b)
{
  return (hash(floor(t / b)) < 0.55 ? 0.4 * wave(a, t) : 0) + 0.02 * noise();
}

static double modem(double t, double a, double b)
{
  return 0.4 * wave(hash(floor(t * b)) < 0.5 ? a : a + 200, t);
}

/* Four bits of phase and amplitude at a time */
static double dial_up(double t, double a, double b)
{
  const double k = floor(t * b);
  return (0.2 + 0.3 * hash(k)) * wave(a, t + floor(4 * hash(k + 7e6)) / 4 / a);
}

/* Lines of a picture: 1200 Hz, then brightness */
static double picture(double t, double a, double b)
{
  static double phase;
  const double u = turn(t / b);
  const double bright = 0.5 + 0.5 * wave(3 * hash(floor(t / b / 20)) + 1, u);
  phase = turn(phase + (u < 0.05 ? 1200 : a + 800 * bright) / RATE);
  return 0.4 * wave(1, phase);
}

static double sonar(double t, double a, double b)
{
  const double age = b * turn(t / b);
  return 0.6 * wave(a, t) * decay(age, 0.3) + 0.02 * noise();
}

static double warning(double t, double a, double b)
{
  return turn(t / 8) < 0.4 ? modem(t, a, b) : 0.7 * sine(t, 853, 960);
}

/* ---- noise */

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

/* Pink, by Kellet's filter of three poles */
static double pink(void)
{
  static double p[3];
  const double x = noise();
  p[0] = 0.99765 * p[0] + x * 0.0990460;
  p[1] = 0.96300 * p[1] + x * 0.2965164;
  p[2] = 0.57000 * p[2] + x * 1.0526913;
  return 0.3 * (p[0] + p[1] + p[2] + 0.1848 * x);
}

static double pink_noise(double t, double a, double b)
{
  return a * pink() * (1 + 0.9 * wave(b, t));
}

static double gusts(double t, double a, double b)
{
  return coloured(t, a, 1) * exp(1.5 * wave(b, t));
}

static double clipped(double t, double a, double b)
{
  (void)t;
  return fmax(-b, fmin(b, a * noise()));
}

/* A rhythm of 16 steps in a seconds, noise in each for b */
static double noise_rhythm(double t, double a, double b)
{
  static const char beat[] = "x..x..x...x.x.xx";
  const double age = a / 16 * turn(t * 16 / a);
  const double x = pink();
  return beat[(size_t)(t * 16 / a) % 16] == 'x' ? 1.5 * x * decay(age, b) : 0;
}

static double bursts(double t, double a, double b)
{
  return turn(t / a) < b ? noise() : 0;
}

static double binaural(double t, double a, double b)
{
  return sine(t, a, a + b) + pink();
}

static double tape(double t, double a, double b)
{
  return coloured(t, -0.6, 0.1) * (1 + 0.3 * wave(b, t)) +
         0.01 * wave(a, t + 0.0003 * wave(b, t));
}

static double constant(double t, double a, double b)
{
  (void)t;
  return a + b * noise();
}

/* ---- clicks */

/* Clicks each `a` seconds that ring for `b` */
static double clicks(double t, double a, double b)
{
  const double age = a * turn(t / a);
  return 0.9 * decay(age, b) * wave(900, age + 0.25 / 900);
}

static double metronome(double t, double a, double b)
{
  const double age = a * turn(t / a);
  const double f = fmod(floor(t / a), 4) < 1 ? 1600 : 1100;
  return 0.9 * decay(age, b) * wave(f, age);
}

/* So many random clicks a second, over noise of level b */
static double crackle(double t, double a, double b)
{
  (void)t;
  const bool hit = byline_random_uniform(&randomness, 0, 1) < (float)(a / RATE);
  return b * noise() + (hit ? 3 * noise() : 0);
}

static double groove(double t, double a, double b)
{
  const double age = a * turn(t / a);
  return 0.5 * decay(age, 0.003) * wave(700, age) + crackle(t, 15, b) +
         coloured(t, 0.995, 1);
}

static double drum(double t, double a, double b)
{
  const double age = a * turn(t / a);
  return 0.8 * decay(age, 0.1) * wave(b, age - 0.02 * decay(age, 0.02));
}

static double typewriter(double t, double a, double b)
{
  const double k = floor(t / a);
  const double age = a * turn(t / a) - a * 0.6 * hash(k);
  return age > 0 && hash(k + 3e6) < 0.8
             ? decay(age, b) * (2 * noise() + 0.3 * wave(2300, age))
             : 0.003 * noise();
}

/* ---- machines, weather, animals, people */

static double engine(double t, double a, double b)
{
  const double age = turn(a * t + 0.02 * hash(floor(a * t))) / a;
  const double level = 0.8 + 0.2 * hash(floor(a * t) + 5e6);
  return level * decay(age, 0.01) * (wave(75, age) + 0.4 * wave(190, age)) *
             0.5 +
         b * coloured(t, 0.9, 1);
}

static double helicopter(double t, double a, double b)
{
  return coloured(t, 0.9, 2) * exp(1.2 * wave(a, t)) + b * saw(t, 6 * a, 0);
}

static double fan(double t, double a, double b)
{
  return coloured(t, 0.8, 0.5) + b * (wave(a, t) + 0.5 * wave(2 * a, t));
}

static double train(double t, double a, double b)
{
  const double u = a * turn(t / a);
  const double age = u > b ? u - b : u;
  return coloured(t, 0.95, 1) + 3 * decay(age, 0.02) * coloured(t, 0.7, 1);
}

static double drill(double t, double a, double b)
{
  return 0.3 * saw(t + 0.00005 * wave(b, t), a, 0) + 0.3 * noise();
}

static double crickets(double t, double a, double b)
{
  return turn(t * 2.1) < 0.4 ? 0.4 * wave(a, t) * (turn(t * b) < 0.5) : 0;
}

static double birds(double t, double a, double b)
{
  const double k = floor(t / b);
  const double u = turn(t / b);
  const double f = a * (1 + hash(k));
  const double bend = 0.3 * hash(k + 2e6) * f * b;
  return hash(k + 1e6) < 0.5
             ? 0.4 * wave(1, f * b * u + bend * u * u) * sin(3.14159265 * u)
             : 0.005 * noise();
}

static double heart(double t, double a, double b)
{
  const double u = a * turn(t / a);
  const double age = u > b ? u - b : u;
  return 0.8 * decay(age, 0.04) * wave(55, age) + 0.002 * noise();
}

static double rain_on_roof(double t, double a, double b)
{
  return 0.3 * coloured(t, 0.3, 1) + crackle(t, a, 0) * b;
}

static double stuck_buffer(double t, double a, double b)
{
  const double k = floor(t * RATE);
  return b * (hash(fmod(k, floor(a * RATE))) - 0.5);
}

/* a voices at a time, hands between them when b > 0 */
static double voices(double t, double a, double b)
{
  static float speech[N];
  static float one[N];
  const size_t i = (size_t)(t * RATE + 0.5);
  if (i == 0) {
    memset(speech, 0, sizeof(speech));
    for (int k = 0; k < (int)a; ++k) {
      byline_speech_make(&randomness, RATE, one, N);
      for (size_t j = 0; j < N; ++j) {
        speech[j] += one[j] / (float)sqrt(a);
      }
    }
  }
  const bool hit = byline_random_uniform(&randomness, 0, 1) < (float)(b / RATE);
  static double hand;
  hand = hit ? 1 : hand * 0.99;
  return (double)speech[i < N ? i : N - 1] + hand * noise();
}

static double applause(double t, double a, double b)
{
  static double hands[8];
  double x = b * coloured(t, 0.5, 1);
  for (size_t k = 0; k < 8; ++k) {
    const bool hit =
        byline_random_uniform(&randomness, 0, 1) < (float)(a / 8 / RATE);
    hands[k] = hit ? 0.3 + 0.7 * hash(t * RATE) : hands[k] * 0.992;
    x += hands[k] * noise() * wave(800 + 200 * (double)k, t);
  }
  return x;
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
    {"pink noise", pink_noise, 1, 0.1},
    {"pink noise, even", pink_noise, 1, 0},
    {"Shepard tones", shepard, 8, 1},
    {"Shepard tones, fast", shepard, 2, 1},
    {"hum and clicks", hum_and_clicks, 50, 0.002},
    {"square siren", square_siren, 1000, 0.35},
    {"square siren, fast", square_siren, 800, 3},
    {"two-tone horn", two_tone_horn, 440, 1.2},
    {"yelp", yelp, 700, 0.4},
    {"square beeps", square_beeps, 200, 0.1},
    {"square beeps, slow", square_beeps, 150, 0.3},
    {"sine beeps", sine_beeps, 200, 0.15},
    {"sine beeps, slow", sine_beeps, 150, 0.5},
    {"thirds of octaves", test_tones, 63, 1},
    {"thirds of octaves, fast", test_tones, 63, 0.25},
    {"100 Hz, 1 kHz, 7 kHz", three_tones, 100, 2},
    {"warbling ring", warble, 900, 12},
    {"ring of 25 Hz", warble, 1300, 25},
    {"keys, fast", keys, 0.12, 0.6},
    {"alarm clock", alarm_clock, 2048, 0.125},
    {"alarm clock, slow", alarm_clock, 1000, 1},
    {"Morse code", morse, 700, 0.06},
    {"Morse code, slow", morse, 1000, 0.15},
    {"dial-up", dial_up, 1800, 2400},
    {"dial-up, slow", dial_up, 1200, 300},
    {"slow-scan television", picture, 1500, 0.45},
    {"slow-scan, fast lines", picture, 1500, 0.15},
    {"sonar", sonar, 1500, 2.5},
    {"emergency broadcast", warning, 1560, 520},
    {"rhythm of noise", noise_rhythm, 2, 0.05},
    {"rhythm of noise, slow", noise_rhythm, 4, 0.15},
    {"binaural beat", binaural, 200, 7},
    {"tape hiss", tape, 50, 0.6},
    {"metronome", metronome, 0.5, 0.02},
    {"metronome, slow", metronome, 1, 0.05},
    {"run-out groove", groove, 1.8, 0.01},
    {"run-out groove of 45", groove, 1.333, 0.03},
    {"typewriter", typewriter, 0.15, 0.006},
    {"printer", typewriter, 0.04, 0.004},
    {"engine idling", engine, 25, 0.1},
    {"engine, fast", engine, 70, 0.3},
    {"helicopter", helicopter, 11, 0.1},
    {"fan", fan, 120, 0.05},
    {"turbine", fan, 3100, 0.1},
    {"train", train, 0.9, 0.25},
    {"drill", drill, 420, 40},
    {"crickets", crickets, 4500, 30},
    {"birds", birds, 2500, 0.15},
    {"heart", heart, 0.85, 0.3},
    {"rain on a roof", rain_on_roof, 60, 0.4},
    {"stuck buffer", stuck_buffer, 0.01, 0.8},
    {"stuck buffer, long", stuck_buffer, 0.093, 0.8},
    {"a voice", voices, 1, 0},
    {"two voices", voices, 2, 0},
    {"babble", voices, 12, 0},
    {"babble and hands", voices, 8, 20},
    {"applause", applause, 400, 0.1},
    {"applause, few hands", applause, 12, 0.02},
};

#define N_SIGNALS (sizeof(signals) / sizeof(signals[0]))

#endif // BYLINE_TESTS_SIGNALS_H
