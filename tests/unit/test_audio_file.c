/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "byline/audio_file.h"
#include "tests/unit/folder.h"
#include "tests/unit/sound_file.h"
#include "tests/unit/suite.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define FULL_SINE 0.70710678

/* A whole file's samples */
typedef struct {
  float* left;
  float* right;
  size_t n;
  double rate;
} Sound;

static BylineStatus decode(const char* path, size_t chunk, Sound* sound)
{
  *sound = (Sound){0};
  BylineAudioFile* file = NULL;
  BylineStatus status = byline_audio_file_open(path, &file);
  if (status != BYLINE_OK) {
    return status;
  }
  sound->rate = byline_audio_file_rate(file);
  for (;;) {
    const size_t size = (sound->n + chunk) * sizeof(float);
    sound->left = realloc(sound->left, size);
    sound->right = realloc(sound->right, size);
    size_t n = 0;
    status = byline_audio_file_read(file, sound->left + sound->n,
                                    sound->right + sound->n, chunk, &n);
    sound->n += n;
    if (status != BYLINE_OK || n == 0) {
      break;
    }
  }
  byline_audio_file_close(file);
  return status;
}

static void sound_clear(Sound* sound)
{
  free(sound->left);
  free(sound->right);
  *sound = (Sound){0};
}

static void test_stereo_is_exact(void** state)
{
  (void)state;
  const TestTone tone = {44100, 2, 1.0, 1000, {0.5, 0.25}};
  write_tone("stereo.wav", &tone);
  Sound sound;
  assert_int_equal(decode("stereo.wav", 4096, &sound), BYLINE_OK);
  assert_int_equal(sound.n, 44100);
  assert_true(sound.rate == 44100);
  for (size_t i = 0; i < sound.n; ++i) {
    const double x = sin(2 * M_PI * 1000 * (double)i / 44100);
    assert_true(fabs(sound.left[i] - 0.5 * x) < 1e-4);
    assert_true(fabs(sound.right[i] - 0.25 * x) < 1e-4);
  }
  sound_clear(&sound);
}

static void test_mono_is_doubled(void** state)
{
  (void)state;
  const TestTone tone = {8000, 1, 1.0, 440, {0.8}};
  write_tone("mono.wav", &tone);
  Sound sound;
  assert_int_equal(decode("mono.wav", 1000, &sound), BYLINE_OK);
  assert_int_equal(sound.n, 8000);
  assert_memory_equal(sound.left, sound.right, sound.n * sizeof(float));
  assert_true(fabs(measure_level(sound.left, sound.n) - 0.8 * FULL_SINE) <
              1e-3);
  sound_clear(&sound);
}

static void test_many_channels_are_mixed(void** state)
{
  (void)state;
  const unsigned counts[] = {3, 4, 6, 8, 11, 16};
  for (size_t k = 0; k < sizeof(counts) / sizeof(counts[0]); ++k) {
    TestTone tone = {48000, counts[k], 0.25, 500, {0}};
    for (unsigned c = 0; c < counts[k]; ++c) {
      tone.amplitudes[c] = 0.25;
    }
    write_tone("many.wav", &tone);
    Sound sound;
    assert_int_equal(decode("many.wav", 777, &sound), BYLINE_OK);
    assert_int_equal(sound.n, 12000);
    const double level = measure_level(sound.left, sound.n);
    assert_true(level > 0.2 * FULL_SINE && level < 1.0 * FULL_SINE);
    assert_true(fabs(measure_frequency(sound.right, sound.n, 48000) - 500) <
                0.5);
    sound_clear(&sound);
  }
}

static void test_chunks_do_not_matter(void** state)
{
  (void)state;
  const TestTone tone = {22050, 2, 1.0, 700, {0.5, 0.5}};
  write_tone("chunks.wav", &tone);
  Sound a;
  Sound b;
  assert_int_equal(decode("chunks.wav", 1, &a), BYLINE_OK);
  assert_int_equal(decode("chunks.wav", 100000, &b), BYLINE_OK);
  assert_int_equal(a.n, b.n);
  assert_memory_equal(a.left, b.left, a.n * sizeof(float));
  sound_clear(&a);
  sound_clear(&b);
}

/* Encode a tone with ffmpeg as `path` and check what comes back. */
static void check_format(const char* path, const char* options)
{
  char command[512];
  snprintf(command, sizeof(command), "ffmpeg -y -i tone.wav %s %s", options,
           path);
  if (run_quietly(command) != 0) {
    fail_msg("%s", command);
  }
  Sound sound;
  if (decode(path, 5000, &sound) != BYLINE_OK) {
    fail_msg("%s", byline_error_message());
  }
  const size_t skip = (size_t)(sound.rate / 4);
  const size_t n = sound.n - 2 * skip;
  const double frequency = measure_frequency(sound.left + skip, n, sound.rate);
  const double level = measure_level(sound.left + skip, n);
  print_message("%s: %zu samples at %g Hz, tone %.2f Hz, level %.4f\n", path,
                sound.n, sound.rate, frequency, level);
  assert_true(fabs((double)sound.n / sound.rate - 2) < 0.1);
  assert_true(fabs(frequency - 1000) < 1);
  assert_true(fabs(level - 0.5 * FULL_SINE) < 0.02);
  sound_clear(&sound);
}

