/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What the index of recordings adds to the ear's answers. */

#include "recognizer/announcement.h"
#include "recognizer/track_story.h"
#include "recognizer/tracks.h"
#include "tests/unit/song_maker.h"
#include "tests/unit/suite.h"

#include <string.h>
#include <unistd.h>

/* Songs are 60 s long; that of the last is by nobody whom the ear knows */
enum { ALPHA_ONE, ALPHA_TWO, STRANGER, N_SONGS };

static char path[] = "/tmp/byline-tracks-XXXXXX";
static BylineRecordings* recordings;
static char* names[] = {(char[]){"Beta"}, (char[]){"Alpha"}};
static const BylineArtistNames artists = {names, 2};

static int set_up(void** state)
{
  (void)state;
  static const BylineRecordingTags tags[N_SONGS] = {
      {"/one.mp3", "One", "ALPHA", "Album", "ID1"},
      {"/two.mp3", "Two", "Alpha", NULL, NULL},
      {"/three.mp3", "Three", "Stranger", NULL, NULL}};
  BylineRecordingsWriter* writer = NULL;
  const int file = mkstemp(path);
  close(file);
  unlink(path);
  bool good = byline_recordings_writer_open(path, &writer) == BYLINE_OK;
  for (uint64_t i = 0; good && i < N_SONGS; ++i) {
    good = song_add(writer, i + 1, 60, &tags[i]);
  }
  good = good && byline_recordings_writer_commit(writer) == BYLINE_OK;
  byline_recordings_writer_close(writer);
  return good && byline_recordings_open(path, &recordings) == BYLINE_OK ? 0 : 1;
}

static int tear_down(void** state)
{
  (void)state;
  byline_recordings_close(recordings);
  unlink(path);
  return 0;
}

/** A stage: answers, a second apart. */
typedef struct {
  BylineTracks tracks;
  BylineRecognizerSettings settings;
  double time;
  int changes;         ///< Answers that were news
  int refinements;     ///< And that told more
  BylineAnswer answer; ///< The last
} Stage;

static Stage begin(void)
{
  Stage stage = {.settings = byline_recognizer_settings_default()};
  byline_tracks_reset(&stage.tracks);
  return stage;
}

/* A second: the ear says this, the index so sure of a recording, or of none */
static void hear(Stage* stage, int32_t ear, int recording, double probability)
{
  const float posterior[] = {ear == 0 ? 0.75f : 0.25f,
                             ear == 0 ? 0.25f : 0.75f};
  const int32_t second = 1 - (ear < 0 ? 1 : ear);
  BylineAnswer answer = {
      .time = stage->time += 1,
      .state = ear >= 0 ? BYLINE_STATE_KNOWN : BYLINE_STATE_UNKNOWN,
      .artist = ear,
      .known_by = ear >= 0 ? BYLINE_KNOWN_BY_EAR : BYLINE_KNOWN_BY_NOTHING,
      .top = {{1 - second, 0.75f}, {second, 0.25f}, {-1, 0}, {-1, 0}, {-1, 0}}};
  BylineTrackLook look = {.asked = true, .n = recording >= 0};
  if (recording >= 0) {
    look.matches[0] = (BylineRecordingMatch){.recording = (size_t)recording,
                                             .position = stage->time,
                                             .speed = 1.08,
                                             .pitch = 1.08,
                                             .probability = probability};
    look.matches[0].recent = true;
  }
  const BylineTrackContext context = {.index = recordings,
                                      .settings = &stage->settings,
                                      .artists = &artists,
                                      .posterior = posterior};
  byline_tracks_answer(&stage->tracks, &context, &look, false, &answer);
  stage->changes += answer.changed;
  stage->refinements += answer.refined;
  stage->answer = answer;
}

static void hear_on(Stage* stage, int seconds, int32_t ear, int recording,
                    double probability)
{
  for (int i = 0; i < seconds; ++i) {
    hear(stage, ear, recording, probability);
  }
}

static void test_ear_alone_stays_as_it_is(void** state)
{
  (void)state;
  Stage stage = begin();
  hear_on(&stage, 10, 0, -1, 0);
  assert_int_equal(stage.answer.artist, 0);
  assert_int_equal(stage.answer.known_by, BYLINE_KNOWN_BY_EAR);
  assert_int_equal(stage.changes, 1);
  assert_true(stage.answer.top[0].probability == 0.75f);
}

