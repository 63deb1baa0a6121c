/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* How well voice activity is told, second by second, on voices and songs that
   it has not learnt from; and learning it.
   usage: bench_voice FILE.json VOICES LIBRARY
          bench_voice --train WEIGHTS.h VOICES LIBRARY */

#include "byline/dataset.h"
#include "byline/front_end.h"
#include "spectrum/voice_activity.h"
#include "tests/bench/mixture.h"
#include "voice/voice_queue.h"

#define N_FEATURES BYLINE_VOICE_FEATURES
#define N_UNITS 16
#define N_LEARNT 72
#define N_TESTED 16
#define MAX_SECONDS 20000

/* The share of a second that is voice: below and above, it counts as none and
   as voice; in between it is not counted */
#define SILENT_SHARE 0.05
#define VOICED_SHARE 0.4

/* A second of a mixture */
typedef struct {
  float features[N_FEATURES];
  float probability;
  bool voiced;
} Second;

/* Seconds gathered, and what is needed to gather more */
typedef struct {
  Second seconds[MAX_SECONDS];
  size_t n;
  BylineFrontEnd front_end;
  float* columns;
  size_t n_columns;
} Gathering;

static void add_column(void* user, const float* column)
{
  Gathering* const g = user;
  const size_t n_cells = byline_front_end_cells(&g->front_end);
  memcpy(g->columns + g->n_columns * n_cells, column, n_cells * sizeof(float));
  ++g->n_columns;
}

static void take_second(Gathering* g, const Mixture* m, size_t first,
                        size_t n_frames)
{
  const BylineFrontEnd* const fe = &g->front_end;
  const double share = activity(m->voice, first * fe->hop, n_frames * fe->hop);
  if (g->n == MAX_SECONDS || (share > SILENT_SHARE && share < VOICED_SHARE)) {
    return;
  }
  Second* const second = &g->seconds[g->n++];
  const float* const columns = g->columns + first * byline_front_end_cells(fe);
  byline_voice_features(fe, columns, n_frames, second->features);
  second->probability = byline_voice_probability(fe, columns, n_frames);
  second->voiced = share >= VOICED_SHARE;
}

/* Hear a mixture, and cut it into seconds; the first ones, in which little is
   known about the music, too */
static void hear(Gathering* g, const Mixture* m)
{
  BylineSpectrogram* spectrogram = NULL;
  if (byline_spectrogram_new(&g->front_end, &byline_voice_finder, MIXTURE_RATE,
                             &spectrogram)) {
    abort();
  }
  g->n_columns = 0;
  byline_spectrogram_push(spectrogram, m->left, m->right, MIXTURE_N, add_column,
                          g);
  byline_spectrogram_flush(spectrogram, add_column, g);
  byline_spectrogram_free(spectrogram);
  const size_t n_frames = byline_voice_frames(&g->front_end);
  for (size_t i = 0; i + n_frames <= g->n_columns; i += n_frames) {
    take_second(g, m, i, n_frames);
  }
}

/* ---- learning */

/* The network, and as much for Adam's two moments */
typedef struct {
  float units[N_UNITS][N_FEATURES];
  float unit_biases[N_UNITS];
  float weights[N_UNITS];
  float bias;
} Network;

#define N_PARAMETERS (sizeof(Network) / sizeof(float))

static float think(const Network* n, const float* x, float* hidden)
{
  float logit = n->bias;
  for (size_t k = 0; k < N_UNITS; ++k) {
    float sum = n->unit_biases[k];
    for (size_t i = 0; i < N_FEATURES; ++i) {
      sum += n->units[k][i] * x[i];
    }
    hidden[k] = tanhf(sum);
    logit += n->weights[k] * hidden[k];
  }
  return 1 / (1 + expf(-logit));
}

static void add_gradient(const Network* n, const float* x, float target,
                         Network* gradient)
{
  float hidden[N_UNITS];
  const float d = think(n, x, hidden) - target;
  gradient->bias += d;
  for (size_t k = 0; k < N_UNITS; ++k) {
    gradient->weights[k] += d * hidden[k];
    const float dk = d * n->weights[k] * (1 - hidden[k] * hidden[k]);
    gradient->unit_biases[k] += dk;
    for (size_t i = 0; i < N_FEATURES; ++i) {
      gradient->units[k][i] += dk * x[i];
    }
  }
}

/* A step of Adam (Kingma and Ba 2015) with decaying weights */
static void step(Network* network, const Network* gradient, Network* first,
                 Network* second, int t, float scale)
{
  float* const w = (float*)network;
  const float* const g = (const float*)gradient;
  float* const m = (float*)first;
  float* const v = (float*)second;
  for (size_t i = 0; i < N_PARAMETERS; ++i) {
    const float slope = g[i] * scale + 1e-3f * w[i];
    m[i] = 0.9f * m[i] + 0.1f * slope;
    v[i] = 0.999f * v[i] + 0.001f * slope * slope;
    const float mean = m[i] / (1 - powf(0.9f, (float)t));
    const float square = v[i] / (1 - powf(0.999f, (float)t));
    w[i] -= 2e-3f * mean / (sqrtf(square) + 1e-8f);
  }
}

