/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* How well vocal focus finds a voice in music: known voices are mixed with
   known music, separated, put together again and compared with what went in.
   usage: bench_separation FILE.json VOICES LIBRARY */

#include "byline/dataset.h"
#include "byline/front_end.h"
#include "dataset/sound_parts.h"
#include "spectrum/vocal_filter.h"
#include "tests/bench/mixture.h"
#include "tests/bench/separation_costs.h"
#include "tests/bench/targets.h"
#include "voice/voice_model.h"

#include <fftw3.h>
#include <time.h>

#define FFT 2048
#define HOP 896
#define N_BINS (FFT / 2 + 1)
#define N_WINDOWS ((MIXTURE_N - FFT) / HOP + 1)
#define N_MIXTURES 10

/* A way to separate, and how much nearer to the voice it comes */
typedef struct {
  const char* name;
  unsigned methods;
  bool ideal;         ///< The mask is made of the parts: what masks could do
  bool network;       ///< The network that comes with Byline
  double gains[2][3]; ///< Sums of dB; stereo and mono, by level
  double seconds;     ///< Time spent
} Way;

static const double levels[3] = {-5, 0, 5};

/* Spectra of a mixture's windows */
typedef struct {
  fftwf_complex bins[N_WINDOWS][N_BINS];
  float mid[N_WINDOWS][N_BINS + 8];
  float side[N_WINDOWS][N_BINS + 8];
  float voice[N_WINDOWS][N_BINS + 8]; ///< Power of the voice alone
  float rest[N_WINDOWS][N_BINS + 8];  ///< Power of the music alone, mid
  float masks[N_WINDOWS][N_BINS];     ///< Amplitude gains
  float output[MIXTURE_N];
} Work;

static float window[FFT];
static float* in;
static fftwf_complex* out;
static fftwf_plan forward;
static fftwf_plan inverse;

static void set_up(void)
{
  in = fftwf_alloc_real(FFT);
  out = fftwf_alloc_complex(N_BINS);
  forward = fftwf_plan_dft_r2c_1d(FFT, in, out, FFTW_ESTIMATE);
  inverse = fftwf_plan_dft_c2r_1d(FFT, out, in, FFTW_ESTIMATE);
  for (int i = 0; i < FFT; ++i) {
    window[i] = (float)(0.5 - 0.5 * cos(2 * 3.14159265358979324 * i / FFT));
  }
}

/* The power spectra of a sum of two sounds */
static void transform(const float* a, const float* b, float weight,
                      float (*power)[N_BINS + 8], fftwf_complex (*bins)[N_BINS])
{
  for (size_t t = 0; t < N_WINDOWS; ++t) {
    for (size_t i = 0; i < FFT; ++i) {
      const size_t k = t * HOP + i;
      in[i] = window[i] * (b ? 0.5f * (a[k] + weight * b[k]) : a[k]);
    }
    fftwf_execute(forward);
    for (size_t i = 0; i < N_BINS; ++i) {
      power[t][i] = out[i][0] * out[i][0] + out[i][1] * out[i][1];
    }
    if (bins) {
      memcpy(bins[t], out, sizeof(bins[t]));
    }
  }
}

static void make_ideal_masks(Work* w)
{
  for (size_t t = 0; t < N_WINDOWS; ++t) {
    for (size_t i = 0; i < N_BINS; ++i) {
      const float voice = sqrtf(w->voice[t][i]);
      w->masks[t][i] = voice / (voice + sqrtf(w->rest[t][i]) + 1e-9f);
    }
  }
}

static void keep(Work* w, size_t* t, const BylineSeparated* part)
{
  for (size_t i = 0; i < N_BINS; ++i) {
    w->masks[*t][i] = sqrtf(part->voice[i]);
  }
  ++*t;
}

static void separate(Work* w, const Way* way)
{
  const BylineFrontEnd fe = byline_front_end_default();
  BylineVocalFilterSettings settings =
      byline_vocal_filter_settings_default(&fe);
  settings.methods = way->methods;
  BylineVocalFilter* separator = NULL;
  if (byline_vocal_filter_new(&fe, &settings, &separator)) {
    abort();
  }
  BylineSeparated part;
  size_t n = 0;
  for (size_t t = 0; t < N_WINDOWS; ++t) {
    if (byline_vocal_filter_push(separator, w->mid[t], w->side[t], &part)) {
      keep(w, &n, &part);
    }
  }
  const float silence[N_BINS] = {0};
  while (n < N_WINDOWS &&
         byline_vocal_filter_push(separator, silence, silence, &part)) {
    keep(w, &n, &part);
  }
  byline_vocal_filter_free(separator);
}

