/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "recordings/align.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

/* Speeds that are tried for hits to agree on, and what counts as agreeing */
#define MIN_SPEED 0.80
#define MAX_SPEED 1.25
#define SPEED_STEP 0.01
#define N_TRIED 46
#define AGREE_HOPS 8.0
#define AGREE_UNITS 14.0
#define MIN_AGREEING 3

/* Speeds that are tried on the recording's peaks, and those that are the same:
   least squares finds its way */
#define MAX_GUESSES 3
#define SAME_SPEED 0.004

/* Beginnings are counted in so many boxes: those of one cell of the vote are
   within some 500 hops at any speed */
#define N_BOXES 512

/* What counts as the same peak, in hops and units, once this is known */
#define NEAR_HOPS 2.1
#define NEAR_UNITS 13.0

/* Share of peaks that are near by chance: not worth a closer look */
#define LEAST_SHARE 0.15

/* Share of peaks that are near where the speed is right, and one with which
   going on laying anew is no use */
#define SURE_SHARE 0.5
#define HOPELESS_SHARE (1.0 / 12)

/* Rounds of laying the recording beside what is heard anew */
#define N_ROUNDS 3

/* The band that peaks are in, in units */
#define LOWEST 90
#define HIGHEST 3360

/* Where a peak is by chance is asked at other places, so many hops and units
   off */
static const struct {
  double hops;
  double units;
} elsewhere[] = {{-61, 0},  {-37, 53}, {-23, 0}, {-13, -53}, {-9, 107},
                 {9, -107}, {13, 53},  {23, 0},  {37, -53},  {61, 0}};

#define N_ELSEWHERE (sizeof(elsewhere) / sizeof(*elsewhere))

/* Chance that a peak is near a place even in a piece that has nothing in
   common with it: never less than this */
#define LEAST_CHANCE 0.02

/* Neighbouring peaks hang together: they count as so many */
#define INDEPENDENT 0.5

/* Speeds and pitches that are told apart, for the number of places where one
   could have been, by chance */
#define N_SPEEDS 40.0
#define N_PITCHES 20.0
#define PLACE_HOPS 4.0

/* The score that is as often right as wrong, where some 50 seconds of unknown
   music come to one of known music; and how much more makes it ten times as
   often right */
#define EVEN_SCORE 2.0
#define DECADE 1.7

double byline_pitch_ratio(double units)
{
  return exp2(units / BYLINE_PEAK_OCTAVE);
}

double byline_alignment_probability(double score)
{
  return 1 / (1 + pow(10, (EVEN_SCORE - score) / DECADE));
}

/* ---- what hits agree on */

static int compare_numbers(const void* a, const void* b)
{
  const double x = *(const double*)a;
  const double y = *(const double*)b;
  return x < y ? -1 : x > y;
}

/* How many hits agree at most on a beginning at a speed, to half of
   AGREE_HOPS: they are counted in boxes of that width, two at a time.
   @param counts N_BOXES times 0, and so again when it returns. */
static unsigned count_agreeing(const BylineHit* hits, size_t n, double speed,
                               uint16_t* counts)
{
  uint16_t boxes[BYLINE_MAX_HIT_MEMBERS];
  const double first = hits[0].time - speed * hits[0].heard;
  unsigned most = 0;
  for (size_t i = 0; i < n; ++i) {
    const double off = hits[i].time - speed * hits[i].heard - first;
    const double box = off * (2 / AGREE_HOPS) + N_BOXES / 2;
    boxes[i] = (uint16_t)(box < 1 ? 1 : box > N_BOXES - 2 ? N_BOXES - 2 : box);
    ++counts[boxes[i]];
  }
  for (size_t i = 0; i < n; ++i) {
    const unsigned next = counts[boxes[i] + 1];
    most = counts[boxes[i]] + next > most ? counts[boxes[i]] + next : most;
  }
  for (size_t i = 0; i < n; ++i) {
    counts[boxes[i]] = 0;
  }
  return most;
}

