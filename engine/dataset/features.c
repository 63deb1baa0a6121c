/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/features.h"

#include "base/file.h"
#include "base/half.h"
#include "base/stop.h"
#include "byline/audio_file.h"
#include "dataset/index_music.h"
#include "dataset/npy.h"
#include "dataset/pauses.h"
#include "dataset/sound.h"
#include "dataset/stem_columns.h"
#include "spectrum/front_end_json.h"
#include "voice/voice_queue.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* To be raised when the same settings give other columns than before */
#define COLUMNS_VERSION "2"

/* Samples decoded at a time */
#define CHUNK 16384

/* Effects need all of the sound in memory: so much of it, in seconds */
#define MAX_VARIED_SECONDS 900.0

/* Most values of a column that a front end may have */
#define MAX_BANDS 3072

/* Columns on their way into a file */
typedef struct {
  BylineOutput output;
  size_t n_bands;
  size_t n_frames;
  BylinePauses pauses;
  BylineConstellation* constellation; ///< NULL: not wanted
} Writer;

/* Give the settings a name: the digest of all that decides the columns. */
static BylineStatus name_settings(const char* effects,
                                  BylineFeatureMaker* maker)
{
  json_t* const object = byline_front_end_to_json(&maker->front_end);
  char* const text =
      object ? json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
  json_decref(object);
  char* identity = NULL;
  int size = -1;
  if (text && effects[0]) {
    size = asprintf(&identity, "%s" COLUMNS_VERSION "%s %llu", text, effects,
                    (unsigned long long)maker->seed);
  } else if (text) {
    size = asprintf(&identity, "%s" COLUMNS_VERSION, text);
  }
  free(text);
  if (size < 0) {
    return byline_no_memory(NULL);
  }
  const BylineStatus status =
      byline_digest_data(identity, (size_t)size, maker->id);
  free(identity);
  return status;
}

BylineStatus byline_feature_maker_init(const char* folder,
                                       const BylineFrontEnd* front_end,
                                       const char* effects, uint64_t seed,
                                       const volatile sig_atomic_t* stop,
                                       BylineFeatureMaker* maker)
{
  *maker = (BylineFeatureMaker){
      .folder = folder, .front_end = *front_end, .seed = seed, .stop = stop};
  BYLINE_TRY(byline_front_end_check(front_end));
  if (effects[0]) {
    BYLINE_TRY(byline_effect_chain_parse(effects, &maker->effects));
  }
  return name_settings(effects, maker);
}

/* Take the last `n` columns back. */
static void take_back(Writer* writer, size_t n)
{
  const size_t size = n * writer->n_bands * sizeof(uint16_t);
  if (fseeko(writer->output.stream, -(off_t)size, SEEK_CUR) == 0 &&
      byline_output_cut(&writer->output) == BYLINE_OK) {
    writer->n_frames -= n;
  }
}

static void write_column(void* user, const float* column)
{
  Writer* const writer = user;
  const size_t n_silent = byline_pauses_push(&writer->pauses, column);
  if (n_silent > 0) {
    take_back(writer, n_silent);
  }
  uint16_t halves[MAX_BANDS];
  byline_half_from_float(column, writer->n_bands, halves);
  fwrite(halves, sizeof(*halves), writer->n_bands, writer->output.stream);
  ++writer->n_frames;
}

/* Decode a file into columns. */
static BylineStatus decode(const BylineFeatureMaker* maker,
                           BylineAudioFile* file,
                           BylineSpectrogram* spectrogram,
                           BylineSketcher* sketcher, float* samples,
                           Writer* writer)
{
  float* const left = samples;
  float* const right = samples + CHUNK;
  for (;;) {
    size_t n = 0;
    BylineStatus status = byline_stop_check(maker->stop);
    BYLINE_THEN(status, byline_audio_file_read(file, left, right, CHUNK, &n));
    if (status == BYLINE_OK && sketcher) {
      status = byline_sketcher_feed(sketcher, left, right, n);
    }
    if (status != BYLINE_OK) {
      return status;
    }
    if (n == 0) {
      byline_spectrogram_flush(spectrogram, write_column, writer);
      return BYLINE_OK;
    }
    byline_spectrogram_push(spectrogram, left, right, n, write_column, writer);
  }
}

