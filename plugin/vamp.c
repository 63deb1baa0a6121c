/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Byline for hosts that analyse recordings (Sonic Visualiser, Audacity), behind
   the C interface of Vamp 2.  Outputs: who plays from when to when, as `byline
   identify` tells it, with the title where the user's index of recordings has
   it, and the voice, as a curve.

   All of it comes at the end: who plays is told best from the whole. */

#include "byline/model.h"
#include "index_watch.h"
#include "installed_model.h"
#include "recognizer/recording.h"
#include "voice/voice_curve.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vamp/vamp.h>

/* What hosts are asked for, in frames; others will do */
#define BLOCK 4096

enum { ARTISTS, VOICE, N_OUTPUTS };

/* An instance */
typedef struct {
  float rate; ///< Of the sound, in Hz
  unsigned n_channels;
  unsigned step;                 ///< Frames a block goes on by
  double begin;                  ///< Time of the first block, in s
  bool begun;                    ///< There was one
  BylineModel* model;            ///< NULL before byline_initialise()
  BylineIndex index;             ///< Of known recordings
  BylineRecordingStream* stream; ///< NULL likewise, and at the end
  BylineVoiceCurve voice;        ///< Empty likewise
} Analyser;

static void complain(void)
{
  fprintf(stderr, "byline: %s\n", byline_error_message());
}

/* ---- making and freeing */

static VampPluginHandle instantiate(const VampPluginDescriptor* descriptor,
                                    float rate)
{
  (void)descriptor;
  Analyser* const analyser = calloc(1, sizeof(*analyser));
  if (analyser) {
    analyser->rate = rate;
  }
  return analyser;
}

/* Back to what it was before it was initialised */
static void clear(Analyser* analyser)
{
  byline_recording_stream_free(analyser->stream);
  byline_index_clear(&analyser->index);
  byline_model_free(analyser->model);
  byline_voice_curve_clear(&analyser->voice);
  *analyser = (Analyser){.rate = analyser->rate};
}

static void cleanup(VampPluginHandle handle)
{
  clear(handle);
  free(handle);
}

static BylineStatus begin_stream(Analyser* analyser)
{
  bool changed = false;
  byline_recording_stream_free(analyser->stream); // it may use the index
  analyser->stream = NULL;
  if (byline_index_look(&analyser->index, &changed) != BYLINE_OK) {
    complain(); // then there is the ear
  }
  const BylineRecordingSettings settings = {
      .settings = byline_recognizer_settings_default(),
      .recordings = analyser->index.opened};
  return byline_recording_stream_new(analyser->model, (double)analyser->rate,
                                     &settings, &analyser->stream);
}

static BylineStatus prepare(Analyser* analyser)
{
  char* path = NULL;
  BYLINE_TRY(byline_installed_model_find(&path));
  const BylineStatus status = byline_model_load(path, &analyser->model);
  free(path);
  BYLINE_TRY(status);
  BYLINE_TRY(begin_stream(analyser));
  return byline_voice_curve_init(&analyser->voice, (double)analyser->rate);
}

/* Of blocks that overlap, only what is new counts; there must be nothing
   between them */
static int initialise(VampPluginHandle handle, unsigned n_channels,
                      unsigned step, unsigned block)
{
  Analyser* const analyser = handle;
  clear(analyser);
  analyser->n_channels = n_channels;
  analyser->step = step;
  if (n_channels < 1 || n_channels > 2 || step < 1 || step > block) {
    return 0;
  }
  if (prepare(analyser) != BYLINE_OK) {
    complain();
    clear(analyser);
    return 0;
  }
  return 1;
}

static void reset(VampPluginHandle handle)
{
  Analyser* const analyser = handle;
  if (!analyser->model) {
    return;
  }
  if (begin_stream(analyser) != BYLINE_OK) {
    complain();
  }
  byline_voice_curve_reset(&analyser->voice);
  analyser->begun = false;
}

/* ---- what hosts are told before */