/* The beginning that most hits agree on at a speed */
static size_t agree(const BylineHit* hits, size_t n, double speed,
                    double* begin)
{
  assert(n > 0 && n <= BYLINE_MAX_HIT_MEMBERS);
  double begins[BYLINE_MAX_HIT_MEMBERS];
  for (size_t i = 0; i < n; ++i) {
    begins[i] = hits[i].time - speed * hits[i].heard;
  }
  // cppcheck-suppress uninitvar
  qsort(begins, n, sizeof(*begins), compare_numbers);
  size_t most = 0;
  for (size_t first = 0, end = 0; first < n; ++first) {
    while (end < n && begins[end] - begins[first] <= AGREE_HOPS) {
      ++end;
    }
    if (end - first > most) {
      most = end - first;
      *begin = begins[(first + end - 1) / 2];
    }
  }
  return most;
}

/* Speeds that may be right, the likeliest last */
typedef struct {
  double speeds[MAX_GUESSES];
  size_t n;
} Guesses;

static void guess(Guesses* g, double speed)
{
  for (size_t i = 0; i < g->n; ++i) {
    if (fabs(g->speeds[i] - speed) < SAME_SPEED) {
      return;
    }
  }
  g->speeds[g->n++] = speed;
}

/* Speeds on which about as many hits agree as on any.  Hits that are near each
   other agree on many: that of the pitch is the likeliest then, or the
   recording's own.
   @param pitch Of the hits, as a ratio. */
static Guesses agree_on_speeds(const BylineHit* hits, size_t n, double pitch)
{
  uint16_t counts[N_BOXES] = {0};
  unsigned n_agreeing[N_TRIED];
  unsigned most = 0;
  for (size_t i = 0; i < N_TRIED; ++i) {
    n_agreeing[i] =
        count_agreeing(hits, n, MIN_SPEED + (double)i * SPEED_STEP, counts);
    most = n_agreeing[i] > most ? n_agreeing[i] : most;
  }
  Guesses g = {.n = 0};
  size_t best = 0;
  while (n_agreeing[best] < most) {
    ++best;
  }
  size_t end = best;
  while (end < N_TRIED && n_agreeing[end] == most) {
    ++end;
  }
  guess(&g, MIN_SPEED + SPEED_STEP * 0.5 * (double)(best + end - 1));
  const double likely[] = {pitch, 1};
  for (size_t i = 0; i < 2; ++i) {
    const long k = lrint((likely[i] - MIN_SPEED) / SPEED_STEP);
    if (k >= 0 && k < N_TRIED && n_agreeing[k] >= MIN_AGREEING &&
        n_agreeing[k] + most / 4 >= most) {
      guess(&g, likely[i]);
    }
  }
  return g;
}

/* The median pitch of hits that agree, and how many have it */
static size_t agree_on_pitch(const BylineHit* hits, size_t n,
                             BylineAlignment* a)
{
  double pitches[BYLINE_MAX_HIT_MEMBERS];
  size_t n_pitches = 0;
  for (size_t i = 0; i < n; ++i) {
    const double off = hits[i].time - a->speed * hits[i].heard - a->begin;
    if (fabs(off) <= AGREE_HOPS) {
      pitches[n_pitches++] = hits[i].pitch;
    }
  }
  if (n_pitches == 0) {
    return 0;
  }
  qsort(pitches, n_pitches, sizeof(*pitches), compare_numbers);
  a->pitch = pitches[n_pitches / 2];
  size_t n_agreeing = 0;
  for (size_t i = 0; i < n_pitches; ++i) {
    n_agreeing += fabs(pitches[i] - a->pitch) <= AGREE_UNITS;
  }
  return n_agreeing;
}

/* ---- the recording's peaks beside those that are heard */

