/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "training/statistics_clips.h"

#include "byline/random.h"
#include "training/augment.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Clips are at most so many, and about so many bytes of measurements */
#define MAX_CLIPS 20000
#define MAX_BYTES ((size_t)512 << 20)

/* Clips overlap by half */
#define OVERLAP 2

/* The largest change of speed, where the recipe has any.  More than networks
   are given, who see each clip at many speeds: on validation of the corpus
   0.1 gave 53.6 % of clips and 62.8 % of songs, 0.04 53.1 and 59.0 %, as none.
 */
#define SPEED 0.1

static bool is_learnt(const BylineStatisticsInput* lesson,
                      const BylineSong* song)
{
  return song->split == BYLINE_TRAIN ||
         (song->split == BYLINE_VALIDATION &&
          lesson->recipe->learn_from == BYLINE_LEARN_ALL);
}

/* Whether two songs resemble each other by more than their artist */
static bool are_kin(const BylineSong* a, const BylineSong* b)
{
  return !strcmp(a->path, b->path) || !strcmp(a->recording, b->recording) ||
         (a->backing[0] && !strcmp(a->backing, b->backing)) ||
         (a->group[0] && a->artist == b->artist && !strcmp(a->group, b->group));
}

/* The fold of each song that is learnt from: an artist's songs in turns, kin
   together.  NULL when out of memory. */
static size_t* find_folds(const BylineStatisticsInput* lesson)
{
  const BylineDataset* const dataset = lesson->dataset;
  const size_t n_songs = byline_dataset_song_count(dataset);
  size_t* const folds = calloc(n_songs + 1, sizeof(*folds));
  size_t* const counts =
      calloc(byline_dataset_artist_count(dataset) + 1, sizeof(*counts));
  for (size_t i = 0; folds && counts && i < n_songs; ++i) {
    const BylineSong* const song = byline_dataset_song(dataset, i);
    size_t kin = i;
    for (size_t k = 0; kin == i && is_learnt(lesson, song) && k < i; ++k) {
      const BylineSong* const other = byline_dataset_song(dataset, k);
      kin = is_learnt(lesson, other) && are_kin(song, other) ? k : i;
    }
    folds[i] = kin < i ? folds[kin]
                       : counts[song->artist]++ % BYLINE_DISCRIMINANT_FOLDS;
  }
  free(counts);
  return folds;
}

/* Columns from a clip's beginning to the next one's */
static size_t step_of(size_t length)
{
  return length / OVERLAP > 0 ? length / OVERLAP : 1;
}

/* Visit every `every`th half-overlapping clip; write them down if there is
   where. */
static size_t list(const BylineStatisticsInput* lesson, size_t every,
                   BylineStatisticsClips* clips, const size_t* folds)
{
  const size_t length = (size_t)lesson->recipe->clip_frames;
  const size_t step = step_of(length);
  size_t n = 0;
  for (size_t i = 0; i < byline_dataset_song_count(lesson->dataset); ++i) {
    const BylineSong* const song = byline_dataset_song(lesson->dataset, i);
    const bool fits = is_learnt(lesson, song) && song->n_frames >= length;
    for (size_t first = 0; fits && first + length <= song->n_frames;
         first += step * every) {
      if (folds) {
        clips->samples[n] =
            (BylineSample){.song = i, .artist = song->artist, .fold = folds[i]};
        clips->firsts[n] = first;
      }
      ++n;
    }
  }
  return n;
}

/* A song's clips, which follow each other, count one together. */
static void weigh(BylineStatisticsClips* clips)
{
  for (size_t first = 0, end = 0; first < clips->n; first = end) {
    while (end < clips->n &&
           clips->samples[end].song == clips->samples[first].song) {
      ++end;
    }
    for (size_t i = first; i < end; ++i) {
      clips->weights[i] = 1 / (float)(end - first);
    }
  }
}

void byline_statistics_clips_free(BylineStatisticsClips* clips)
{
  free(clips->samples);
  free(clips->firsts);
  free(clips->weights);
}

/* List the sounds that are nobody's: each a song by another. */
static void add_nobody(BylineStatisticsClips* clips)
{
  for (size_t i = 0; i < clips->others.n_sounds; ++i) {
    byline_nobody_sound(clips->others.nobody, i); /* Before threads read it */
    clips->samples[clips->n++] = (BylineSample){
        .song = byline_dataset_song_count(clips->dataset) + i,
        .artist = byline_dataset_artist_count(clips->dataset) + i,
        .fold = i % BYLINE_DISCRIMINANT_FOLDS};
  }
}

/* Visit half-overlapping clips of the songs of the first strangers; write them
   down if there is where. */