static void test_formats(void** state)
{
  (void)state;
  if (run_quietly("ffmpeg -version") != 0) {
    skip();
  }
  const TestTone tone = {44100, 2, 2.0, 1000, {0.5, 0.5}};
  write_tone("tone.wav", &tone);
  check_format("tone.mp3", "-b:a 128k");
  check_format("tone.ogg", "-c:a libvorbis");
  check_format("tone.opus", "-c:a libopus");
  check_format("tone.m4a", "-c:a aac");
  check_format("tone.flac", "-sample_fmt s32 -ar 96000");
  check_format("tone.wma", "-c:a wmav2");
  check_format("tone.aiff", "-c:a pcm_s24be");
  check_format("tone.w64", "-c:a pcm_f64le -ar 192000");
  check_format("surround.flac", "-af 'pan=5.1|FL=FL|FR=FR'");
}

static void test_tags(void** state)
{
  (void)state;
  const TestTone tone = {44100, 2, 2.0, 1000, {0.5, 0.5}};
  write_tone("tone.wav", &tone);
  BylineTags tags;
  assert_int_equal(byline_tags_read("tone.wav", &tags), BYLINE_OK);
  assert_string_equal(tags.artist, "");
  assert_string_equal(tags.title, "");
  assert_true(fabs(tags.duration - 2) < 0.01);
  byline_tags_free(&tags);

  if (run_quietly("ffmpeg -version") != 0) {
    skip();
  }
  const char* const names[] = {"tag.ogg", "tag.mp3", "tag.flac", "tag.m4a"};
  for (size_t i = 0; i < 4; ++i) {
    char command[512];
    snprintf(command, sizeof(command),
             "ffmpeg -y -i tone.wav -metadata artist=' Ann;Béla ' -metadata "
             "album_artist=Various -metadata album='At \"Home\"' "
             "-metadata title='One	two' %s",
             names[i]);
    assert_int_equal(run_quietly(command), 0);
    assert_int_equal(byline_tags_read(names[i], &tags), BYLINE_OK);
    assert_string_equal(tags.artist, "Ann; Béla");
    assert_string_equal(tags.album_artist, "Various");
    assert_string_equal(tags.album, "At \"Home\"");
    assert_string_equal(tags.title, "One two");
    assert_true(fabs(tags.duration - 2) < 0.1);
    byline_tags_free(&tags);
  }
}

/* An ID3v2.4 tag before nothing but a tone. */
static void write_id3(const char* path, const void* frames, size_t n,
                      unsigned flags)
{
  FILE* const file = fopen(path, "wb");
  fprintf(file, "ID3\4%c%c", 0, flags);
  for (int shift = 21; shift >= 0; shift -= 7) {
    fputc((int)(n >> shift & 0x7f), file);
  }
  fwrite(frames, 1, n, file);
  FILE* const tone = fopen("plain.mp3", "rb");
  for (int c = 0; (c = fgetc(tone)) != EOF;) {
    fputc(c, file);
  }
  fclose(tone);
  fclose(file);
}

static void expect_artist(const char* artist, const char* id)
{
  BylineTags tags;
  assert_int_equal(byline_tags_read("id3.mp3", &tags), BYLINE_OK);
  assert_string_equal(tags.artist, artist);
  assert_string_equal(tags.artist_id, id);
  byline_tags_free(&tags);
}

#define WRITE_ID3(frames, flags)                                               \
  write_id3("id3.mp3", frames, sizeof(frames) - 1, flags)