static void test_a_sure_recording_wins(void** state)
{
  (void)state;
  Stage stage = begin();
  hear_on(&stage, 5, 0, ALPHA_ONE, 0.99);
  assert_int_equal(stage.answer.artist, 1); // by its name, whatever its case
  assert_int_equal(stage.answer.known_by, BYLINE_KNOWN_BY_RECORDING);
  assert_string_equal(stage.answer.recording.title, "One");
  assert_true(stage.answer.recording.speed == 1.08f);
  assert_int_equal(stage.answer.top[0].artist, 1);
  /* The law of total probability */
  assert_true(fabsf(stage.answer.top[0].probability - (0.99f + 0.01f * 0.25f)) <
              1e-5f);
  assert_true(fabsf(stage.answer.top[1].probability - 0.01f * 0.75f) < 1e-5f);
}

static void test_an_unsure_recording_does_not(void** state)
{
  (void)state;
  Stage stage = begin();
  hear_on(&stage, 10, 0, ALPHA_ONE, 0.3);
  assert_int_equal(stage.answer.artist, 0);
  assert_int_equal(stage.answer.known_by, BYLINE_KNOWN_BY_EAR);
  assert_true(fabsf(stage.answer.top[0].probability - 0.7f * 0.75f) < 1e-5f);
}

/* An artist whom the ear does not know has a name all the same */
static void test_a_stranger_has_a_name(void** state)
{
  (void)state;
  Stage stage = begin();
  hear_on(&stage, 5, -1, STRANGER, 0.9);
  assert_int_equal(stage.answer.state, BYLINE_STATE_KNOWN);
  assert_int_equal(stage.answer.artist, BYLINE_RECORDING_ARTIST);
  assert_string_equal(
      byline_answer_name(&stage.answer, names, stage.answer.top[0].artist),
      "Stranger");
  const BylineHistoryEntry entry = byline_announcement(&stage.answer, names);
  assert_string_equal(entry.artist, "Stranger");
  assert_string_equal(entry.title, "Three");
  assert_int_equal(entry.known_by, BYLINE_KNOWN_BY_RECORDING);
}

/* What the ear has named, the recording only tells more of */
static void test_a_title_is_no_second_answer(void** state)
{
  (void)state;
  Stage stage = begin();
  hear_on(&stage, 4, 1, -1, 0);
  hear_on(&stage, 30, 1, ALPHA_ONE, 0.99);
  assert_int_equal(stage.changes, 1);
  assert_int_equal(stage.refinements, 1);
  assert_string_equal(stage.answer.recording.title, "One");
  /* A hand on the pitch fader: it is not found for a while */
  hear_on(&stage, 5, 1, -1, 0);
  hear_on(&stage, 30, 1, ALPHA_ONE, 0.99);
  assert_int_equal(stage.changes, 1);
  /* Even where the ear has never known it */
  hear_on(&stage, 4, 0, -1, 0);
  hear_on(&stage, 30, 0, ALPHA_ONE, 0.99);
  assert_int_equal(stage.changes, 1);
}

static void test_another_song_of_theirs_is_one(void** state)
{
  (void)state;
  Stage stage = begin();
  hear_on(&stage, 30, 1, ALPHA_ONE, 0.99);
  hear_on(&stage, 10, 1, ALPHA_TWO, 0.99);
  assert_int_equal(stage.changes, 2);
  assert_string_equal(stage.answer.recording.title, "Two");
  /* Then one that is in no index: the ear has it, after a while */
  hear_on(&stage, 40, 1, -1, 0);
  assert_int_equal(stage.changes, 3);
  assert_int_equal(stage.answer.artist, 1);
  assert_int_equal(stage.answer.known_by, BYLINE_KNOWN_BY_EAR);
}

/* The ear was wrong about a song, and says so still when it has ended */
static void test_a_mistake_does_not_come_back(void** state)
{
  (void)state;
  Stage stage = begin();
  hear_on(&stage, 30, 0, ALPHA_ONE, 0.99);
  hear_on(&stage, 12, 0, -1, 0);
  assert_int_equal(stage.answer.artist, -1);
  assert_int_equal(stage.answer.state, BYLINE_STATE_UNKNOWN);
  hear_on(&stage, 20, 0, -1, 0); // it meant it
  assert_int_equal(stage.answer.artist, 0);
}