static size_t list_strangers(const BylineOthers* others, size_t length,
                             BylineStatisticsClips* clips)
{
  const BylineSongPool* const songs = &others->strangers->song_pool;
  const size_t step = step_of(length);
  size_t n = 0;
  size_t n_artists = 0;
  for (size_t i = 0; i < songs->n_songs; ++i) {
    const BylineSong* const song =
        byline_dataset_song(songs->dataset, songs->songs[i]);
    const bool is_new =
        i == 0 ||
        byline_dataset_song(songs->dataset, songs->songs[i - 1])->artist !=
            song->artist;
    n_artists += is_new;
    for (size_t first = 0;
         n_artists <= others->n_strangers && first + length <= song->n_frames;
         first += step) {
      if (clips) {
        clips->samples[clips->n] = (BylineSample){
            .song = byline_dataset_song_count(clips->dataset) +
                    others->n_sounds + i,
            .artist = byline_dataset_artist_count(clips->dataset) +
                      others->n_sounds + n_artists - 1,
            .fold = i % BYLINE_DISCRIMINANT_FOLDS};
        clips->firsts[clips->n++] = first;
      }
      ++n;
    }
  }
  return n;
}

BylineStatus byline_statistics_clips_list(const BylineStatisticsInput* lesson,
                                          size_t n_values,
                                          const BylineOthers* others,
                                          BylineStatisticsClips* clips)
{
  const size_t n_artists = byline_dataset_artist_count(lesson->dataset);
  const size_t kept = n_values > n_artists ? n_values : n_artists;
  const size_t fits = MAX_BYTES / (kept * sizeof(float));
  const size_t most = fits < MAX_CLIPS ? fits : MAX_CLIPS;
  const size_t all = list(lesson, 1, NULL, NULL);
  const size_t every = all / (most + 1) + 1;
  *clips =
      (BylineStatisticsClips){.dataset = lesson->dataset,
                              .others = *others,
                              .n_frames = (size_t)lesson->recipe->clip_frames,
                              .speed = lesson->recipe->speed > 0 ? SPEED : 0,
                              .seed = (uint64_t)lesson->recipe->seed,
                              .n = list(lesson, every, NULL, NULL)};
  const size_t n_others =
      others->n_sounds +
      (others->strangers ? list_strangers(others, clips->n_frames, NULL) : 0);
  clips->n_songs_clips = clips->n;
  clips->samples = calloc(clips->n + n_others + 1, sizeof(*clips->samples));
  clips->firsts = calloc(clips->n + n_others + 1, sizeof(*clips->firsts));
  clips->weights = calloc(clips->n + 1, sizeof(*clips->weights));
  size_t* const folds = find_folds(lesson);
  const bool complete =
      clips->samples && clips->firsts && clips->weights && folds;
  if (complete) {
    list(lesson, every, clips, folds);
    weigh(clips);
    add_nobody(clips);
    if (others->strangers) {
      list_strangers(others, clips->n_frames, clips);
    }
  }
  free(folds);
  return complete ? BYLINE_OK : byline_no_memory("statistics");
}

/* Every other clip is played faster or slower, all changes alike likely. */
static double draw_speed(const BylineStatisticsClips* clips, size_t clip)
{
  BylineRandom random = byline_random_begin(clips->seed, clip);
  const double range = log1p(clips->speed);
  return clip % 2 ? exp(range * (double)byline_random_uniform(&random, -1, 1))
                  : 1;
}

/* False where the song is too short for that, or out of memory. */
static bool read_at_speed(const BylineStatisticsClips* clips, size_t clip,
                          double speed, float* columns)
{
  const BylineFrontEnd* const front_end =
      byline_dataset_front_end(clips->dataset);
  const size_t song = clips->samples[clip].song;
  const size_t n_all = byline_dataset_song(clips->dataset, song)->n_frames;
  const size_t n = byline_augment_speed_frames(clips->n_frames, speed);
  float* const read =
      n <= n_all ? malloc(n * byline_front_end_cells(front_end) * sizeof(*read))
                 : NULL;
  if (read) {
    const size_t last = n_all - n;
    byline_dataset_columns(
        clips->dataset, song,
        clips->firsts[clip] < last ? clips->firsts[clip] : last, n, read);
    byline_augment_speed(front_end, read, speed, clips->n_frames, columns);
  }
  free(read);
  return read != NULL;
}

void byline_statistics_clips_read(const void* user, size_t clip, float* columns)
{
  const BylineStatisticsClips* const clips = user;
  const size_t n_sounds = clips->others.n_sounds;
  if (clip >= clips->n_songs_clips + n_sounds) {
    const BylineSongPool* const songs = &clips->others.strangers->song_pool;
    const size_t song = clips->samples[clip].song -
                        byline_dataset_song_count(clips->dataset) - n_sounds;
    byline_dataset_columns(songs->dataset, songs->songs[song],
                           clips->firsts[clip], clips->n_frames, columns);
    return;
  }
  if (clip >= clips->n_songs_clips) {
    const size_t n_cells =
        byline_front_end_cells(byline_dataset_front_end(clips->dataset));
    memcpy(
        columns,
        byline_nobody_sound(clips->others.nobody, clip - clips->n_songs_clips),
        clips->n_frames * n_cells * sizeof(*columns));
    return;
  }
  const double speed = draw_speed(clips, clip);
  if (speed == 1 || !read_at_speed(clips, clip, speed, columns)) {
    byline_dataset_columns(clips->dataset, clips->samples[clip].song,
                           clips->firsts[clip], clips->n_frames, columns);
  }
}
