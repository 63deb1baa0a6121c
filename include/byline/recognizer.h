/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file recognizer.h
   The live path: sound goes in, ranked artists come out.

   The plugin's listener thread and `byline identify` both use this, so they
   give the same answers for the same sound.

       push -> spectrogram -> last window of columns -> is this music? ->
       network -> calibrated probabilities -> posterior filter -> ranking ->
       answer

   Tones, noise, clicks and speech are no music (engine/spectrum/README.md tells
   what else): the network is not asked, nobody is ranked, and the state is
   unknown.

   Artists are numbers: the model's own, or those of a list
   (recognizer/roster.h), which has others who were taught since.
*/

#ifndef BYLINE_RECOGNIZER_H
#define BYLINE_RECOGNIZER_H

#include "byline/history.h"
#include "byline/model.h"
#include "byline/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** How many artists an answer ranks. */
#define BYLINE_TOP 5

/** Shortest and longest stretch of sound that the network looks at, in s. */
#define BYLINE_MIN_WINDOW 3.0f
#define BYLINE_MAX_WINDOW 10.0f

/** What the recogniser is doing. */
typedef enum {
  BYLINE_STATE_LISTENING, ///< Too little heard yet for an answer
  BYLINE_STATE_SILENCE,   ///< Nothing is playing
  BYLINE_STATE_UNKNOWN,   ///< No artist above the threshold, or no music
  BYLINE_STATE_KNOWN      ///< An artist is named
} BylineState;

/** What users may turn; ranges and what is usual: byline/ports.def. */
typedef struct {
  float window;      ///< Seconds of sound per observation
  float interval;    ///< Seconds between answers
  float smoothing;   ///< Seconds over which evidence is gathered, 0 for none
  float threshold;   ///< Probability below which the artist is "unknown"
  float hold;        ///< Seconds a new artist must lead before it is announced
  float vocal_focus; ///< Share of the accompaniment taken out, 0 to 1
} BylineRecognizerSettings;

/** One place of the ranking. */
typedef struct {
  int32_t artist;    ///< Index into the list of artists, -1 for none
  float probability; ///< 0 to 1
} BylineRank;

/** The number of an artist that is not among the model's: that of the recording
    which is heard. */
#define BYLINE_RECORDING_ARTIST INT32_MAX

/** A recording that is heard, of those in the index; strings are the index's,
    and NULL where there is none. */
typedef struct {
  const char* artist;
  const char* title;
  const char* album;
  const char* id; ///< As BylineHistoryEntry; so the next
  const char* file;
  float probability; ///< That it is this one
  float speed;       ///< As BylineHistoryEntry; so the next
  float pitch;
  double position; ///< Seconds from its begin to what is heard
} BylineHeardRecording;

/** What is known at one step. */
typedef struct {
  double time;                ///< Seconds of sound heard so far
  BylineState state;          ///< What the rest means
  BylineRank top[BYLINE_TOP]; ///< Most probable first; places left over: -1, 0
  int32_t artist;             ///< Who is announced, -1 for nobody
  BylineKnownBy known_by;     ///< What knows them
  BylineHeardRecording recording; ///< That, or else the likeliest one
  float confidence; ///< Probability of top[0], 0 when there is none
  bool changed;     ///< Another artist or recording than in the last
  bool refined; ///< The same as in the last, but by now its recording is known
} BylineAnswer;

/** What an artist of an answer is called, "" for nobody; a recording that tells
    no artist has its title's name.

    @param artists The model's names. */
static inline const char* byline_answer_name(const BylineAnswer* answer,
                                             char* const* artists,
                                             int32_t artist)
{
  return artist < 0                         ? ""
         : artist < BYLINE_RECORDING_ARTIST ? artists[artist]
         : answer->recording.artist[0]      ? answer->recording.artist
                                            : answer->recording.title;
}

/** What stands behind the name of who is announced: the title of a recording,
    or "". */
static inline const char* byline_answer_title(const BylineAnswer* answer)
{
  return answer->known_by == BYLINE_KNOWN_BY_RECORDING &&
                 answer->recording.artist[0]
             ? answer->recording.title
             : "";
}