/* Ask each second about a song that is played from some time of it on */
static void listen(uint64_t seed, double from, double speed,
                   BylineTrackLook* look)
{
  BylineTrackEar* ear = NULL;
  const size_t n = 15 * SONG_RATE;
  float* const samples = song_play(seed, from, speed, n);
  assert_int_equal(byline_track_ear_new(recordings, SONG_RATE, &ear),
                   BYLINE_OK);
  for (size_t done = 0; done < n;) {
    const size_t room = byline_track_ear_room(ear);
    const size_t piece = room < n - done ? room : n - done;
    byline_track_ear_hear(ear, samples + done, NULL, piece);
    done += piece;
    byline_track_ear_ask(ear, (double)done / SONG_RATE, look);
  }
  while (!look->asked) {
    byline_track_ear_ask(ear, 100, look);
  }
  byline_track_ear_free(ear);
  free(samples);
}

static void test_songs_are_known_again_at_any_speed(void** state)
{
  (void)state;
  static const double speeds[] = {1, 1.08, 0.92};
  for (size_t i = 0; i < sizeof(speeds) / sizeof(speeds[0]); ++i) {
    BylineTrackLook look = {.asked = false};
    listen(ALPHA_TWO + 1, 20, speeds[i], &look);
    assert_true(look.n >= 1);
    assert_int_equal(look.matches[0].recording, ALPHA_TWO);
    assert_true(look.matches[0].recent);
    assert_true(fabs(look.matches[0].speed - speeds[i]) < 0.01);
    assert_true(fabs(look.matches[0].position - (20 + 15 * speeds[i])) < 1.5);
  }
  BylineTrackLook look = {.asked = false};
  listen(99, 20, 1, &look);
  assert_true(look.n == 0 || look.matches[0].probability < 0.5);
}

/* Two songs with a crossfade, what the ear says before and after, chance */
static void test_recordings_lie_over_the_ears_history(void** state)
{
  (void)state;
  BylineTrackStory story = {0};
  BylineHistory history = {0};
  const BylineHistoryEntry ear = {.end = 120, .artist = "Beta"};
  byline_history_add(&history, &ear);
  for (int time = 1; time < 120; ++time) {
    BylineTrackLook look = {.asked = true, .n = 1};
    look.matches[0] =
        (BylineRecordingMatch){.recording = time < 60 ? ALPHA_ONE : STRANGER,
                               .position = time < 60 ? time - 20 : time - 50,
                               .speed = 1,
                               .probability = time == 100 ? 0.2 : 0.9,
                               .recent = true};
    look.matches[0].recording =
        time == 110 ? ALPHA_TWO : look.matches[0].recording;
    look.n = (time >= 24 && time < 95) || time == 100 || time == 110;
    assert_true(byline_track_story_note(&story, time, &look));
  }
  assert_true(byline_track_story_lay(&story, recordings, &history));
  assert_int_equal(history.n, 4);
  assert_string_equal(history.entries[0].artist, "Beta");
  assert_true(history.entries[0].end == 20.5);
  assert_string_equal(history.entries[1].title, "One");
  assert_true(history.entries[1].begin == 20.5); // 3.5 s before it was found
  assert_string_equal(history.entries[2].artist, "Stranger");
  assert_true(history.entries[2].begin == history.entries[1].end);
  assert_true(history.entries[2].end == 92.5);
  assert_string_equal(history.entries[3].artist, "Beta");
  byline_history_clear(&history);
  byline_track_story_clear(&story);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_ear_alone_stays_as_it_is),
      cmocka_unit_test(test_a_sure_recording_wins),
      cmocka_unit_test(test_an_unsure_recording_does_not),
      cmocka_unit_test(test_a_stranger_has_a_name),
      cmocka_unit_test(test_a_title_is_no_second_answer),
      cmocka_unit_test(test_another_song_of_theirs_is_one),
      cmocka_unit_test(test_a_mistake_does_not_come_back),
      cmocka_unit_test(test_songs_are_known_again_at_any_speed),
      cmocka_unit_test(test_recordings_lie_over_the_ears_history),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