static float get_parameter(VampPluginHandle handle, int parameter)
{
  (void)handle;
  (void)parameter;
  return 0;
}

static void set_parameter(VampPluginHandle handle, int parameter, float value)
{
  (void)handle;
  (void)parameter;
  (void)value;
}

static unsigned get_program(VampPluginHandle handle)
{
  (void)handle;
  return 0;
}

static void select_program(VampPluginHandle handle, unsigned program)
{
  (void)handle;
  (void)program;
}

static unsigned get_block(VampPluginHandle handle)
{
  (void)handle;
  return BLOCK;
}

static unsigned get_min_channels(VampPluginHandle handle)
{
  (void)handle;
  return 1;
}

static unsigned get_max_channels(VampPluginHandle handle)
{
  (void)handle;
  return 2;
}

static unsigned get_n_outputs(VampPluginHandle handle)
{
  (void)handle;
  return N_OUTPUTS;
}

static VampOutputDescriptor* get_output(VampPluginHandle handle,
                                        unsigned output)
{
  const Analyser* const analyser = handle;
  VampOutputDescriptor* const d =
      output < N_OUTPUTS ? calloc(1, sizeof(*d)) : NULL;
  if (!d) {
    return NULL;
  }
  *d = (VampOutputDescriptor){.unit = "",
                              .hasFixedBinCount = 1,
                              .binCount = 1,
                              .sampleType = vampVariableSampleRate};
  if (output == ARTISTS) {
    d->identifier = "artists";
    d->name = "Artists";
    d->description = "Who plays from when to when: the label is the name, the "
                     "value the number in the model, 0 for nobody known";
    d->hasDuration = 1;
    d->hasKnownExtents = analyser->model != NULL;
    d->maxValue = analyser->model
                      ? (float)byline_model_info(analyser->model)->n_artists
                      : 0;
    d->isQuantized = 1;
    d->quantizeStep = 1;
  } else {
    d->identifier = "voice";
    d->name = "Voice";
    d->description = "How probable it is that somebody sings or speaks";
    d->hasKnownExtents = 1;
    d->maxValue = 1;
  }
  return d;
}

static void release_output(VampOutputDescriptor* descriptor)
{
  free(descriptor);
}

/* ---- hearing */

/* No results; what release_features() frees */
static VampFeatureList* new_features(void)
{
  return calloc(N_OUTPUTS, sizeof(VampFeatureList));
}

static VampFeatureList* process(VampPluginHandle handle,
                                const float* const* channels, int sec, int nsec)
{
  Analyser* const analyser = handle;
  if (analyser->stream) {
    const float* const right = analyser->n_channels > 1 ? channels[1] : NULL;
    if (!analyser->begun) {
      analyser->begin = sec + 1e-9 * nsec;
      analyser->begun = true;
    }
    byline_recording_stream_push(analyser->stream, channels[0], right,
                                 analyser->step);
    byline_voice_curve_push(&analyser->voice, channels[0], right,
                            analyser->step);
  }
  return new_features();
}

/* ---- results */

/* Room for `n` results of an output; the second half are their durations */
static bool make_features(VampFeatureList* list, size_t n)
{
  list->features = calloc(2 * n + 1, sizeof(*list->features));
  list->featureCount = list->features ? (unsigned)n : 0;
  return list->features;
}

static void set_time(double time, int* sec, int* nsec)
{
  const double whole = floor(time);
  *sec = (int)whole;
  *nsec = (int)(1e9 * (time - whole));
}

/* Takes the label over, which may be NULL */
static void set_feature(VampFeature* feature, double time, float value,
                        char* label)
{
  feature->hasTimestamp = 1;
  set_time(time, &feature->sec, &feature->nsec);
  feature->values = malloc(sizeof(float));
  feature->valueCount = feature->values != NULL;
  if (feature->values) {
    feature->values[0] = value;
  }
  feature->label = label;
}