/* The first peak of a piece from some time on */
static uint32_t find_time(const BylineIndexSegment* s, uint32_t piece,
                          double time)
{
  uint32_t begin = s->pieces[piece].first_peak;
  uint32_t end = byline_piece_end(s, piece);
  while (begin < end) {
    const uint32_t middle = begin + (end - begin) / 2;
    if (byline_stored_time(s->peaks[middle]) < time) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  return begin;
}

/* The peak heard that is nearest to a place, if any is near; -1 otherwise.
   @param from Where to begin: moves on with time. */
static long find_near(const BylinePeak* peaks, size_t n, size_t* from,
                      double time, double frequency)
{
  while (*from < n && peaks[*from].time < time - NEAR_HOPS) {
    ++*from;
  }
  long best = -1;
  double least = 2;
  for (size_t i = *from; i < n && peaks[i].time <= time + NEAR_HOPS; ++i) {
    const double off = peaks[i].frequency - frequency;
    if (fabs(off) > NEAR_UNITS) {
      continue; // as nearly all of them
    }
    const double x = (peaks[i].time - time) / NEAR_HOPS;
    const double y = off / NEAR_UNITS;
    const double distance = x * x + y * y;
    if (distance < least) {
      least = distance;
      best = (long)i;
    }
  }
  return best;
}

/* Sums over the recording's peaks that should be heard */
typedef struct {
  size_t n;       ///< Peaks that should be heard
  size_t n_near;  ///< That are
  double sums[5]; ///< Of those: heard, time, heard^2, heard x time, pitch
} Comparison;

static double share_of(const Comparison* c)
{
  return c->n ? (double)c->n_near / (double)c->n : 0;
}

/* Peaks heard, and what they are compared with */
typedef struct {
  const BylineRecordings* index;
  const BylinePeak* peaks;
  size_t n;
  double hops;         ///< How far the recording is moved aside, in time...
  double units;        ///< ...and in pitch
  const uint8_t* used; ///< Peaks that do not count, or NULL
  uint8_t* explained;  ///< Filled where peaks are near, or NULL
} Heard;

static Comparison compare(const Heard* h, const BylineAlignment* a)
{
  Comparison all = {0};
  Comparison* const c = &all;
  const BylinePeak* const peaks = h->peaks;
  const size_t n = h->n;
  const BylineIndexSegment* const s = &h->index->segments[a->segment].stored;
  const double first = peaks[0].time;
  const double last = peaks[n - 1].time;
  const uint32_t end = byline_piece_end(s, a->piece);
  size_t from = 0;
  for (uint32_t i = find_time(s, a->piece, a->begin + a->speed * first);
       i < end; ++i) {
    const double time = byline_stored_time(s->peaks[i]);
    const double heard = (time - a->begin) / a->speed + h->hops;
    const double own = byline_stored_frequency(s->peaks[i]);
    const double frequency = own + a->pitch + h->units;
    if (heard > last) {
      break;
    }
    if (frequency < LOWEST || frequency > HIGHEST || heard < first) {
      continue;
    }
    const long k = find_near(peaks, n, &from, heard, frequency);
    if (k >= 0 && h->used && h->used[k]) {
      continue;
    }
    ++c->n;
    if (k >= 0) {
      const double x = peaks[k].time;
      const double sums[5] = {x, time, x * x, x * time,
                              peaks[k].frequency - own};
      for (size_t j = 0; j < 5; ++j) {
        c->sums[j] += sums[j];
      }
      ++c->n_near;
      if (h->explained) {
        h->explained[k] = 1;
      }
    }
  }
  return all;
}

/* Least squares: lay the line through the peaks that are near it. */
static void adjust(const Comparison* c, BylineAlignment* a)
{
  const double n = (double)c->n_near;
  const double spread = n * c->sums[2] - c->sums[0] * c->sums[0];
  if (c->n_near >= 4 && spread > 0) {
    const double speed = (n * c->sums[3] - c->sums[0] * c->sums[1]) / spread;
    if (speed > MIN_SPEED && speed < MAX_SPEED) {
      a->speed = speed;
      a->begin = (c->sums[1] - speed * c->sums[0]) / n;
    }
    a->pitch = c->sums[4] / n;
  }
}

/* The peaks of a stretch of time among `n`: how many, from `*first` on */
static size_t choose_stretch(const BylinePeak* peaks, size_t n, double from,
                             double to, size_t* first)
{
  size_t begin = 0;
  while (begin < n && peaks[begin].time < from) {
    ++begin;
  }
  size_t end = begin;
  while (end < n && peaks[end].time <= to) {
    ++end;
  }
  *first = begin;
  return end - begin;
}

/* How many of a recording's peaks are near what is heard by chance, as a share:
   at places nearby where the recording is not */
static double share_elsewhere(Heard heard, const BylineAlignment* a)
{
  double n = 1;
  double n_near = LEAST_CHANCE;
  for (size_t i = 0; i < N_ELSEWHERE; ++i) {
    heard.hops = elsewhere[i].hops;
    heard.units = elsewhere[i].units;
    const Comparison there = compare(&heard, a);
    n += (double)there.n;
    n_near += (double)there.n_near;
  }
  return fmin(0.9, fmax(LEAST_CHANCE, n_near / n));
}

void byline_alignment_adjust(const BylineRecordings* index,
                             const BylinePeak* peaks, size_t n_peaks,
                             BylineAlignment* a)
{
  const Heard heard = {.index = index, .peaks = peaks, .n = n_peaks};
  const Comparison comparison = compare(&heard, a);
  adjust(&comparison, a);
}

double byline_alignment_follow(const BylineRecordings* index,
                               const BylinePeak* peaks, size_t n_peaks,
                               double middle, double reach, BylineAlignment* a)
{
  Heard heard = {.index = index, .peaks = peaks, .n = n_peaks};
  while (heard.n > 0 && (middle - reach > peaks[0].time ||
                         middle + reach < peaks[n_peaks - 1].time)) {
    size_t first = 0;
    reach *= 1.5;
    Heard part = heard;
    part.n =
        choose_stretch(peaks, n_peaks, middle - reach, middle + reach, &first);
    part.peaks = peaks + first;
    if (part.n > 0) {
      const Comparison comparison = compare(&part, a);
      adjust(&comparison, a);
    }
  }
  if (heard.n == 0) {
    return 0;
  }
  const Comparison here = compare(&heard, a);
  const double share = share_of(&here);
  const double chance = share_elsewhere(heard, a);
  a->share = share;
  return fmax(0, (share - chance) / (1 - chance));
}

/* log10 of how unlikely k of n are when each has some chance (Chernoff) */
static double unlikelihood(double k, double n, double chance)
{
  const double share = k / n;
  if (share <= chance) {
    return 0;
  }
  double divergence = share * log(share / chance);
  if (share < 1) {
    divergence += (1 - share) * log((1 - share) / (1 - chance));
  }
  return n * divergence / log(10);
}

/* Evidence of what was compared, where each peak is near by some chance */
static double weigh(const Comparison* c, double chance)
{
  return c->n > 0 ? INDEPENDENT *
                        unlikelihood((double)c->n_near, (double)c->n, chance)
                  : 0;
}

/* @param least When there is less evidence, that does not matter: 0 will do.
   @param[out] share Of the recording's peaks, heard. */
static double find_evidence(const BylineRecordings* index,
                            const BylinePeak* peaks, size_t n_peaks,
                            const uint8_t* used, const BylineAlignment* a,
                            double least, double* share)
{
  const Heard heard = {
      .index = index, .peaks = peaks, .n = n_peaks, .used = used};
  const Comparison here = compare(&heard, a);
  *share = share_of(&here);
  /* Looking elsewhere costs ten times as much */
  return weigh(&here, LEAST_CHANCE) < least
             ? 0
             : weigh(&here, share_elsewhere(heard, a));
}

void byline_alignment_judge(const BylineRecordings* index,
                            const BylinePeak* peaks, size_t n_peaks,
                            const uint8_t* used, double least,
                            BylineAlignment* a)
{
  const double n_places = index->n_peaks / PLACE_HOPS * N_SPEEDS * N_PITCHES;
  const double against = log10(1 + n_places);
  const double evidence =
      find_evidence(index, peaks, n_peaks, used, a, least + against, &a->share);
  a->score = evidence > 0 ? evidence - against : 0;
}

double byline_alignment_evidence(const BylineRecordings* index,
                                 const BylinePeak* peaks, size_t n_peaks,
                                 const BylineAlignment* a)
{
  double share = 0;
  return n_peaks > 0 ? find_evidence(index, peaks, n_peaks, NULL, a, 0, &share)
                     : 0;
}

void byline_alignment_use(const BylineRecordings* index,
                          const BylinePeak* peaks, size_t n_peaks,
                          const BylineAlignment* a, uint8_t* used)
{
  const Heard heard = {
      .index = index, .peaks = peaks, .n = n_peaks, .explained = used};
  (void)compare(&heard, a);
}

/* Lay a recording beside what is heard, at a speed; returns the share of its
   peaks that are near, 0 when it is not there. */
static double lay(const Heard* heard, const BylineHit* hits, size_t n,
                  double speed, BylineAlignment* a)
{
  *a = (BylineAlignment){
      .segment = hits[0].segment, .piece = hits[0].piece, .speed = speed};
  if (agree(hits, n, a->speed, &a->begin) < MIN_AGREEING ||
      agree_on_pitch(hits, n, a) < MIN_AGREEING) {
    return 0;
  }
  Comparison comparison = compare(heard, a);
  for (int i = 0; i < N_ROUNDS && share_of(&comparison) > HOPELESS_SHARE; ++i) {
    adjust(&comparison, a);
    comparison = compare(heard, a);
  }
  const double share = share_of(&comparison);
  return share < LEAST_SHARE ? 0 : share;
}

bool byline_align_at_speed(const BylineRecordings* index,
                           const BylinePeak* peaks, size_t n_peaks,
                           const BylineHit* hits, size_t n, double speed,
                           double least, BylineAlignment* a)
{
  const Heard heard = {.index = index, .peaks = peaks, .n = n_peaks};
  if (lay(&heard, hits, n, speed, a) == 0) {
    return false;
  }
  byline_alignment_judge(index, peaks, n_peaks, NULL, least, a);
  return true;
}

/* The median pitch of hits */
static double median_pitch(const BylineHit* hits, size_t n)
{
  double pitches[BYLINE_MAX_HIT_MEMBERS];
  assert(n > 0 && n <= BYLINE_MAX_HIT_MEMBERS);
  for (size_t i = 0; i < n; ++i) {
    pitches[i] = hits[i].pitch;
  }
  qsort(pitches, n, sizeof(*pitches), compare_numbers);
  return pitches[n / 2];
}

bool byline_align(const BylineRecordings* index, const BylinePeak* peaks,
                  size_t n_peaks, const BylineHit* hits, size_t n, double least,
                  BylineAlignment* a)
{
  const Heard heard = {.index = index, .peaks = peaks, .n = n_peaks};
  const Guesses g =
      agree_on_speeds(hits, n, byline_pitch_ratio(median_pitch(hits, n)));
  double most = 0;
  for (size_t i = 0; i < g.n && most < SURE_SHARE; ++i) {
    BylineAlignment tried;
    const double share = lay(&heard, hits, n, g.speeds[i], &tried);
    if (share > most) {
      most = share;
      *a = tried;
    }
  }
  if (most == 0) {
    return false;
  }
  byline_alignment_judge(index, peaks, n_peaks, NULL, least, a);
  return true;
}