static BylineStatus write_columns(const BylineFeatureMaker* maker,
                                  const char* path, Writer* writer)
{
  BylineAudioFile* file = NULL;
  BylineSpectrogram* spectrogram = NULL;
  BylineSketcher* sketcher = NULL;
  float* const samples = malloc(2 * CHUNK * sizeof(*samples));
  BylineStatus status =
      samples ? byline_audio_file_open(path, &file) : byline_no_memory(path);
  BYLINE_THEN(status, byline_spectrogram_new(
                          &maker->front_end, &byline_voice_finder,
                          byline_audio_file_rate(file), &spectrogram));
  if (status == BYLINE_OK && writer->constellation) {
    status = byline_sketcher_new(byline_audio_file_rate(file), &sketcher);
  }
  BYLINE_THEN(status,
              decode(maker, file, spectrogram, sketcher, samples, writer));
  if (status == BYLINE_OK && sketcher) {
    status = byline_sketcher_finish(sketcher, writer->constellation);
  }
  byline_sketcher_free(sketcher);
  byline_spectrogram_free(spectrogram);
  byline_audio_file_close(file);
  free(samples);
  return status;
}

/* The same for sound that goes through effects, which need all of it. */
static BylineStatus write_varied_columns(const BylineFeatureMaker* maker,
                                         const char* path, Writer* writer)
{
  BylineSound sound;
  BylineSpectrogram* spectrogram = NULL;
  BYLINE_TRY(byline_stop_check(maker->stop));
  BylineStatus status = byline_sound_read(path, MAX_VARIED_SECONDS, &sound);
  BYLINE_THEN(status,
              byline_effect_chain_apply(&maker->effects, maker->seed, &sound));
  BYLINE_THEN(status,
              byline_spectrogram_new(&maker->front_end, &byline_voice_finder,
                                     sound.rate, &spectrogram));
  for (size_t at = 0; status == BYLINE_OK && at < sound.n; at += CHUNK) {
    const size_t n = sound.n - at < CHUNK ? sound.n - at : CHUNK;
    byline_spectrogram_push(spectrogram, sound.channels[0] + at,
                            sound.channels[1] + at, n, write_column, writer);
    status = byline_stop_check(maker->stop);
  }
  if (status == BYLINE_OK) {
    byline_spectrogram_flush(spectrogram, write_column, writer);
  }
  byline_spectrogram_free(spectrogram);
  byline_sound_free(&sound);
  return status;
}

/* Write a track's columns, whichever way they are made. */
static BylineStatus write_track(const BylineFeatureMaker* maker,
                                const char* path, const char* stem,
                                Writer* writer)
{
  if (stem) {
    assert(maker->effects.n == 0);
    return byline_stem_columns(&maker->front_end, path, stem, maker->stop,
                               write_column, writer);
  }
  return maker->effects.n > 0 ? write_varied_columns(maker, path, writer)
                              : write_columns(maker, path, writer);
}

/* Write the features file at `target`. */
static BylineStatus write_file(const BylineFeatureMaker* maker,
                               const char* path, const char* stem,
                               const char* target,
                               BylineConstellation* constellation,
                               size_t* n_frames, bool* fatal)
{
  Writer writer = {.constellation = constellation,
                   .n_bands = byline_front_end_cells(&maker->front_end)};
  BylineStatus status = byline_output_open(target, &writer.output);
  if (status != BYLINE_OK) {
    *fatal = true;
    return status;
  }
  assert(writer.n_bands <= MAX_BANDS);
  byline_pauses_init(&writer.pauses, &maker->front_end);
  byline_npy_put_header(writer.output.stream, 0, writer.n_bands);
  status = write_track(maker, path, stem, &writer);
  if (status != BYLINE_OK) {
    byline_output_abandon(&writer.output);
    return status;
  }
  *n_frames = writer.n_frames;
  /* rewind() would forget that the disk was full */
  fseeko(writer.output.stream, 0, SEEK_SET);
  byline_npy_put_header(writer.output.stream, writer.n_frames, writer.n_bands);
  status = byline_output_commit(&writer.output);
  *fatal = status != BYLINE_OK;
  return status;
}