/* By the network: the voice's sound at once */
static void separate_by_network(const Mixture* m, Work* w)
{
  BylineNetwork* network = NULL;
  BylineSound sound;
  BylineSound voice;
  if (byline_voice_model_acquire(&network) ||
      byline_sound_new(MIXTURE_N, MIXTURE_RATE, &sound)) {
    abort();
  }
  memcpy(sound.channels[0], m->left, sizeof(m->left));
  memcpy(sound.channels[1], m->right, sizeof(m->right));
  if (byline_sound_separate(network, &sound, &voice)) {
    abort();
  }
  for (size_t i = 0; i < MIXTURE_N; ++i) {
    w->output[i] = 0.5f * (voice.channels[0][i] + voice.channels[1][i]);
  }
  byline_sound_free(&sound);
  byline_sound_free(&voice);
  byline_voice_model_release(network);
}

/* Mask the mix and add its windows up, weighted so that a mask of 1 gives back
   the mix */
static void put_together(Work* w)
{
  static float weights[MIXTURE_N];
  memset(w->output, 0, sizeof(w->output));
  memset(weights, 0, sizeof(weights));
  for (size_t t = 0; t < N_WINDOWS; ++t) {
    for (size_t i = 0; i < N_BINS; ++i) {
      out[i][0] = w->masks[t][i] * w->bins[t][i][0];
      out[i][1] = w->masks[t][i] * w->bins[t][i][1];
    }
    fftwf_execute(inverse);
    for (size_t i = 0; i < FFT; ++i) {
      w->output[t * HOP + i] += window[i] * in[i] / FFT;
      weights[t * HOP + i] += window[i] * window[i];
    }
  }
  for (size_t i = 0; i < MIXTURE_N; ++i) {
    w->output[i] /= weights[i] + 1e-3f;
  }
}

/* Scale-invariant signal-to-distortion ratio, in dB (Le Roux et al. 2019) */
static double ratio(const float* estimate, const float* truth)
{
  double product = 0;
  double power = 0;
  const size_t begin = FFT;
  const size_t end = MIXTURE_N - 2 * FFT;
  for (size_t i = begin; i < end; ++i) {
    product += (double)estimate[i] * (double)truth[i];
    power += (double)truth[i] * (double)truth[i];
  }
  const double scale = product / power;
  double error = 0;
  for (size_t i = begin; i < end; ++i) {
    const double e = (double)estimate[i] - scale * (double)truth[i];
    error += e * e;
  }
  return 10 * log10(scale * scale * power / error);
}

static double now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void measure(const Mixture* m, Work* w, int mono, int level, Way* ways,
                    size_t n_ways)
{
  static float mix[MIXTURE_N];
  static float music[MIXTURE_N];
  for (size_t i = 0; i < MIXTURE_N; ++i) {
    mix[i] = 0.5f * (m->left[i] + m->right[i]);
    music[i] = mix[i] - m->voice[i];
  }
  transform(m->left, m->right, 1, w->mid, w->bins);
  transform(m->left, m->right, -1, w->side, NULL);
  transform(m->voice, NULL, 0, w->voice, NULL);
  transform(music, NULL, 0, w->rest, NULL);
  const double before = ratio(mix, m->voice);
  for (size_t i = 0; i < n_ways; ++i) {
    const double start = now();
    if (ways[i].ideal) {
      make_ideal_masks(w);
    } else if (ways[i].network) {
      separate_by_network(m, w);
    } else {
      separate(w, &ways[i]);
    }
    ways[i].seconds += now() - start;
    if (!ways[i].network) {
      put_together(w);
    }
    ways[i].gains[mono][level] += ratio(w->output, m->voice) - before;
  }
}