static void test_id3_with_several_values(void** state)
{
  (void)state;
  const TestTone tone = {44100, 1, 1.0, 1000, {0.5}};
  write_tone("tone.wav", &tone);
  if (run_quietly("ffmpeg -y -i tone.wav -id3v2_version 0 plain.mp3") != 0) {
    skip();
  }
  /* A picture before, UTF-8, an identity with several values */
  WRITE_ID3("APIC\0\0\0\4\0\0----"
            "TPE1\0\0\0\16\0\0\3Ann\0B\303\251la\0Cy\0"
            "TXXX\0\0\0\34\0\0\3MusicBrainz Artist Id\0a1\0b2"
            "TIT2\0\0\0\5\0\0\3Song",
            0);
  expect_artist("Ann; Béla; Cy", "a1; b2");
  /* UTF-16 with marks, unsynchronised; Latin-1; an extended header */
  WRITE_ID3("TPE1\0\0\0\17\0\2\1\377\0\376A\0\0\0\377\0\376\351\0\0\0", 0x80);
  expect_artist("A; é", "");
  WRITE_ID3("\0\0\0\6\1\0TPE1\0\0\0\4\0\0\0\351\0B", 0x40);
  expect_artist("é; B", "");
  /* Half a character does not end a name */
  WRITE_ID3("TPE1\0\0\0\15\0\0\1\377\376A\0\0\330B\0\0\0C\0", 0);
  expect_artist("A\357\277\275B; C", "");
  /* A single one stays libav's; damage is passed over */
  WRITE_ID3("TPE1\0\0\0\4\0\0\3Ann", 0);
  expect_artist("Ann", "");
  WRITE_ID3("TPE1\0\0\0\7\0\0\3A\0B\0\0\0TXXX\0\0\0\177\0\0\3M", 0);
  expect_artist("A; B", "");
}

static void test_foreign_encoding_becomes_utf8(void** state)
{
  (void)state;
  const TestTone tone = {44100, 1, 1.0, 1000, {0.5}};
  write_tone("latin.wav", &tone);
  static const char list[] = "LIST\x12\0\0\0INFOIART\x06\0\0\0Ren\xe9\0";
  FILE* const file = fopen("latin.wav", "ab");
  fwrite(list, 1, sizeof(list), file);
  fclose(file);
  BylineTags tags;
  assert_int_equal(byline_tags_read("latin.wav", &tags), BYLINE_OK);
  assert_string_equal(tags.artist, "René");
  byline_tags_free(&tags);
}

static void check_refused(const char* path, BylineStatus expected)
{
  Sound sound;
  const BylineStatus status = decode(path, 4096, &sound);
  sound_clear(&sound);
  assert_int_equal(status, expected);
  assert_non_null(strstr(byline_error_message(), path));
  assert_null(strchr(byline_error_message(), '\n'));
}

static void test_bad_files(void** state)
{
  (void)state;
  fclose(fopen("empty.mp3", "wb"));
  FILE* const file = fopen("text.mp3", "wb");
  for (int i = 0; i < 2000; ++i) {
    fprintf(file, "This is line %d and no music.\n", i);
  }
  fclose(file);
  mkdir("folder.mp3", 0777);
  check_refused("missing.mp3", BYLINE_ERROR_IO);
  check_refused("folder.mp3", BYLINE_ERROR_IO);
  check_refused("empty.mp3", BYLINE_ERROR_FORMAT);
  check_refused("text.mp3", BYLINE_ERROR_FORMAT);
  check_refused("http://localhost/a.mp3", BYLINE_ERROR_IO);
}

static void test_truncated_file_gives_what_is_there(void** state)
{
  (void)state;
  const TestTone tone = {44100, 2, 2.0, 1000, {0.5, 0.5}};
  write_tone("cut.wav", &tone);
  assert_int_equal(truncate("cut.wav", 44 + 44100 * 4), 0);
  Sound sound;
  assert_int_equal(decode("cut.wav", 4096, &sound), BYLINE_OK);
  assert_int_equal(sound.n, 44100);
  sound_clear(&sound);
}

/* Bytes overwritten here and there: no crash, and most of it is heard. */
static void test_damaged_file_is_heard(void** state)
{
  (void)state;
  const TestTone tone = {44100, 2, 4.0, 1000, {0.5, 0.5}};
  write_tone("tone.wav", &tone);
  if (run_quietly("ffmpeg -y -i tone.wav -b:a 128k damaged.mp3") != 0) {
    skip();
  }
  FILE* const file = fopen("damaged.mp3", "r+b");
  for (long at = 8000; at < 40000; at += 8000) {
    assert_int_equal(fseek(file, at, SEEK_SET), 0);
    fputs("damage, damage and more damage", file);
  }
  fclose(file);
  Sound sound;
  assert_int_equal(decode("damaged.mp3", 4096, &sound), BYLINE_OK);
  assert_true(sound.n > 3 * 44100);
  sound_clear(&sound);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_stereo_is_exact),
      cmocka_unit_test(test_mono_is_doubled),
      cmocka_unit_test(test_many_channels_are_mixed),
      cmocka_unit_test(test_chunks_do_not_matter),
      cmocka_unit_test(test_formats),
      cmocka_unit_test(test_tags),
      cmocka_unit_test(test_id3_with_several_values),
      cmocka_unit_test(test_foreign_encoding_becomes_utf8),
      cmocka_unit_test(test_bad_files),
      cmocka_unit_test(test_truncated_file_gives_what_is_there),
      cmocka_unit_test(test_damaged_file_is_heard),
  };
  return cmocka_run_group_tests(tests, folder_set_up, folder_tear_down);
}