static void learn(const Gathering* g, const float* means, const float* scales,
                  Network* network)
{
  enum { BATCH = 64, STEPS = 6000 };
  static Network first;
  static Network second;
  BylineRandom random = byline_random_begin(1, 2);
  for (size_t i = 0; i < N_PARAMETERS; ++i) {
    ((float*)network)[i] = 0.15f * byline_random_normal(&random);
  }
  size_t n_voiced = 0;
  for (size_t i = 0; i < g->n; ++i) {
    n_voiced += g->seconds[i].voiced;
  }
  for (int t = 1; t <= STEPS; ++t) {
    Network gradient = {.bias = 0};
    for (int b = 0; b < BATCH; ++b) {
      /* As many seconds with voice as without */
      const Second* s = &g->seconds[byline_random_below(&random, g->n)];
      while (s->voiced != (b % 2 == 0) && n_voiced && n_voiced < g->n) {
        s = &g->seconds[byline_random_below(&random, g->n)];
      }
      float x[N_FEATURES];
      for (size_t i = 0; i < N_FEATURES; ++i) {
        x[i] = (s->features[i] - means[i]) * scales[i];
      }
      add_gradient(network, x, s->voiced ? 1 : 0, &gradient);
    }
    step(network, &gradient, &first, &second, t, 1.0f / BATCH);
  }
}

static void standardize(const Gathering* g, float* means, float* scales)
{
  for (size_t i = 0; i < N_FEATURES; ++i) {
    double sum = 0;
    double squares = 0;
    for (size_t k = 0; k < g->n; ++k) {
      const double x = (double)g->seconds[k].features[i];
      sum += x;
      squares += x * x;
    }
    const double mean = sum / (double)g->n;
    const double variance = squares / (double)g->n - mean * mean;
    means[i] = (float)mean;
    scales[i] = (float)(1 / sqrt(variance + 1e-6));
  }
}

static void put_array(FILE* file, const char* declaration, const float* values,
                      size_t n)
{
  fprintf(file, "static const float %s = {", declaration);
  for (size_t i = 0; i < n; ++i) {
    fprintf(file, "%s%.5ef", i ? ", " : "", (double)values[i]);
  }
  fputs("};\n\n", file);
}

static void write_weights(const char* path, const float* means,
                          const float* scales, const Network* n)
{
  FILE* const file = fopen(path, "w");
  if (!file) {
    perror(path);
    exit(1);
  }
  fprintf(file,
          "/* Copyright (C) 2026 The Byline authors\n"
          "   SPDX-License-Identifier: GPL-3.0-or-later */\n\n"
          "/* What voice activity has learnt: written by\n"
          "   tests/bench/separation.sh --train. */\n\n"
          "#ifndef BYLINE_SPECTRUM_VOICE_WEIGHTS_H\n"
          "#define BYLINE_SPECTRUM_VOICE_WEIGHTS_H\n\n"
          "#define VOICE_UNITS %d\n\n",
          N_UNITS);
  put_array(file, "voice_means[]", means, N_FEATURES);
  put_array(file, "voice_scales[]", scales, N_FEATURES);
  fprintf(file, "static const float voice_units[][%d] = {\n", N_FEATURES);
  for (size_t k = 0; k < N_UNITS; ++k) {
    fputs("{", file);
    for (size_t i = 0; i < N_FEATURES; ++i) {
      fprintf(file, "%s%.5ef", i ? ", " : "", (double)n->units[k][i]);
    }
    fputs("},\n", file);
  }
  fputs("};\n\n", file);
  put_array(file, "voice_unit_biases[]", n->unit_biases, N_UNITS);
  put_array(file, "voice_weights[]", n->weights, N_UNITS);
  fprintf(file, "static const float voice_bias = %.5ef;\n\n#endif\n",
          (double)n->bias);
  fclose(file);
}

static int train(const char* path, const char* voices,
                 const BylineLibrary* library, Gathering* g, Mixture* mixture)
{
  Speakers speakers = list_speakers(voices, "train");
  for (size_t i = 0; i < N_LEARNT && speakers.n; ++i) {
    const char* const song = pick_song(library, false, i);
    if (!song) {
      break;
    }
    const double snr = 5.0 * (double)(i / 2 % 4) - 7.5;
    if (mix_sounds(&speakers.files[i % speakers.n], song, 1000 + i, snr,
                   i % 3 == 0, mixture)) {
      hear(g, mixture);
    }
    fprintf(stderr, "\r%zu of %d ", i + 1, N_LEARNT);
  }
  fprintf(stderr, "\r%zu seconds to learn from\n", g->n);
  free_speakers(&speakers);
  if (g->n == 0) {
    return 1;
  }
  static Network network;
  float means[N_FEATURES];
  float scales[N_FEATURES];
  standardize(g, means, scales);
  learn(g, means, scales, &network);
  write_weights(path, means, scales, &network);
  return 0;
}