static void print_tables(const Way* ways, size_t n_ways, int n, FILE* json)
{
  printf("SDR improvement of the voice in dB, %d mixtures of %d s\n", n,
         MIXTURE_SECONDS);
  printf("%-32s %22s   %22s   %s\n", "", "stereo: -5, 0, +5 dB",
         "mono: -5, 0, +5 dB", "CPU");
  fprintf(json, "[\n");
  for (size_t i = 0; i < n_ways; ++i) {
    const Way* const way = &ways[i];
    const double load = way->seconds / (6.0 * n * MIXTURE_SECONDS);
    printf("%-32s", way->name);
    fprintf(json, "  {\"method\": \"%s\", \"sdr_improvement_db\": {",
            way->name);
    for (int mono = 0; mono < 2; ++mono) {
      printf("   %6.2f %6.2f %6.2f   ", way->gains[mono][0] / n,
             way->gains[mono][1] / n, way->gains[mono][2] / n);
      fprintf(json, "%s\"%s\": [%.3f, %.3f, %.3f]", mono ? ", " : "",
              mono ? "mono" : "stereo", way->gains[mono][0] / n,
              way->gains[mono][1] / n, way->gains[mono][2] / n);
    }
    printf(" %.2f %%\n", 100 * load);
    fprintf(json, "}, \"cpu_share\": %.5f}%s\n", load,
            i + 1 < n_ways ? "," : "");
  }
  fprintf(json, "]\n");
}

/* What the network shall do for a voice, and cost */
static void print_targets(const Way* network, int n,
                          const BylineLibrary* library)
{
  Target rows[] = {
      {"voice, stereo, at -5 dB", "dB of SDR", NAN, 11, false},
      {"voice, stereo, at 0 dB", "dB of SDR", NAN, 11, false},
      {"voice, stereo, at +5 dB", "dB of SDR", NAN, 11, false},
      {"voice, mono, at -5 dB", "dB of SDR", NAN, 9, false},
      {"voice, mono, at 0 dB", "dB of SDR", NAN, 9, false},
      {"voice, mono, at +5 dB", "dB of SDR", NAN, 9, false},
      {"finding voices, live", "% of a core", separation_costs_live(library),
       0.5, true},
      /* 300 times on two processors */
      {"prepare --focus=three, a processor", "times as fast as the music",
       separation_costs_prepare(library), 150, false},
  };
  for (size_t i = 0; n > 0 && i < 6; ++i) {
    rows[i].ours = network->gains[i / 3][i % 3] / n;
  }
  targets_print(rows, sizeof(rows) / sizeof(*rows));
}

int main(int argc, char** argv)
{
  Way ways[] = {
      {.name = "centre", .methods = BYLINE_SEPARATE_CENTRE},
      {.name = "repetition, last 10 s", .methods = BYLINE_SEPARATE_REPETITION},
      {.name = "centre, repetition (filters)",
       .methods = BYLINE_SEPARATE_CENTRE | BYLINE_SEPARATE_REPETITION},
      {.name = "network, sound and all", .network = true},
      {.name = "ideal mask (the limit)", .ideal = true},
  };
  const size_t n_ways = sizeof(ways) / sizeof(*ways);
  BylineLibrary library;
  if (argc != 4 || byline_library_read(argv[3], &library)) {
    fprintf(stderr, "usage: bench_separation FILE.json VOICES LIBRARY\n");
    return 2;
  }
  FILE* const json = fopen(argv[1], "w");
  Speakers speakers = list_speakers(argv[2], "test");
  Mixture* const mixture = calloc(1, sizeof(*mixture));
  Work* const work = calloc(1, sizeof(*work));
  if (!json || !mixture || !work || speakers.n == 0) {
    fprintf(stderr, "bench_separation: no voices, or nowhere to write\n");
    return 1;
  }
  set_up();
  int n = 0;
  for (size_t i = 0; n < N_MIXTURES; ++i) {
    const char* const song = pick_held_out(&library, i);
    if (!song) {
      break;
    }
    bool good = true;
    for (int k = 0; good && k < 6; ++k) {
      good = mix_sounds(&speakers.files[i % speakers.n], song, i, levels[k % 3],
                        k >= 3, mixture);
      if (good) {
        measure(mixture, work, k >= 3, k % 3, ways, n_ways);
      }
    }
    n += good;
    fprintf(stderr, "\r%d of %d ", n, N_MIXTURES);
  }
  fprintf(stderr, "\r");
  print_tables(ways, n_ways, n, json);
  for (size_t i = 0; i < n_ways; ++i) {
    if (ways[i].network) {
      print_targets(&ways[i], n, &library);
    }
  }
  fclose(json);
  free_speakers(&speakers);
  byline_library_free(&library);
  free(mixture);
  free(work);
  return n == N_MIXTURES ? 0 : 1;
}
