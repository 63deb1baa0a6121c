/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "evaluation/breakdown.h"

#include "byline/model.h"
#include "evaluation/evaluation_target.h"
#include "evaluation/no_music.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/near.h"
#include "tests/unit/suite.h"
#include "tests/unit/tiny_dataset.h"

static void test_auroc_by_hand(void** state)
{
  (void)state;
  const double high[] = {0.9, 0.8, 0.4};
  const double low[] = {0.3, 0.4, 0.85, 0.1};
  /* 0.9 is above 4, 0.8 above 3, 0.4 above 2 and equal to one */
  assert_near(byline_auroc(high, 3, low, 4), 9.5 / 12, 1e-12);
  assert_near(byline_auroc(low, 4, high, 3), 2.5 / 12, 1e-12);
  assert_near(byline_auroc(high, 3, low, 0), 0.5, 1e-12);
  assert_near(byline_auroc(high, 3, high, 3), 0.5, 1e-12);
}

/* Four songs of two clips about three classes.  Songs 0 and 1 are by artist 0
   and are taken for 1 three times out of four; song 2 is taken for 0 once; song
   3 is right. */
static BylineClip clips[] = {
    {.song = 0, .truth = 0, .first = 0}, {.song = 0, .truth = 0, .first = 40},
    {.song = 1, .truth = 0, .first = 0}, {.song = 1, .truth = 0, .first = 40},
    {.song = 2, .truth = 1, .first = 0}, {.song = 2, .truth = 1, .first = 40},
    {.song = 3, .truth = 2, .first = 0}, {.song = 3, .truth = 2, .first = 40}};
static float logits[] = {0, 2, 0, 0, 3, 0, 0, 5, 0, 4, 0, 0,
                         1, 0, 0, 0, 9, 0, 0, 0, 9, 0, 0, 9};
static const BylinePredictions predictions = {
    .n_clips = 8, .n_classes = 3, .clips = clips, .logits = logits};

static void test_confused_pairs(void** state)
{
  (void)state;
  BylineSongs songs;
  BylineConfusedPair pairs[4];
  assert_int_equal(byline_songs_judge(&predictions, 1, &songs), BYLINE_OK);
  assert_int_equal(byline_pairs_find(&songs, pairs, 4), 2);
  assert_int_equal(pairs[0].truth, 0);
  assert_int_equal(pairs[0].answer, 1);
  assert_int_equal(pairs[0].n, 3);
  assert_near(pairs[0].share, 0.75, 1e-12);
  /* The surest clip of each song, the surest song first */
  assert_int_equal(pairs[0].n_clips, 2);
  assert_int_equal(pairs[0].clips[0], 2);
  assert_int_equal(pairs[0].clips[1], 1);
  assert_int_equal(pairs[1].truth, 1);
  assert_int_equal(pairs[1].n, 1);
  assert_int_equal(byline_pairs_find(&songs, pairs, 1), 1);
  assert_int_equal(pairs[0].n, 3);
  assert_int_equal(byline_pairs_find(&songs, pairs, 0), 0);
  byline_songs_free(&songs);
}