/* ---- testing */

/* How well seconds are told */
typedef struct {
  double accuracy;  ///< At a probability of 0.5, both kinds counting alike
  double precision; ///< Of those told to be voice
  double recall;    ///< Of those that are
  double area;      ///< Under the ROC curve
  size_t n[2];      ///< Without voice, with voice
} Score;

static Score score(const Second* seconds, size_t n)
{
  Score s = {.accuracy = 0};
  double wins = 0;
  size_t told[2] = {0, 0};
  for (size_t i = 0; i < n; ++i) {
    ++s.n[seconds[i].voiced];
    told[seconds[i].voiced] += seconds[i].probability >= 0.5f;
    for (size_t k = 0; seconds[i].voiced && k < n; ++k) {
      if (!seconds[k].voiced) {
        const float difference =
            seconds[i].probability - seconds[k].probability;
        wins += difference > 0 ? 1 : difference < 0 ? 0 : 0.5;
      }
    }
  }
  const double n_voiced = (double)(s.n[1] ? s.n[1] : 1);
  const double n_other = (double)(s.n[0] ? s.n[0] : 1);
  s.recall = (double)told[1] / n_voiced;
  s.precision =
      (double)told[1] / (double)(told[0] + told[1] ? told[0] + told[1] : 1);
  s.accuracy = 0.5 * (s.recall + 1 - (double)told[0] / n_other);
  s.area = wins / (n_voiced * n_other);
  return s;
}

static int test(const char* path, const char* voices,
                const BylineLibrary* library, Gathering* g, Mixture* mixture)
{
  static const double levels[] = {-5, 0, 5};
  Speakers speakers = list_speakers(voices, "test");
  FILE* const json = fopen(path, "w");
  if (!json || speakers.n == 0) {
    fprintf(stderr, "bench_voice: no voices, or nowhere to write\n");
    return 1;
  }
  printf(
      "Voice activity by seconds, %d mixtures, other voices and artists than "
      "learnt from\n%-9s %-14s %8s %9s %9s %7s %7s\n",
      N_TESTED, "finder", "voice / music", "AUC", "accuracy", "precision",
      "recall", "seconds");
  fputs("[\n", json);
  for (size_t k = 0; k < 6; ++k) {
    g->n = 0;
    g->front_end.finder = k < 3 ? BYLINE_FINDER_FILTERS : BYLINE_FINDER_NETWORK;
    const char* const finder = byline_finder_name(g->front_end.finder);
    for (size_t i = 0; i < N_TESTED; ++i) {
      const char* const song = pick_held_out(library, i);
      if (song && mix_sounds(&speakers.files[i % speakers.n], song, i,
                             levels[k % 3], i % 2 == 1, mixture)) {
        hear(g, mixture);
      }
    }
    const Score s = score(g->seconds, g->n);
    printf("%-9s %+11.0f dB %8.3f %8.1f%% %8.1f%% %6.1f%% %7zu\n", finder,
           levels[k % 3], s.area, 100 * s.accuracy, 100 * s.precision,
           100 * s.recall, s.n[0] + s.n[1]);
    fprintf(json,
            "  {\"finder\": \"%s\", \"level_db\": %g, \"auc\": %.4f, "
            "\"accuracy\": %.4f, "
            "\"precision\": %.4f, \"recall\": %.4f, \"voiced\": %zu, "
            "\"other\": %zu}%s\n",
            finder, levels[k % 3], s.area, s.accuracy, s.precision, s.recall,
            s.n[1], s.n[0], k < 5 ? "," : "");
  }
  fputs("]\n", json);
  fclose(json);
  free_speakers(&speakers);
  return 0;
}

int main(int argc, char** argv)
{
  const bool trains = argc == 5 && !strcmp(argv[1], "--train");
  BylineLibrary library;
  if ((!trains && argc != 4) || byline_library_read(argv[argc - 1], &library)) {
    fprintf(stderr, "usage: bench_voice FILE.json VOICES LIBRARY\n"
                    "       bench_voice --train WEIGHTS.h VOICES LIBRARY\n");
    return 2;
  }
  Gathering* const g = calloc(1, sizeof(*g));
  Mixture* const mixture = calloc(1, sizeof(*mixture));
  if (!g || !mixture) {
    return 1;
  }
  g->front_end = byline_front_end_default();
  g->front_end.focus = BYLINE_FOCUS_THREE;
  g->columns =
      calloc((byline_front_end_frames(&g->front_end, MIXTURE_SECONDS) + 1) *
                 byline_front_end_cells(&g->front_end),
             sizeof(float));
  const int result = trains ? train(argv[2], argv[3], &library, g, mixture)
                            : test(argv[1], argv[2], &library, g, mixture);
  byline_library_free(&library);
  free(g->columns);
  free(g);
  free(mixture);
  return result;
}