/* Name a features file after all that decides what is in it. */
static BylineStatus name_features(const BylineFeatureMaker* maker,
                                  const char* path, const char* stem,
                                  char name[static BYLINE_FEATURES_NAME_SIZE])
{
  char sound[BYLINE_DIGEST_SIZE];
  char settings[BYLINE_DIGEST_SIZE];
  memcpy(settings, maker->id, sizeof(settings));
  BYLINE_TRY(byline_digest_file(path, sound));
  if (stem) {
    char both[2 * BYLINE_DIGEST_SIZE];
    char voice[BYLINE_DIGEST_SIZE];
    BYLINE_TRY(byline_digest_file(stem, voice));
    const int n = snprintf(both, sizeof(both), "%s%s", maker->id, voice);
    BYLINE_TRY(byline_digest_data(both, (size_t)n, settings));
  }
  snprintf(name, BYLINE_FEATURES_NAME_SIZE, "%s-%.8s.npy", sound, settings);
  return BYLINE_OK;
}

/* ---- peaks */

/* The file that has a sound's peaks, whatever the settings; to be freed */
static char* path_of_peaks(const char* folder, const char* name)
{
  char file[BYLINE_FEATURES_NAME_SIZE + 8];
  snprintf(file, sizeof(file), "%.*s.peaks", (int)strcspn(name, "-"), name);
  return byline_path_join(folder, file);
}

BylineStatus byline_features_read_peaks(const char* folder,
                                        const BylineFeatures* features,
                                        BylineConstellation* constellation)
{
  *constellation = (BylineConstellation){0};
  char* const path = path_of_peaks(folder, features->name);
  const BylineStatus status =
      path ? byline_constellation_read(path, constellation)
           : byline_no_memory(NULL);
  free(path);
  return status;
}

/* Keep the peaks of a sound, which are found now unless that was done while it
   was decoded. */
static BylineStatus keep_peaks(const BylineFeatureMaker* maker,
                               const char* path, const BylineFeatures* features,
                               BylineConstellation* constellation, bool* fatal)
{
  BylineStatus status = BYLINE_OK;
  if (!constellation->peaks) {
    status = byline_track_sketch(path, maker->stop, constellation);
  }
  char* const target = path_of_peaks(maker->folder, features->name);
  if (status == BYLINE_OK && !target) {
    status = byline_no_memory(path);
  }
  if (status == BYLINE_OK) {
    status = byline_constellation_write(target, constellation);
    *fatal = status != BYLINE_OK;
  }
  free(target);
  return status;
}

/* ---- both */

/* Whether features are there already */
static bool are_there(const BylineFeatureMaker* maker, const char* target,
                      BylineFeatures* features)
{
  BylineNpy npy;
  if (byline_npy_open(target, &npy) == BYLINE_OK) {
    features->reused =
        npy.n_columns == byline_front_end_cells(&maker->front_end);
    features->n_frames = npy.n_rows;
    byline_npy_close(&npy);
  }
  return features->reused;
}

/* Make what is not there yet of features and peaks. */
static BylineStatus make_both(const BylineFeatureMaker* maker, const char* path,
                              const char* stem, const char* target,
                              BylineConstellation* constellation,
                              BylineFeatures* features, bool* fatal)
{
  const bool lacks_peaks =
      maker->effects.n == 0 &&
      byline_features_read_peaks(maker->folder, features, constellation) !=
          BYLINE_OK;
  BylineStatus status = BYLINE_OK;
  if (!are_there(maker, target, features)) {
    /* Who hears a stem decodes otherwise */
    status = write_file(maker, path, stem, target,
                        lacks_peaks && !stem ? constellation : NULL,
                        &features->n_frames, fatal);
  }
  return status == BYLINE_OK && lacks_peaks
             ? keep_peaks(maker, path, features, constellation, fatal)
             : status;
}

BylineStatus byline_features_make(const BylineFeatureMaker* maker,
                                  const char* path, const char* stem,
                                  BylineConstellation* constellation,
                                  BylineFeatures* features, bool* fatal)
{
  BylineConstellation peaks = {0};
  *features = (BylineFeatures){0};
  *fatal = false;
  BylineStatus status = name_features(maker, path, stem, features->name);
  char* const target = byline_path_join(maker->folder, features->name);
  if (status == BYLINE_OK && !target) {
    status = byline_no_memory(path);
  }
  BYLINE_THEN(status,
              make_both(maker, path, stem, target, &peaks, features, fatal));
  BYLINE_THEN(status, byline_segment_find(target, &maker->front_end,
                                          &features->segment));
  free(target);
  if (constellation) {
    *constellation = peaks;
  } else {
    byline_constellation_free(&peaks);
  }
  return status;
}