static void test_strangers_are_less_sure(void** state)
{
  (void)state;
  float dull[] = {0, 0.1f, 0, 0.1f, 0, 0, 4, 0, 0};
  BylineClip unknown_clips[] = {{.song = 0}, {.song = 0}, {.song = 1}};
  const BylinePredictions unknown = {
      .n_clips = 3, .n_classes = 3, .clips = unknown_clips, .logits = dull};
  BylineSongs known_songs;
  BylineSongs unknown_songs;
  BylineUnknownScore score = {.n_artists = 1};
  assert_int_equal(byline_songs_judge(&predictions, 1, &known_songs),
                   BYLINE_OK);
  assert_int_equal(byline_songs_judge(&unknown, 1, &unknown_songs), BYLINE_OK);
  assert_int_equal(byline_unknown_measure(&known_songs, &unknown_songs, &score),
                   BYLINE_OK);
  assert_int_equal(score.n_songs, 2);
  assert_int_equal(score.n_clips, 3);
  /* All 8 known clips are surer than two of the unknown; 4 are surer than the
     third, and one as sure */
  assert_near(score.clip_auroc, (16 + 4 + 0.5) / 24, 1e-12);
  assert_near(score.named, 1.0 / 3, 1e-12);
  assert_near(score.known_named, 1, 1e-12);
  /* None of three may be named, so it takes more confidence than the third's:
     4 known clips have it */
  size_t n_right = 0;
  for (size_t i = 0; i < known_songs.predictions->n_clips; ++i) {
    n_right += known_songs.confidences[i] > unknown_songs.confidences[2] &&
               known_songs.answers[i] == predictions.clips[i].truth;
  }
  assert_true(n_right <= 4);
  assert_near(score.clips_named_at[0], (double)n_right / 8, 1e-12);
  assert_near(score.clips_named_at[1], (double)n_right / 8, 1e-12);
  byline_songs_free(&known_songs);
  byline_songs_free(&unknown_songs);
}

/* A held tone, and many notes with their partials, a new chord each second, as
   columns of mix, voice and rest */
enum { TONE, MUSIC, N_SOUNDS };

static void play(const void* user, size_t clip, float* columns)
{
  const BylineFrontEnd* const fe = user;
  const size_t n_cells = byline_front_end_cells(fe);
  for (size_t t = 0; t < BYLINE_CLIP_FRAMES; ++t) {
    float* const column = columns + t * n_cells;
    for (size_t i = 0; i < n_cells; ++i) {
      column[i] = -90 + 3 * sinf((float)(7 * t + 11 * i));
    }
    const size_t chord = t / 27 * 5 % 13;
    const size_t n_notes = clip == TONE ? 1 : 4;
    for (size_t note = 0; note < n_notes; ++note) {
      for (size_t partial = 0; partial < (clip == TONE ? 1 : 6); ++partial) {
        const size_t band =
            clip == TONE ? 40 : 12 + chord + 9 * note + 11 * partial;
        const float decay = clip == TONE ? 0 : 0.5f * (float)(t % 27);
        column[band] = -20 - 4 * (float)partial - decay;
        column[band + 1] = column[band] - 8;
      }
    }
  }
}

/* What is no music gets no name, whoever a network thinks it is by. */
static void test_what_is_no_music_is_doubted(void** state)
{
  (void)state;
  BylineFrontEnd fe = byline_front_end_default();
  fe.focus = BYLINE_FOCUS_THREE;
  float said[] = {5, 0, 0, 4, 0, 0, 5, 0, 0};
  BylineClip heard[] = {{.song = 0}, {.song = 0}, {.song = 1}};
  const BylinePredictions p = {
      .n_clips = 3, .n_classes = 3, .clips = heard, .logits = said};
  const BylineClipSource source = {.n_clips = N_SOUNDS,
                                   .n_frames = BYLINE_CLIP_FRAMES,
                                   .columns = play,
                                   .user = &fe};
  assert_int_equal(byline_no_music_find(&fe, &source, heard), BYLINE_OK);
  assert_true(heard[TONE].no_music);
  assert_false(heard[MUSIC].no_music);
  heard[2].no_music = true;
  BylineSongs songs;
  assert_int_equal(byline_songs_judge(&p, 1, &songs), BYLINE_OK);
  const double before = songs.songs[0].confidence;
  byline_no_music_doubt(&songs);
  assert_true(songs.confidences[TONE] == 0 && songs.confidences[MUSIC] > 0.5);
  assert_true(songs.songs[0].confidence == before && before > 0.5);
  assert_true(songs.songs[1].confidence == 0);
  byline_songs_free(&songs);
  /* Who hears the voice alone cannot tell. */
  fe.focus = BYLINE_FOCUS_VOICE;
  heard[TONE].no_music = false;
  assert_int_equal(byline_no_music_find(&fe, &source, heard), BYLINE_OK);
  assert_false(heard[TONE].no_music);
}