/** Who is told; either may be NULL. */
typedef struct {
  void (*answer)(void* user, const BylineAnswer* answer); ///< A new answer
  void (*column)(void* user, const float* column); ///< All sound, n_mels dB
  void* user;                                      ///< Passed on to both
} BylineRecognizerEvents;

/** A recogniser listening to one stream. */
typedef struct BylineRecognizer BylineRecognizer;

/** Whom it can name (recognizer/roster.h). */
typedef struct BylineRoster BylineRoster;

/** What was heard of late (recognizer/heard.h). */
typedef struct BylineHeard BylineHeard;

/** How much of what was heard can still be learnt from, in s. */
#define BYLINE_HEARD_SECONDS 60.0

/** The settings as they usually are. */
BylineRecognizerSettings byline_recognizer_settings_default(void);

/**
   Make a recogniser.  All memory that it will ever need is taken here, except
   for vocal focus.

   @param model Must outlive it; may be shared with others.
   @param sample_rate Of the sound that will come, in Hz.
   @param settings Copied; values out of range are brought into it.
   @param events Copied.
   @param[out] recognizer To be freed with byline_recognizer_free().
   @return BYLINE_OK, BYLINE_ERROR_USAGE, BYLINE_ERROR_FORMAT or
   BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_recognizer_new(const BylineModel* model, double sample_rate,
                                   const BylineRecognizerSettings* settings,
                                   const BylineRecognizerEvents* events,
                                   BylineRecognizer** recognizer);

/** Free a recogniser.  NULL is fine. */
void byline_recognizer_free(BylineRecognizer* recognizer);

/**
   Turn the knobs; holds from the next answer on.

   Vocal focus holds for sound yet to come, and not for models that have learnt
   with one: they hear as they have learnt.

   @return BYLINE_OK; or, when vocal focus is first turned up,
   BYLINE_ERROR_MEMORY: then everything else is as asked for.
*/
BylineStatus
byline_recognizer_configure(BylineRecognizer* recognizer,
                            const BylineRecognizerSettings* settings);

/** An index of recordings (recordings/recordings.h). */
typedef struct BylineRecordings BylineRecordings;

/**
   Also ask an index of recordings, each second.

   @param index Must outlive the use of the recogniser's answers; the one before
   must until the next call.  NULL: ask no more.
   @return BYLINE_OK; or BYLINE_ERROR_MEMORY or BYLINE_ERROR_USAGE (the sound's
   rate is none that it can hear): then none is asked.
*/
BylineStatus byline_recognizer_set_recordings(BylineRecognizer* recognizer,
                                              const BylineRecordings* index);

/**
   Name artists of a list from the next answer on.  Who is announced stays so
   under the same name; else the answers begin anew, with all that was heard.

   @param artists Of the same model; must outlive the recogniser or the next
   call, before which the list of before must still be there.  NULL: the
   model's own artists, in its order.
   @return BYLINE_OK, or BYLINE_ERROR_MEMORY, after which all is as before.
*/
BylineStatus byline_recognizer_set_roster(BylineRecognizer* recognizer,
                                          BylineRoster* roster);

/** The last BYLINE_HEARD_SECONDS, back to the last silence of 3 s; the
    recogniser's own, as it is until more is heard. */
const BylineHeard* byline_recognizer_heard(const BylineRecognizer* recognizer);

/** The probability that somebody sings or speaks, 0 to 1, in the last second;
    0 in silence, -1 where it is not known: there was no second, or the
    model does not separate the voice. */
float byline_recognizer_voice(const BylineRecognizer* recognizer);

/** Forget everything heard. */
void byline_recognizer_reset(BylineRecognizer* recognizer);

/**
   Hear more sound; events are called from within.

   Answers come at fixed places in the sound, however it is cut into calls.
   Not for the audio thread: this is where the network runs.

   @param left `n` samples.
   @param right `n` samples, or NULL for mono.
*/
void byline_recognizer_push(BylineRecognizer* recognizer, const float* left,
                            const float* right, size_t n);

#endif // BYLINE_RECOGNIZER_H