/* A name's number in the model, from 1 on; 0 for nobody known */
static float number_of(const BylineModelInfo* info, const char* name)
{
  for (size_t i = 0; i < info->n_artists; ++i) {
    if (!strcmp(info->artists[i], name)) {
      return (float)(i + 1);
    }
  }
  return 0;
}

/* "Artist - Title", as much of it as is known; to be freed */
static char* label_of(const BylineHistoryEntry* entry)
{
  const char* const title = byline_history_title(entry);
  char* label = NULL;
  return asprintf(&label, "%s%s%s", byline_history_name(entry),
                  title[0] ? " - " : "", title) < 0
             ? NULL
             : label;
}

static void tell_artists(Analyser* analyser, VampFeatureList* list)
{
  const BylineModelInfo* const info = byline_model_info(analyser->model);
  BylineRecording recording;
  if (byline_recording_stream_end(analyser->stream, "this sound", &recording) !=
      BYLINE_OK) {
    complain();
    return;
  }
  const BylineHistory* const history = &recording.history;
  if (make_features(list, history->n)) {
    for (size_t i = 0; i < history->n; ++i) {
      const BylineHistoryEntry* const entry = &history->entries[i];
      VampFeatureV2* const length = &list->features[history->n + i].v2;
      set_feature(&list->features[i].v1, analyser->begin + entry->begin,
                  number_of(info, entry->artist), label_of(entry));
      length->hasDuration = 1;
      set_time(entry->end - entry->begin, &length->durationSec,
               &length->durationNsec);
    }
  }
  byline_recording_free(&recording);
}

static void tell_voice(const Analyser* analyser, VampFeatureList* list)
{
  const BylineVoiceCurve* const voice = &analyser->voice;
  if (make_features(list, voice->n)) {
    for (size_t i = 0; i < voice->n; ++i) {
      set_feature(&list->features[i].v1,
                  analyser->begin + voice->points[i].time,
                  voice->points[i].probability, NULL);
    }
  }
}

static VampFeatureList* get_remaining(VampPluginHandle handle)
{
  Analyser* const analyser = handle;
  VampFeatureList* const lists = new_features();
  if (lists && analyser->stream) {
    byline_voice_curve_end(&analyser->voice);
    tell_artists(analyser, &lists[ARTISTS]);
    tell_voice(analyser, &lists[VOICE]);
    byline_recording_stream_free(analyser->stream);
    analyser->stream = NULL; // until it is reset
  }
  return lists;
}

static void release_features(VampFeatureList* lists)
{
  for (int output = 0; lists && output < N_OUTPUTS; ++output) {
    for (unsigned i = 0; i < lists[output].featureCount; ++i) {
      free(lists[output].features[i].v1.values);
      free(lists[output].features[i].v1.label);
    }
    free(lists[output].features);
  }
  free(lists);
}

__attribute__((visibility("default"))) const VampPluginDescriptor*
vampGetPluginDescriptor(unsigned version, unsigned index)
{
  static const VampPluginDescriptor descriptor = {
      .vampApiVersion = 2,
      .identifier = "byline",
      .name = "Byline",
      .description = "Names the artists who are playing",
      .maker = "The Byline authors",
      .pluginVersion = 1,
      .copyright = "GPL-3.0-or-later",
      .inputDomain = vampTimeDomain,
      .instantiate = instantiate,
      .cleanup = cleanup,
      .initialise = initialise,
      .reset = reset,
      .getParameter = get_parameter,
      .setParameter = set_parameter,
      .getCurrentProgram = get_program,
      .selectProgram = select_program,
      .getPreferredStepSize = get_block,
      .getPreferredBlockSize = get_block,
      .getMinChannelCount = get_min_channels,
      .getMaxChannelCount = get_max_channels,
      .getOutputCount = get_n_outputs,
      .getOutputDescriptor = get_output,
      .releaseOutputDescriptor = release_output,
      .process = process,
      .getRemainingFeatures = get_remaining,
      .releaseFeatureSet = release_features};
  return version >= 2 && index == 0 ? &descriptor : NULL;
}