/* Give the test song of artist A the album of a song learnt from, that of
   artist B one of its own; all other songs have none. */
static void set_albums(const char* folder)
{
  char command[600];
  snprintf(command, sizeof(command),
           "sed -i -e 's/^\\(song[03].wav\\tArtist A\\t\\)/\\1One/' "
           "-e 's/^\\(song7.wav\\tArtist B\\t\\)/\\1One/' %s/tracks.tsv",
           folder);
  assert_int_equal(system(command), 0);
}

static void test_albums(void** state)
{
  (void)state;
  char* const folder = tiny_dataset_make(3);
  set_albums(folder);
  BylineDataset* dataset = NULL;
  assert_int_equal(byline_dataset_open(folder, &dataset), BYLINE_OK);
  BylineClip three[3];
  size_t n = 0;
  for (size_t i = 0; i < byline_dataset_song_count(dataset); ++i) {
    const BylineSong* const song = byline_dataset_song(dataset, i);
    if (song->split == BYLINE_TEST) {
      three[n++] = (BylineClip){.song = i, .truth = song->artist};
    }
  }
  assert_int_equal(n, 3);
  float answers[] = {9, 0, 0, 9, 0, 0, 0, 0, 9}; /* A right, B wrong, C right */
  const BylinePredictions p = {
      .n_clips = 3, .n_classes = 3, .clips = three, .logits = answers};
  BylineSongs songs;
  BylineAlbumScore scores[BYLINE_N_ALBUM_KINDS];
  assert_int_equal(byline_songs_judge(&p, 1, &songs), BYLINE_OK);
  byline_albums_measure(dataset, &songs, 1U << BYLINE_TRAIN, scores);
  assert_int_equal(scores[BYLINE_ALBUM_SEEN].n_songs, 1);
  assert_near(scores[BYLINE_ALBUM_SEEN].song_accuracy, 1, 1e-12);
  assert_int_equal(scores[BYLINE_ALBUM_UNSEEN].n_songs, 1);
  assert_near(scores[BYLINE_ALBUM_UNSEEN].accuracy, 0, 1e-12);
  assert_int_equal(scores[BYLINE_ALBUM_UNKNOWN].n_songs, 1);
  byline_songs_free(&songs);
  byline_dataset_close(dataset);
  tiny_dataset_remove(folder);
}

static void test_lengths(void** state)
{
  (void)state;
  char* const folder = tiny_dataset_make(2);
  const BylineNetworkShape shape = {
      .n_channels = 1, .n_mels = TINY_MELS, .n_classes = 2};
  BylineDataset* dataset = NULL;
  BylineNetwork* network = NULL;
  assert_int_equal(byline_dataset_open(folder, &dataset), BYLINE_OK);
  assert_int_equal(
      byline_network_new("resnet:width=4,blocks=1-1", &shape, &network),
      BYLINE_OK);
  byline_network_initialize(network, 1);
  const BylinePredictionTask task = {
      .network = network, .dataset = dataset, .split = BYLINE_TEST};
  BylineLengthScore scores[BYLINE_N_LENGTHS];
  assert_int_equal(byline_lengths_measure(&task, 1, scores), BYLINE_OK);
  /* Songs of 80 columns, a little over 3 s: a clip of 3 s, of 2 s, not of 5 */
  assert_int_equal(scores[2].n_clips, 2);
  assert_int_equal(scores[2].n_songs, 2);
  assert_int_equal(scores[3].n_clips, 0);
  assert_true(scores[0].n_clips > scores[2].n_clips);
  byline_network_free(network);
  byline_dataset_close(dataset);
  tiny_dataset_remove(folder);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_auroc_by_hand),
      cmocka_unit_test(test_confused_pairs),
      cmocka_unit_test(test_strangers_are_less_sure),
      cmocka_unit_test(test_what_is_no_music_is_doubted),
      cmocka_unit_test(test_albums),
      cmocka_unit_test(test_lengths),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
